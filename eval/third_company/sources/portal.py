"""The third company's portal export of the year before, its register of items and its wish list for 2027."""
# ruff: noqa: E501 (rows of tables read best on one line)

from eval.third_company.sources.people import book, sheet

SAID = (
    (3, "Our audit plan is a living document and is updated whenever operations or risks change."),
    (10, "The risk assessment is reviewed every year."),
    (15, "We screen business partners for indicators of money laundering and terrorist funding."),
    (22, "Tamsin Lake has a documented social compliance programme."),
    (30, "Paper forms and import documents are kept locked and only authorised staff have access."),
    (32, "The loading of all cargo is supervised by a manager."),
    (50, "Our procedure contains all contact details of the specialist, port and law enforcement."),
    (56, "All containers are stored in our fenced and locked yard."),
    (64, "Container inspections take place inside the yard under camera."),
    (67, "The inspection sheet is part of the shipping packet and is received by the consignee in advance."),
    (70, "Management searches are performed at different places along the yard."),
    (73, "The seal procedure is displayed at each dock door."),
    (77, "Seal photographs are taken at the point of stuffing."),
    (78, "Photographs of the affixed seals are forwarded to us at destination."),
    (79, "The seal number is printed on the bill of lading."),
    (89, "Tracking from origin to destination is part of our service agreements."),
    (106, "A no-stop policy is applied by our carriers."),
    (127, "Security technology is designed and installed by licensed professionals."),
    (129, "Our cameras and alarms have an alternative power source."),
    (134, "Camera recordings are reviewed at random each month and results are kept."),
    (141, "Vehicles and persons entering and leaving are subject to search."),
    (145, "Visitors display their badges at all times."),
    (149, "Carriers notify us of driver name and truck number in advance."),
    (153, "Arriving packages and mail are screened for contraband."),
    (155, "Management audits the guards against the post orders each quarter."),
    (160, "Periodic reinvestigations are carried out for sensitive positions."),
    (166, "Employees in sensitive positions receive special training."),
    (170, "A quiz verifies that training has met its objectives."),
    (176, "Finance and compliance are trained each year in trade-based money laundering."),
    (179, "Security technology operators are trained by the manufacturer."),
    (183, "We share cyber threat information with government and partners."),
    (185, "Policies prevent the use of counterfeit or unlicensed technology."),
    (198, "User access rights are reviewed each quarter."),
)
ITEMS = (
    "Team from all departments;Audits;Audit plan updated on change;Reports to management;Contacts trained;Statement signed;"
    "Risk assessment;Cargo mapped, all lanes;Yearly review of risk;Business continuity;Screening of partners;Screening for money laundering;"
    "Documents reviewed;AEO status monitored;Outsourced parties meet criteria;Weaknesses closed;Renewals;Forced labour programme;"
    "Document accuracy;Weight and piece count;Manifest accuracy, first foreign port;Forms under lock;Staging secured;Loading supervised;"
    "Reconciliation;Anomalies;Challenge;Incident reporting;Contact list verified;Anonymous reports investigated;Secure storage of IIT;"
    "Inspection procedures;Inspection in controlled area;Checklist;Checklist signed by supervisor;Checklist in packet;Random searches;"
    "Searches at various places;Seal procedures;Seal procedures reviewed;Seal procedures posted locally;High-security seals;VVTT;"
    "ISO 17712 proof;Seal photographs;Photographs sent;Seal number on bill of lading;Seal number transmitted;Seal audits;Tracking;"
    "Threat alerts;No-stop policy;Pests;Staging areas inspected;Fencing;Interior fencing;Fence inspection;Gates;Parking;Lighting;Cameras;"
    "Alarms;Technology policy;Central station;Licensed installers;Power backup;Camera failure alarm;Recording review;Badges;Searches of persons;"
    "Visitors' photo ID;Passes displayed;Escorts;Appointments, driver pre-advice;Driver ID;Pick-up log;Mail screening;Guards' orders;"
    "Guard compliance verified;Hiring checks;Temps screened;Reinvestigation;Training;Sensitive positions;Effectiveness measured;"
    "Inspection training;Pest training;Money laundering training;Technology training;Cyber policies;Cyber threat sharing;Licensed software;"
    "Access reviews;Penetration tests;Encryption;Personal devices;Individual accounts"
).split(";")


def export() -> dict[str, object]:
    """Return last year's answers as the portal's export would show them."""
    rows = [[number, text, "Approved" if number % 4 else "Submitted", "2025-03-11"] for number, text in SAID]
    return book("H Portal/Security profile export March 2025.xlsx", "Security profile export", "2025-03-11", "S. Kalkbrenner",
                sheet("Answers", ["Security profile 2025, Partner Responses (export)"],
                      ["Portal no.", "Partner Response", "Status", "Date"], rows, widths=[10, 100, 14, 14]))  # fmt: skip


def register() -> dict[str, object]:
    """Return the consultant's control register in which everything is Yes."""
    rows = [[f"BCA-{index:03d}", text, "Yes", "Manual", "Brightwater"] for index, text in enumerate(ITEMS, start=1)]
    return book("H Portal/Control register (Brightwater) 2025.xlsx", "Control register", "2025-11-03", "Brightwater Crossing Advisors",
                sheet("Controls", ["CTPAT control register", "Prepared for the adoption of the manual"],
                      ["Ref.", "Control", "In place", "Source", "Filled in by"], rows, widths=[10, 50, 10, 14, 18]),
                party="Brightwater Crossing Advisors")  # fmt: skip


def wishes() -> dict[str, object]:
    """Return the draft budget of 2027: plans only."""
    rows = [
        ["W-1", "Burglar alarm Elk Grove, with Heartland", 8400, "offer here", "H. P."],
        ["W-2", "Battery and generator socket for recorder, alarm and doors, Joliet", 11200, "idea", "H. P."],
        ["W-3", "Licensed designer for camera plan, Elk Grove", 3500, "idea", "H. P."],
        ["W-4", "Course for camera operators by installer (shipping office, reception, Elk Grove desk)", 900, "promised, no date", "B. R."],
        ["W-5", "Special course for bonded clerk, import desk and lead (sensitive positions)", 2600, "will be asked for", "B. R."],
        ["W-6", "Test after refresher, with marks", 400, "idea of September", "B. R."],
        ["W-7", "X-ray for parcels", 28000, "struck out", "C. W."],
        ["W-8", "Second fence round the lot across Rowell Avenue", 64000, "landlord does not answer", "D. M."],
        ["W-9", "Recertification of access (Group platform)", 0, "Group, 2027", "I. V."],
        ["W-10", "Floor scale", 7200, "offer here", "D. M."],
        ["W-11", "Coffee machine", 1300, "bought", "all"],
    ]  # fmt: skip
    return book("I Other/Wish list budget 2027.xlsx", "Wish list 2027", "2026-10-19", "M. Olu",
                sheet("Wishes", ["Wish list for the budget of 2027", "Nothing here is decided"],
                      ["No.", "What", "USD", "State", "Who"], rows, widths=[8, 70, 10, 26, 10]))  # fmt: skip
