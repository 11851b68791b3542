"""The third company's questionnaires, partner register and corrective actions."""
# ruff: noqa: E501 (rows of tables read best on one line)

from collections.abc import Mapping
from datetime import date

from eval.third_company.sources.people import book, sheet

TLQ = (
    {"section": "Your place"},
    (1, "Premises closed by wall or fence, gates controlled"),
    (2, "Empty and loaded containers kept where outsiders cannot get at them"),
    (3, "Visitors shown in, identified and written down"),
    (4, "Cameras at the loading place; how long are pictures kept?"),
    (5, "Alarm out of hours, with whom?"),
    {"section": "Container and loading"},
    (6, "Empty container checked at seven points before loading, for tampering and for pests"),
    (7, "Result on a sheet, signed by the chief of the shift"),
    (8, "The sheet travels with the shipping documents to us"),
    (9, "Loading watched by a security officer or manager, by name"),
    (10, "Door gear checked before the seal"),
    {"section": "Seals"},
    (11, "Bolt seals ISO 17712 'H', put on straight after loading, by whom"),
    (12, "Seal viewed, verified, tugged, twisted"),
    (13, "Photograph of the seal made and sent to us"),
    (14, "Seal number told to us before departure"),
    (15, "Stock of seals counted"),
    {"section": "Pests"},
    (16, "Cartons, pallets, loading place kept free of insects, plants, seed, soil"),
    (17, "Wood marked ISPM 15"),
    {"section": "People"},
    (18, "Applicants checked before hiring"),
    (19, "Any worker under 18, prisoner, or not free to leave; recruitment fees"),
    (20, "Yearly security instruction; sheet of attendance"),
    (21, "Way to report without a name"),
    {"section": "Papers and computers"},
    (22, "Invoices and packing lists made by trained persons, weight and pieces right"),
    (23, "Own passwords, virus protection"),
    {"section": "Programmes"},
    (24, "AEO or similar; copy of certificate"),
    (25, "Your subcontractors (haulier, packer) asked the same"),
)
BAYAN = {
    1: ("Yes", "brick wall 2.6 m on all four sides, two gates with guards round the clock"),
    2: (
        "Yes",
        "at most one night, inside the wall, in front of the guard house, locked with our padlock until loaded and with the bolt thereafter",
    ),
    3: ("Yes", "identity card exchanged for a pass; register"),
    4: ("Yes", "bay 3 has two cameras; 30 days"),
    5: ("Yes", "guards; no central station"),
    6: (
        "Yes",
        "tampering at seven points; insects and dirt are looked for when the floor is swept, without a line on the sheet",
    ),
    7: ("Yes", "signed by the bay supervisor Mr. Kumaran"),
    8: ("No", "sheets stay in Penang, may be asked for"),
    9: ("No", "loading is done by the bay team alone; the shipping officer comes at the end to close"),
    10: ("Yes", "handles and rods"),
    11: ("Yes", "bolt of class H immediately after the last pallet, by the shipping officer Encik Faizal"),
    12: ("Yes", ""),
    13: ("No", "no cameras in the bay, telephones are collected"),
    14: ("Yes", "mail on the day of stuffing, with container and bolt number"),
    15: ("Yes", "monthly"),
    16: (
        "Yes",
        "clean room standard in packing; pest contractor each two weeks; apron swept before each container; report of July attached to the August set",
    ),
    17: ("Yes", "own HT pallets, mark MY-0417"),
    18: ("Yes", "identity, school, earlier employer, police letter"),
    19: ("No", "No worker under 18; migrant workers keep their passports; no fee is taken, agencies sign"),
    20: ("Yes", "each October"),
    21: ("N.A.", "open door culture"),
    22: ("Yes", "counted by machine; weighbridge"),
    23: ("Yes", ""),
    24: ("No", "private audit of January, certificate attached; AEO Malaysia is being considered"),
    25: ("Yes", "Jaya Trengganu, form of November attached"),
}
CHUSHAN = {
    1: ("Yes", "science park, barrier, guards of the park"),
    2: ("N.A.", "air freight only, no containers"),
    3: ("Yes", ""),
    4: ("Yes", "45 days"),
    5: ("Yes", "local security firm"),
    6: ("N.A.", "air freight"),
    7: ("N.A.", ""),
    8: ("N.A.", ""),
    9: ("No", "packers build the pallets, nobody is named"),
    10: ("N.A.", ""),
    11: ("N.A.", "air freight is not bolted; forwarder seals the truck"),
    12: ("N.A.", ""),
    13: ("No", ""),
    14: ("N.A.", ""),
    15: (None, None),
    16: ("Yes", "cartons stored on plastic pallets; traps"),
    17: ("N.A.", "no wood"),
    18: ("Yes", "ID, diploma"),
    19: ("No", ""),
    20: ("Yes", "new employees only"),
    21: ("Yes", "letter box"),
    22: ("Yes", "electronic scale"),
    23: ("Yes", "own account each"),
    24: ("Yes", "certificate attached (Kaohsiung works; the certificate for Hsinchu has been applied for)"),
    25: (None, None),
}
LUOHU = {
    1: ("Yes", "industrial building 4th floor, guard downstairs"),
    2: ("N.A.", "no container"),
    3: (None, None),
    4: ("Yes", "working on it, install soon"),
    5: (None, None),
    6: ("N.A.", "agent"),
    7: (None, None),
    8: (None, None),
    9: ("N.A.", "agent loads"),
    10: (None, None),
    11: ("N.A.", "agent"),
    12: (None, None),
    13: ("No", "agent never send picture"),
    14: ("No", "we do not know the number"),
    15: ("N.A.", ""),
    16: ("Yes", "in process: will make the cleaning plan and buy trap"),
    17: ("Yes", "carton only, sometimes pallet from market"),
    18: ("Yes", "copy of ID"),
    19: ("No", ""),
    20: ("No", "small factory"),
    21: (None, None),
    22: ("Yes", ""),
    23: ("Yes", "one computer for shipping, password"),
    24: ("No", ""),
    25: (None, None),
}
CARRIER = (
    (1, "CTPAT member; reference", "No", "applied 2024, returned, will apply again"),
    (
        2,
        "Tractor and chassis looked over by the driver before each trip",
        "Yes",
        "DOT pre-trip; that is brakes, lights, tyres",
    ),
    (3, "Driver takes part in security instruction", "Yes", "video at hiring, 40 minutes"),
    (
        4,
        "Driver does not stop between ramp and customer",
        "Yes",
        "11 miles, what should he stop for; handbook, p. 6. No cross-border work, the border policy question is N.A.",
    ),
    (5, "Truck has position device", "Yes", "18 of 23 trucks"),
    (6, "Customers can see the position", "No", "ring dispatch"),
    (
        7,
        "Container parked only in closed yard",
        "Yes",
        "our yard in Channahon, fence on three sides and river; fourth side planned",
    ),
    (8, "Seal looked at when the box is picked up; called in if broken", "Yes", "number is read to dispatch"),
    (9, "Seal tugged and twisted", "No", "drivers look, they have no time at the ramp"),
    (10, "Drivers checked before hiring", "Yes", "MVR, drug test, criminal record by our insurer"),
    (11, "Photo ID carried", "Yes", "CDL and TWIC"),
    (12, "Name of driver and truck told before pick-up", "No", "not possible with the ramp"),
    (13, "Private persons in the cab", "No", "forbidden"),
    (14, "Alerts customer and police when something happens", "Yes", "dispatcher within 15 minutes"),
    (15, "Cyber: own accounts", "N/A", ""),
    (16, "Service agreement obliges to track", None, "rate sheet only, no agreement"),
)


