"""The second company's partner tables, register and plan as front matter for the writer of workbooks."""
# ruff: noqa: E501 (rows of tables read best on one line)

from collections.abc import Mapping
from datetime import date
from typing import Any

from eval.second_company.sources.rows import sheet


def tracker() -> dict[str, Any]:
    """Return the corrective action tracker of partners."""
    lines = [
        ("CA-26-01", "Quebrada Honda", date(2026, 2, 16), "Guard's log had no hour of leaving", "new log pages", "30 days",
         date(2026, 3, 9), "photo of log of March 5; scan of instruction", "M. Pruitt"),
        ("CA-26-02", "Tres Peñas", date(2026, 3, 30), "Second driver not on list", "announce both drivers", "30 days",
         date(2026, 4, 8), "mail of April 8 with papers of driver", "M. Pruitt"),
        ("CA-26-03", "Quebrada Honda", date(2026, 5, 22), "Bolts in open office drawer", "steel box with lock", "30 days",
         date(2026, 6, 11), "photo of June 9; invoice of box", "M. Pruitt"),
        ("CA-26-04", "Río Celeste", date(2026, 6, 15), "Fence open to the creek", "fence 640 m", "30 days, put off twice",
         None, "photo of first 200 m, September", None),
        ("CA-26-05", "Río Celeste", date(2026, 6, 15), "No sweeping of yard and grass at the ramp", "plan for pests",
         "90 days", None, None, None),
        ("CA-25-07", "Transgarza (haulier)", date(2025, 10, 6), "Truck without tracker", "tracker in 14 trucks", "90 days",
         date(2025, 12, 19), "list of devices; test positions of December 15", "E. Márquez"),
        ("CA-25-05", "Quebrada Honda", date(2025, 8, 4), "Ramp lamp broken", "lamp", "30 days", date(2025, 8, 29),
         "photo at night of August 27", "M. Pruitt"),
    ]  # fmt: skip
    return {
        "path": "04 Partners/Corrective action tracker.xlsx", "format": "xlsx", "date": "2026-10-27",
        "title": "Corrective action tracker", "owner": "M. Pruitt",
        "sheets": [sheet("Lines", ["Corrective actions of partners", "PM-305"],
                         ["Line", "Partner", "Opened", "What is wrong", "To do", "Time", "Closed", "Shown by", "Accepted by"],
                         [list(line) for line in lines], widths=[12, 20, 12, 36, 26, 16, 12, 40, 14])],
    }  # fmt: skip


QUESTIONS = (
    ("A1", "Is the plot where reefers stand closed on all sides and watched?"),
    ("A2", "Who watches the stuffing of the reefer (name or position)?"),
    ("A3", "Do people who enter show an identity card, and is it written down?"),
    ("B1", "Are empty reefers inspected at the eight points, for security and for pests, before loading?"),
    ("B2", "Is the sheet of the inspection sent to Pelicanmere with the documents?"),
    ("B3", "Is the sheet signed by a supervisor?"),
    ("B4", "Do inspectors receive training? Which topics?"),
    ("C1", "Are seals of the high-security class put on at the last pallet?"),
    ("C2", "Is the seal viewed, verified, tugged and twisted?"),
    ("C3", "Is a photograph taken of the seal that has been put on?"),
    ("C4", "Are the photographs sent to Pelicanmere?"),
    ("C5", "Is the seal number told to Pelicanmere before the vessel sails?"),
    ("D1", "Are yard, ramp, pallets and cartons kept free of pests, soil and plants?"),
    ("D2", "Do pallets carry the ISPM 15 mark?"),
    ("E1", "Are workers checked before they are hired?"),
    ("E2", "Are seasonal workers checked as well?"),
    ("F1", "Are there workers under 18, prisoners, or workers who are not free to leave?"),
    ("G1", "Have you an anonymous way to report concerns?"),
)


def questionnaire(
    path: str, partner: str, by: str, day: str, answers: Mapping[str, tuple[str | None, str | None]]
) -> Any:
    """Return a filled questionnaire Q-305."""
    rows = [[number, text, *answers.get(number, (None, None))] for number, text in QUESTIONS]
    return {
        "path": path, "format": "xlsx", "date": day, "title": f"Q-305 {partner}", "owner": partner,
        "sheets": [sheet("Q-305", ["Security questionnaire Q-305", "Answer Yes, No or N/A and explain"],
                         ["Item", "Question", "Yes / No / N/A", "Explanation"], rows, widths=[8, 60, 14, 70],
                         fields={"Partner": partner, "Answered by": by, "Date": day})],
    }  # fmt: skip


