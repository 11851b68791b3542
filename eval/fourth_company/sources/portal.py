"""The fourth company's portal answers of the year before."""

from typing import Any

from eval.fourth_company.sources.people import book, sheet

SAID = (
    (2, "Saltmarsh Harbor has a written audit programme covering both facilities."),
    (11, "We have a business continuity plan."),
    (17, "Status of all partners is verified annually."),
    (19, "Deficiencies of partners are corrected immediately and documented."),
    (31, "All staged cargo is secured overnight."),
    (49, "Employees are trained to challenge and remove unauthorized persons."),
    (56, "All containers are kept in a fenced and guarded yard."),
    (59, "Door hardware and locking mechanisms are inspected before each seal is affixed."),
    (64, "Inspections take place inside the fenced yard under CCTV."),
    (69, "Management performs random searches after inspections."),
    (72, "Seal procedures are reviewed annually."),
    (76, "All seals used meet ISO 17712."),
    (81, "Seal inventory is audited monthly."),
    (89, "All shipments are tracked from origin to destination."),
    (106, "Not applicable, our carriers observe a no-stop policy."),
    (117, "Fencing is inspected weekly by facilities."),
    (120, "Private vehicles are prohibited from parking near cargo."),
    (121, "Lighting is adequate at all entrances, docks and fence lines."),
    (124, "Policies for security technology are in place."),
    (129, "All security equipment is supported by our generator."),
    (130, "Cameras alert on failure."),
    (134, "Camera footage is reviewed monthly and the results kept."),
    (144, "Visitors are issued temporary badges."),
    (145, "Visitor badges are displayed at all times."),
    (150, "Drivers are identified by license prior to release of cargo."),
    (159, "Temporary workers are screened like employees."),
    (174, "All employees are trained to report incidents."),
    (179, "Operators of cameras are trained."),
    (184, "Policies prevent social engineering."),
    (192, "IT equipment is inventoried each year."),
)


def export() -> dict[str, Any]:
    """Return the profile's export of January 2025."""
    rows = [[number, text, "Approved", "2025-01-27"] for number, text in SAID]
    return book("08 Portal/Profile answers January 2025.xlsx", "Profile export", "2025-01-28", "E. Lindqvist",
                sheet("Export", ["CTPAT portal, security profile, export of January 28, 2025"],
                      ["Question", "Partner Response", "Status", "Date"], rows, widths=[10, 90, 12, 12]))  # fmt: skip