def answers(
    path: str, who: str, signed: str, day: str, given: Mapping[int, tuple[str | None, str | None]]
) -> dict[str, object]:
    """Return one supplier's filled TLQ."""
    rows = [line if isinstance(line, dict) else [*line, *given[line[0]]] for line in TLQ]
    drawn = sheet("TLQ", [f"Questionnaire TLQ: {who}", "Explain each answer. A No needs a date by which it is cured."],
                  ["No.", "Question", "Yes / No / N.A.", "Explanation"], rows, widths=[6, 60, 12, 70],
                  notes=[f"Answered by {signed}, {day}"])  # fmt: skip
    return book(path, f"TLQ {who}", day, signed, drawn, party=who)


def carrier() -> dict[str, object]:
    """Return the drayage carrier's answers."""
    drawn = sheet("TLQ-C", ["Questionnaire for carriers: Two Rivers Drayage", "January 2026"],
                  ["No.", "Question", "Answer", "Remark"], [list(line) for line in CARRIER], widths=[6, 50, 10, 60],
                  notes=["C. Stroud, dispatch, 2026-01-27"])  # fmt: skip
    return book("F Partners/Two Rivers Drayage/TLQ-C January 2026.xlsx", "TLQ-C", "2026-01-27", "C. Stroud", drawn,
                party="Two Rivers Drayage")  # fmt: skip