QUEBRADA = {
    "A1": ("Yes", "Wall 2.6 m, one gate, guard day and night, cameras at ramp and gate."),
    "A3": ("Yes", "Cédula, book at the gate."),
    "B1": ("Yes", "Inspector W. Pilay, your sheet F-210, laser."),
    "B2": ("No", "We keep the sheets here in the office."),
    "B3": ("Yes", "Chief of station."),
    "B4": ("Yes", "Course of the line, 2024: false walls, floor, machine; soil and insects."),
    "C1": ("Yes", "Bolt, at the ramp."),
    "C3": ("Yes", "Each reefer, door and bolt, since 2024."),
    "C4": ("No", "The photographs remain in our folder. We can show them at a visit."),
    "C5": (
        "No",
        "The number goes with the document set by courier, it arrives about a week after the ship has sailed.",
    ),
    "D1": ("Yes", "Swept every evening, grass cut, gel against ants, yellow lamps."),
    "D2": ("Yes", "EC and number."),
    "E1": ("Yes", "Cédula, police record, references."),
    "E2": ("N/A", "No seasonal workers, harvest all year."),
    "F1": ("No", "None."),
    "G1": ("No", "People talk to the engineer."),
}
CELESTE = {
    "A1": ("No", "Open to the creek, 640 m. Fence is being built."),
    "A3": ("Yes", "Book at gate."),
    "B1": ("Yes", "Quality technician, before the reefer goes to the ramp, your sheet."),
    "B2": ("No", None),
    "B3": ("Yes", None),
    "B4": ("Yes, in process", "Technician is new. Course of the Ministry for pickers on mealybug and fusarium in the field was in May."),
    "C1": ("Yes", "Bolt of the line."),
    "C3": ("No", "Telephones are not allowed at the ramp."),
    "C4": ("N/A", None),
    "D1": ("Yes, in process", "Cartons and pallets are indoors. Sweeping plan for the yard and grass cutting is being prepared."),
    "D2": ("Yes", "CR mark."),
    "E1": ("Yes", "Judicial sheet."),
    "E2": ("No", "Cutters come with a contractor."),
    "F1": ("No", "All over 18, with contract."),
}  # fmt: skip


def carrier_questionnaire() -> dict[str, Any]:
    """Return the answers of the Mexican carrier."""
    rows = [
        ["1", "Do tractors and trailers have GPS, and does somebody watch it?", "Yes", "Monitoring room 24 h."],
        [
            "2",
            "Are tractors and trailers inspected before loading, point by point, for security and pests?",
            "Yes, in process",
            "List of 17 points is being introduced; now the driver looks at tires, lights, brakes.",
        ],
        ["3", "Is the inspection written down?", None, None],
        [
            "4",
            "Is there a rule that loaded units do not stop before the border?",
            "No",
            "Stop at Sabinas parador, 20 to 40 minutes, food and change of driver.",
        ],
        ["5", "Where do units wait?", None, "Own yard Apodaca, walled, guard."],
        ["6", "Are drivers checked before hiring (identity, police record, references)?", "Yes", "And medical, drugs."],
        ["7", "Do drivers carry a second person?", "No", "Only a second driver who is announced."],
        ["8", "Do you subcontract?", "N/A", None],
        ["9", "Does the agreement with Pelicanmere oblige you to track?", "No", "We have a rate sheet."],
        ["10", "Have drivers been trained in false compartments and pests?", None, None],
    ]
    return {
        "path": "04 Partners/Transportes Tres Peñas/Q-305 carrier answers March 2026.xlsx", "format": "xlsx",
        "date": "2026-03-24", "title": "Q-305 carriers", "owner": "Transportes Tres Peñas",
        "sheets": [sheet("Q-305 C", ["Security questionnaire Q-305 C (carriers)"],
                         ["Item", "Question", "Yes / No / N/A", "Explanation"], rows, widths=[8, 60, 14, 60],
                         fields={"Partner": "Transportes Tres Peñas S.A. de C.V.", "Answered by": "A. Montemayor",
                                 "Date": "2026-03-24"})],
    }  # fmt: skip