def register() -> dict[str, object]:
    """Return the partner register with its classes, enquiries and status prints."""
    rows = [
        ["Bayan Permai Medtech Sdn. Bhd.", "A", "factory, stuffer", "2025-01-24", "2026-01-21", "none (private audit)", "n/a", "video visit 2026-01-28", "clear"],
        ["Chu Shan Sensor Co.", "B", "air supplier", "2023-05-30", "2025-05-27", "AEO Taiwan claimed, certificate of another works", None, None, "clear"],
        ["Feinwerk Jenatal GmbH", "B", "air supplier", "2023-03-02", "2025-03-06", "AEO EU, Jena, valid", "2025-10-07", None, "clear"],
        ["Luohu Brightcable Ltd.", "A", "part loads", "2025-02-11", "2026-02-24", "none", "n/a", None, "clear"],
        ["Meridian Quay Logistics", "A", "forwarder, consolidator", "2025-04-30", "2026-05-06", "CTPAT", "2026-09-15", "2024-08-20", "clear"],
        ["Calumet Crossdock CFS", "A", "opens part loads", None, None, "says it will apply", None, None, "clear"],
        ["Two Rivers Drayage", "A", "carrier", "2025-01-29", "2026-01-27", "none", "2026-09-15", "2025-05-14", "clear"],
        ["Osgood Pell & Company", "B", "broker", "2024-02-14", "2026-02-10", "CTPAT", "2025-10-07", None, "clear"],
        ["Anchorpoint Seals", "C", "bolts", None, None, None, None, None, "clear"],
        ["Prairie Lantern Security", "C", "guard", None, None, None, None, None, "clear"],
        ["Stafford Temps", "C", "temporary workers", None, None, None, None, None, "clear"],
    ]  # fmt: skip
    head = [
        "Partner",
        "Class",
        "Does for us",
        "Enquiry before",
        "Last enquiry",
        "Programme",
        "Status print filed",
        "Visit",
        "Party lists (nightly)",
    ]
    sheets = sheet("Partners", ["Partner register", "Trade Compliance, state of 2026-10-30"], head, rows, widths=[32, 8, 22, 14, 14, 36, 16, 20, 14],
                   notes=["Status prints in the first quarter of 2026: none. Second quarter: none. Third: two.",
                          "Credit of customers: see Finance, list FC-2."])  # fmt: skip
    return book("F Partners/Partner register.xlsx", "Partner register", "2026-10-30", "O. Ferreira-Hunt", sheets)


def tracker() -> dict[str, object]:
    """Return the corrective action lines with partners."""
    rows = [
        ["P-26-01", "Bayan Permai", date(2026, 1, 28), "bolts in an open box beside the bay", "serious", date(2026, 2, 18), date(2026, 2, 9), "photograph of steel cabinet, page of new bolt book", "O. F.-H."],
        ["P-26-02", "Bayan Permai", date(2026, 1, 28), "register of visitors without hour of leaving", "other", date(2026, 3, 29), date(2026, 2, 27), "copy of register, week 8", "O. F.-H."],
        ["P-26-03", "Two Rivers", date(2026, 2, 3), "new drivers not on list of Prairie Lantern", "other", date(2026, 4, 4), date(2026, 3, 2), "list of 2026-03-01, revised instruction of dispatch", "O. F.-H."],
        ["P-25-06", "Meridian Quay", date(2025, 9, 9), "container of part loads reached the CFS with a cable seal", "serious", date(2025, 9, 30), date(2025, 9, 24), "letter of agent, invoice for 500 bolts, picture of next container's bolt", "S. K."],
        ["P-25-04", "Bayan Permai", date(2025, 5, 2), "haulier's driver changed without notice", "serious", date(2025, 5, 23), date(2025, 5, 19), "revised haulage order, list of drivers", "O. F.-H."],
        ["P-26-05", "Bayan Permai", date(2026, 8, 14), "one pallet without mark", "other", date(2026, 10, 13), date(2026, 9, 3), "supplier's stock check, picture of mark, credit note for treatment", "P. L.-M."],
    ]  # fmt: skip
    head = ["Line", "Partner", "Opened", "Weakness", "Grade", "Cure by", "Closed", "Closed against", "By"]
    return book("F Partners/Corrective actions partners.xlsx", "Corrective actions", "2026-10-01", "O. Ferreira-Hunt",
                sheet("Lines", ["Corrective actions with partners"], head, rows, widths=[10, 16, 12, 44, 10, 12, 12, 50, 10]))  # fmt: skip