def register() -> dict[str, Any]:
    """Return the register of 2025 in which every row is implemented."""
    items = (
        "Audit plan updated on change|Screening for money laundering|Partner assessments renewed|Documents reviewed for "
        "suspicious shipments|Weights verified|First foreign port on bill|Forms secured|Stuffing supervised|Anonymous "
        "reporting|Inspection area controlled, CCTV|Inspection sheet in packet|Random searches at several places|VVTT|Seal "
        "photographs sent|Seal number on bill of lading|Seal number sent before departure|Supervisor compares seals|No-stop "
        "near border|Interior fencing|Fence damage repaired|Lighting|Licensed installers|Camera failure alarm|Footage "
        "reviewed|Search of persons and vehicles|Visitor badge displayed|Single delivery area|Driver name before "
        "pick-up|Parcels screened|Guard compliance verified|Temporary workers screened|Reinvestigation|Sensitive position "
        "training|Training verified|Hidden compartments and natural cavities training|Incident reporting training|Wood "
        "packaging training|TBML training|Suspicious document training|Technology operator training|Threat information "
        "sharing|Licensed technology|Media sanitisation|Access rights review|Contacts check|Seal procedure on docks"
    ).split("|")
    rows = [[f"R-{index:03d}", text, "Implemented", "100 %", "consultant, January 2025"]
            for index, text in enumerate(items, start=1)]  # fmt: skip
    return {
        "path": "06 Portal/CTPAT register all items 2025.xlsx", "format": "xlsx", "date": "2025-01-24",
        "title": "CTPAT register", "owner": "Gulfside Trade Advisers",
        "sheets": [sheet("Register", ["CTPAT implementation register", "State of January 24, 2025"],
                         ["Row", "Item", "Status", "Done", "Source"], rows, widths=[8, 50, 16, 8, 26])],
    }  # fmt: skip


def capital_plan() -> dict[str, Any]:
    """Return the capital plan of 2027: wishes, nothing that exists."""
    lines = [
        ("C-01", "MOB", "Second evaporator, cold room 4", 84000, "Q1 2027", "approved"),
        ("C-02", "MOB", "Fence panel 86-90, replacement", 6200, "Q2 2027", "asked"),
        ("C-03", "FPT", "Generator 250 kW incl. cameras and readers", 139000, "Q3 2027", "asked"),
        ("C-04", "FPT", "Fence and gate for overflow lot", 71500, "after county permit", "asked"),
        ("C-05", "FPT", "Staff car park, 20 more places", 48000, "Q4 2027", "asked"),
        ("C-06", "LRD", "Intrusion alarm, connected to Sentinel Gulf", 11800, "Q3 2027", "asked"),
        ("C-07", "all", "Recorder software that warns when a camera is lost", 9400, "Q3 2027", "asked"),
        ("C-08", "all", "Bigger disks for recorders, 90 days", 22300, "Q2 2027", "asked"),
        ("C-09", "MOB, FPT", "Yard and fence lamps, survey and renewal", 96000, "2028", "idea"),
        ("C-10", "MOB", "Inner fence between export packaging and domestic freight", 18000, "2028", "idea"),
        ("C-11", "FPT", "One receiving lane with own office", 210000, "2028", "idea"),
        ("C-12", "all", "Anonymous telephone line, outside provider", 4800, "Q3 2027", "asked"),
        ("C-13", "MOB", "Inspection canopy with cameras at gate lane", 57000, "2028", "idea"),
        ("C-14", "all", "Disk shredder service for old computers", 2600, "Q2 2027", "asked"),
        ("C-15", "MOB", "Banana conveyor, line 2, motor", 13900, "Q1 2027", "approved"),
        ("C-16", "FPT", "Canteen floor", 8800, "Q2 2027", "approved"),
    ]
    return {
        "path": "05 Office/Capital plan 2027 draft.xlsx", "format": "xlsx", "date": "2026-11-09",
        "title": "Capital plan 2027 (draft)", "owner": "P. Venkat",
        "sheets": [sheet("Draft", ["Capital plan 2027, draft for owners' meeting", "asked = not decided"],
                         ["No.", "Site", "What", "USD", "When", "State"], [list(line) for line in lines],
                         widths=[8, 12, 56, 12, 22, 12])],
    }  # fmt: skip
