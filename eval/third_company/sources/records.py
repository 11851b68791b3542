"""The third company's logs, books and rosters, made by rule."""
# ruff: noqa: E501 (rows of tables read best on one line)

from datetime import date, timedelta
from typing import Any

from eval.third_company.sources.people import STAFF, book, clock, days, sheet

FICTION = "Fictional sample company"


def training() -> dict[str, Any]:
    """Return the training workbook: joining, refresher, after the incident, container check, pests, computers, others."""
    basics = "Badges and visitors; strangers: how to ask, answer and lead out (played in pairs); what is an incident and whom to tell; bolts and VVTT; parcels with white powder (film); whom to call"
    joining = [[date(2025, 8, 5) + timedelta(days=21 * (index // 2)), name, "Security on joining", basics, "B. Rourke", "signed"]
               for index, name in enumerate(STAFF[40:56])]  # fmt: skip
    spring = [[date(2026, 4, 14) if index % 2 else date(2026, 4, 15), name, "Spring refresher 2026", basics, "S. Kalkbrenner", "signed"]
              for index, name in enumerate(STAFF) if index not in (7, 21, 38, 57)]  # fmt: skip
    spring += [
        [date(2026, 6, 9), STAFF[index], "Spring refresher 2026 (repeat)", basics, "B. Rourke", "signed"]
        for index in (7, 21, 38, 57)
    ]
    older = [
        [date(2025, 4, 16), name, "Spring refresher 2025", basics, "S. Kalkbrenner", "signed"] for name in STAFF[:40]
    ]
    after = [[date(2026, 7, 1), name, "After incident 26-02 (fence): what happened, whom to tell, when to ring 911", "reporting", "D. Mikulski", "signed"]
             for name in (STAFF[3], STAFF[11], STAFF[12], STAFF[13], STAFF[18], *STAFF[22:34])]  # fmt: skip
    boxes = [[date(2026, 2, 24), name, "Container check: the seven points, false walls and floors, blocks and vents, door gear, sheet C-5", "3 h with mirror and mallet", "K. Brightwater-Ames, consultant", "signed"]
             for name in ("D. Mikulski", "T. Brandvold", "S. Whitcomb", "L. Abarca", "E. Dragomir", "K. Osterhaus")]  # fmt: skip
    pests = [[date(2023, 4, 18), name, "Insects, seeds and wood: keeping the dock clean, the ISPM 15 mark, how infested wood looks", "1.5 h", "extension office", "signed"]
             for name in ("D. Mikulski", "T. Brandvold", "L. Abarca", "E. Dragomir", "A. Fenn", "R. Estey")]  # fmt: skip
    broker = [[date(2026, 2, 17), name, "Suspicious shipping documents (broker)", "2 h, twelve sets of documents", "R. Pell", "signed"]
              for name in ("P. Lindqvist-Moss", "M. Ely", "J. Farrant", "O. Ferreira-Hunt")]  # fmt: skip
    safe = [[date(2026, 3, 2) + timedelta(days=index % 12), name, "Safe computing 2026: pass phrases, second factor, locking the screen, doubtful mail, telephones; second part: rules of the Group on private use", "e-learning, Group", "Group", "finished"]
            for index, name in enumerate(STAFF)]  # fmt: skip
    others = [[date(2026, 5, 19), name, "Forklift renewal, practical test", f"{78 + 3 * (index % 7)} of 100", "insurer", "passed"]
              for index, name in enumerate(STAFF[22:32])]  # fmt: skip
    others += [[date(2026, 8, 25), name, "Lithium batteries by air (dangerous goods), written test", f"{84 + index} of 100", "academy", "passed"]
               for index, name in enumerate(("N. Castellanos", "A. Fenn", "L. Abarca"))]  # fmt: skip
    others += [[date(2025, 10, 9), "S. Kalkbrenner", "CTPAT criteria for importers, two days, with certificate", "external", "Brightwater", "certificate"],
               [date(2026, 9, 3), "G. Tazewell", "Auditor of quality systems, sensitive product group", "external", "academy", "certificate"]]  # fmt: skip
    head = ["Date", "Name", "Subject", "Contents / remark", "By", "Signature"]
    wide = [12, 20, 44, 60, 20, 12]
    return book("G Records/Training rosters.xlsx", "Training rosters", "2026-10-12", "B. Rourke",
                sheet("Joining", ["Security on joining"], head, joining, widths=wide),
                sheet("Refresher", ["Spring refresher", "One lesson, the same for everybody"], head, older + spring, widths=wide),
                sheet("After incident", ["After incident 26-02"], head, after, widths=wide),
                sheet("Container check", ["Container check class"], head, boxes, widths=wide),
                sheet("Pests", ["Pest class", "to be repeated every year"], head, pests, widths=wide),
                sheet("Broker", ["Import desk"], head, broker, widths=wide),
                sheet("Computers", ["Safe computing"], head, safe, widths=wide),
                sheet("Other", ["Other courses"], head, others, widths=wide))  # fmt: skip


def visitors_joliet() -> dict[str, Any]:
    """Return the visitor log of Joliet, without holes."""
    people = "Arno Pfister;Feinwerk Jenatal;passport|Dolores Hatch;copier;licence|Sid Renner;sprinklers;licence|Mei Kwan;Group audit;passport|Ted Lasky;insurer;licence|Officer B. Ochoa;CBP bond;badge|Nadia Cruz;caterer;licence|Will Storm;racks;licence".split(
        "|"
    )
    hosts = ("G. Tazewell", "C. Whitford", "H. Prudhomme", "I. Vann", "B. Rourke", "T. Brandvold")
    rows = []
    for index, day in enumerate(days(date(2026, 9, 1), date(2026, 10, 30), (0, 1, 3, 4))):
        name, firm, card = people[(index * 5) % 8].split(";")
        start = 500 + (index * 53) % 380
        rows.append(
            [
                day,
                name,
                firm,
                hosts[index % 6],
                card,
                f"W{index % 20 + 1:02d}",
                clock(start),
                clock(start + 30 + index % 95),
                "C. W.",
            ]
        )
    return book("G Records/Visitor log Joliet Sep-Oct 2026.xlsx", "Visitor log Joliet", "2026-10-30", "C. Whitford",
                sheet("Log", ["Visitor log Joliet"], ["Date", "Name", "Firm", "Host", "Identification seen", "Pass", "In", "Out", "Desk"], rows,
                      notes=["Passes counted each evening at 17:00."]))  # fmt: skip


def visitors_elk_grove() -> str:
    """Return the visitor log of Elk Grove Village: the column of identification is empty in half of the lines."""
    people = "Vic Amato;landlord|Jan Huss;print shop next door|Rita Moe;calibration body|Ken Oda;handling agent|Bo Lund;water cooler|Sue Park;copier".split(
        "|"
    )
    lines = ["Date,Name,Firm,Host,Identification,Pass,In,Out"]
    for index, day in enumerate(days(date(2026, 8, 3), date(2026, 11, 13), (1, 2, 4))):
        name, firm = people[index % 6].split(";")
        start = 520 + (index * 37) % 400
        card = "licence" if index % 9 in (2, 3, 4) else ""
        lines.append(
            f"{day},{name},{firm},{('N. Castellanos', 'A. Fenn')[index % 2]},{card},{index % 9 + 1},{clock(start)},{clock(start + 25 + index % 40)}"
        )
    return "\n".join([*lines, '"Blank = known person, did not ask (A. F.)"', FICTION, ""])


def trucks() -> dict[str, Any]:
    """Return the truck book of Joliet for three weeks."""
    drivers = "Earl Toomey;Two Rivers Drayage|Ana Prado;Two Rivers Drayage|Gil Nash;Kishwaukee LTL|Moe Tarr;Northway Freight|Jill Orr;Two Rivers Drayage|Sal Conti;Kishwaukee LTL|Pat Dunn;parcel line-haul".split(
        "|"
    )
    rows = []
    for index, day in enumerate([each for each in days(date(2026, 10, 5), date(2026, 10, 23)) for _ in range(7)]):
        name, firm = drivers[(index * 3) % 7].split(";")
        inbound = firm.startswith("Two")
        start = 372 + (index % 7) * 88 + (index * 11) % 40
        unit = f"MQLU {440000 + index * 137}-{index % 10}" if inbound else f"trailer {5300 + index}"
        bolt = f"BP {209800 + index}" if inbound else (f"TLI {118200 + index}" if index % 3 else "LTL, none")
        rows.append([day, name, "CDL" if index % 4 else "licence", firm, f"tractor {200 + (index * 7) % 60}", unit, bolt,
                     "brings" if inbound else "collects", clock(start), clock(start + 34 + index % 50), "T. B." if index % 2 else "S. W."])  # fmt: skip
    head = [
        "Date",
        "Driver",
        "Card",
        "Employer",
        "Truck",
        "Trailer / container",
        "Bolt",
        "Brings / collects",
        "Arrived",
        "Left",
        "Window",
    ]
    return book("G Records/Truck book Joliet Oct 2026.xlsx", "Truck book", "2026-10-23", "T. Brandvold",
                sheet("Book", ["Truck book Joliet, copied from the paper book"], head, rows,
                      notes=["The paper book lies on the ledge outside of the window with a pen on a string; drivers fill in their line, the window ticks the card.",
                             "Full books go to the shelf in the drivers' lounge."]))  # fmt: skip


def containers() -> dict[str, Any]:
    """Return sheets C-5 of weeks 41 to 43; the shift lead's signature is mostly missing."""
    rows = []
    for index, day in enumerate(days(date(2026, 10, 5), date(2026, 10, 23))):
        for turn in range(2):
            number = 2 * index + turn
            who = ("L. Abarca", "S. Whitcomb", "E. Dragomir")[number % 3]
            lead = "D. Mikulski" if number % 5 == 0 else ""
            remark = {
                7: "scrape on rail, old",
                13: "two dead moths, swept, bag in bin",
                18: "new bolt on hinge, refused, depot told",
            }.get(number, "")
            rows.append([f"C5-{610 + number}", day, clock(375 + turn * 190 + index * 3), f"MQLU {440000 + number * 137}-{number % 10}", *["ok"] * 7, "ok", "ok" if number != 18 else "not ok", f"BP {209800 + number}", who, lead, remark])  # fmt: skip
    head = [
        "Sheet",
        "Date",
        "Hour",
        "Container",
        "Front",
        "Left",
        "Right",
        "Floor",
        "Roof",
        "Doors",
        "Under",
        "Bugs",
        "Door gear",
        "Bolt",
        "Looked at by",
        "Lead of shift",
        "Remark",
    ]
    return book("G Records/C-5 container sheets weeks 41-43 2026.xlsx", "C-5 sheets", "2026-10-23", "D. Mikulski",
                sheet("C-5", ["Container sheets C-5", "typed over from the green binder; signatures as on the paper"], head, rows,
                      notes=["Empty in column 'Lead of shift' = no signature on the paper."]))  # fmt: skip


def seals() -> dict[str, Any]:
    """Return the seal book with its monthly counts."""
    rows, number = [], 118000
    for index, day in enumerate([each for each in days(date(2026, 8, 3), date(2026, 10, 23)) for _ in range(2)]):
        number += 1
        note = {9: "dropped, bucket, slip 14", 33: "returned, order changed", 61: "bent, bucket, slip 15"}.get(
            index, ""
        )
        rows.append(
            [
                day,
                clock(480 + (index * 67) % 500),
                f"TLI {number}",
                f"trailer {5200 + index}",
                f"TO-{30110 + index}",
                "T. Brandvold" if index % 3 else "D. Mikulski",
                note,
            ]
        )
    left = 880
    counts = []
    for month, last in enumerate((30, 27, 27, 24, 29, 26, 31, 28, 25, 30), start=1):
        left -= 38 + month
        counts.append(
            [
                date(2026, month, last),
                left,
                left if month != 5 else left - 1,
                "D. M., T. B.",
                "one missing: found in bucket, S. K. told" if month == 5 else "",
            ]
        )
    return book("G Records/Seal book 2026.xlsx", "Seal book", "2026-10-30", "D. Mikulski",
                sheet("Issued", ["Seal book Joliet 2026 (August to October)"], ["Date", "Hour", "Bolt", "On", "Order", "Handed to", "Remark"], rows),
                sheet("Counts", ["Counts on the last Friday"], ["Date", "By the book", "In the cabinet", "Who", "Remark"], counts))  # fmt: skip


def searches() -> dict[str, Any]:
    """Return the management search log: it stops in May 2025."""
    rows = [
        [
            date(2024, month, 12),
            "door 4",
            ("S. Kalkbrenner", "D. Mikulski")[month % 2],
            f"container {month * 3}",
            "nothing",
        ]
        for month in range(1, 13)
    ]
    rows += [[date(2025, month, 14), "door 4", "S. Kalkbrenner", "container", "nothing"] for month in (1, 2, 3, 5)]
    return book("G Records/Management search log.xlsx", "Management search log", "2025-05-14", "D. Mikulski",
                sheet("Log", ["Management searches"], ["Date", "Where", "Who", "What", "Found"], rows))  # fmt: skip


def fence() -> dict[str, Any]:
    """Return the weekly sheets F-8 of fence, lamps and parking."""
    special = {date(2026, 3, 9): "lamps 11, 12, 13 on the track side dark, told H. P.", date(2026, 5, 18): "corner post leaning; cars at dock 5 (rain)",
               date(2026, 6, 15): "panel 31 cut at the bottom, chained 09:00, see record 26-02", date(2026, 6, 29): "panel 31 new, corner post straight",
               date(2026, 8, 10): "lamps 11-13 still dark", date(2026, 9, 21): "three cars between doors 5 and 6", date(2026, 10, 26): "lamps 11-13 dark, electrician ordered for November; two cars at containers",
               date(2026, 11, 9): "five cars at the dock, D. M. told"}  # fmt: skip
    rows = []
    for index, day in enumerate(each for each in days(date(2026, 1, 5), date(2026, 11, 16), (0,))):
        remark = special.get(day, "")
        rows.append(
            [
                day,
                "R. Estey" if index % 4 == 3 else "H. Prudhomme",
                "damage" if "panel 31 cut" in remark else "whole",
                "dark: 11-13" if day >= date(2026, 3, 9) else "all lit",
                "yes",
                remark,
            ]
        )
    return book("G Records/F-8 fence and lamps 2026.xlsx", "F-8 fence and lamps", "2026-11-16", "H. Prudhomme",
                sheet("F-8", ["Walk of the fence, Joliet, each Monday"], ["Date", "Walked by", "Fence", "Lamps (seen at 17:00 or before dawn)", "Gate shuts", "Remark"], rows,
                      widths=[12, 16, 12, 26, 12, 60]))  # fmt: skip


def pests() -> str:
    """Return the weekly pest walks of both premises."""
    found = {
        6: "moth trap 4 full, changed",
        11: "seeds in dock pit 3, swept, bag in bin",
        17: "ant trail door 6, contractor same day",
    }
    lines = ["Date,Premises,Lanes,Dock pits,Behind doors 2-8,Pallet stack,Traps,Found and done,Walked by"]
    for index, day in enumerate(days(date(2026, 5, 5), date(2026, 11, 17), (1,))):
        for place in ("Joliet", "Elk Grove Village"):
            joliet = place == "Joliet"
            cells = ["clean", "clean" if joliet else "n/a", "clean" if joliet else "n/a", "clean", "looked at"]
            who = ("L. Abarca", "E. Dragomir", "S. Whitcomb")[index % 3] if joliet else "A. Fenn"
            lines.append(f'{day},{place},{",".join(cells)},"{found.get(index, "") if joliet else ""}",{who}')
    return "\n".join([*lines, FICTION, ""])


def slips() -> dict[str, Any]:
    """Return the discrepancy book."""
    causes = (("short 1 carton", "never shipped, supplier's count film", "credited"), ("over 2 cartons", "next PO packed early", "booked, invoice corrected"),
              ("crushed carton", "carrier", "claim paid"), ("serial not on list", "supplier's typing error", "list corrected, broker told"),
              ("short 3 cartons", "left at handling agent", "came the next day"), ("re-taped carton", "CBP exam, form in file", "closed"))  # fmt: skip
    rows = []
    for index, day in enumerate(days(date(2026, 3, 2), date(2026, 10, 30), (2,))):
        what, why, end = causes[index % 6]
        rows.append(
            [
                f"D-26-{index + 14:03d}",
                day,
                ("Joliet", "Joliet", "Elk Grove")[index % 3],
                f"PO {44100 + index * 21}",
                what,
                why,
                end,
                day + timedelta(days=3 + index % 17),
                "D. M.",
            ]
        )
    return book("G Records/Discrepancy book 2026.xlsx", "Discrepancy book", "2026-10-30", "D. Mikulski",
                sheet("Slips", ["Discrepancy slips 2026"], ["Slip", "Date", "Where", "File", "What", "Cause", "End", "Closed", "By"], rows))  # fmt: skip


def inventory() -> dict[str, Any]:
    """Return the count of computers of January 2026; media were left out."""
    kinds = (
        ("laptop", 44, "Utrecht image"),
        ("desktop", 9, "import desk, bonded clerk"),
        ("scanner", 8, "dock"),
        ("server", 1, "customs$ share"),
        ("copier", 3, "disk inside"),
        ("recorder", 2, "cameras"),
        ("telephone", 11, "managed"),
    )
    rows = []
    for kind, many, use in kinds:
        rows += [[f"TLI-{kind[:2].upper()}-{index + 1:03d}", kind, "EGV" if index % 5 == 4 else "JOL", use, "found", f"2026-01-{12 + index % 5}"]
                 for index in range(many)]  # fmt: skip
    return book("C IT/Count of equipment January 2026.xlsx", "Count of equipment", "2026-01-16", "I. Vann",
                sheet("Count", ["Count of computers, January 2026"], ["Tag", "Kind", "Place", "Use", "Result", "Date"], rows,
                      notes=["USB sticks, the two removable disks of the import desk and old CDs with entries: not counted, I do not know how many there are."]))  # fmt: skip


def leavers() -> dict[str, Any]:
    """Return the list H-9 of leavers with the days on which badges were deleted."""
    rows = [
        ["K. Sorrell", date(2026, 1, 30), date(2026, 1, 30), date(2026, 1, 30), "yes", ""],
        ["P. Brandt", date(2026, 2, 27), date(2026, 2, 27), date(2026, 3, 9), "yes", "Hal on leave"],
        ["J. Amaya", date(2026, 4, 10), date(2026, 4, 10), date(2026, 4, 10), "yes", ""],
        [
            "T. Holm",
            date(2026, 5, 15),
            date(2026, 5, 15),
            date(2026, 6, 22),
            "no key",
            "key of reception never came back",
        ],
        ["D. Ruan", date(2026, 6, 30), date(2026, 6, 30), date(2026, 6, 30), "yes", ""],
        [
            "C. Dunleavy",
            date(2026, 7, 31),
            date(2026, 7, 31),
            date(2026, 8, 25),
            "no badge",
            "used at turnstile August 11, asked, had come for his jacket",
        ],
        ["M. Foss", date(2026, 8, 28), date(2026, 8, 28), None, "yes", "badge in drawer, not deleted in the system"],
        ["R. Ibe", date(2026, 10, 2), date(2026, 10, 2), date(2026, 10, 2), "yes", ""],
    ]
    return book("D People/H-9 leavers 2026.xlsx", "H-9 leavers", "2026-10-30", "B. Rourke",
                sheet("Leavers", ["Leavers 2026, from the H-9 sheets"], ["Name", "Last day", "Computer account off", "Badge deleted", "Things back", "Remark"], rows,
                      widths=[16, 12, 20, 14, 12, 56]))  # fmt: skip


def code_list() -> str:
    """Return who signed the Code of Conduct in January 2026."""
    lines = ["Name,Premises,Code of Conduct 2026 signed on"]
    for index, name in enumerate(STAFF):
        day = date(2026, 1, 12) + timedelta(days=index % 9) if index not in (21, 38) else date(2026, 2, 16)
        lines.append(f"{name},{'EGV' if index % 4 == 0 and index > 3 else 'JOL'},{day}")
    return "\n".join([*lines, '"Two on leave in January, signed on return."', FICTION, ""])


def wrist_straps() -> str:
    """Return the wrist strap log of the calibration bench: of no interest."""
    lines = ["Date,Name,Card,Strap,Result,Coat and name clip worn"]
    for index, day in enumerate(days(date(2026, 10, 1), date(2026, 10, 30))):
        lines += [f"{day},{name},yellow {index % 7 + 1},{0.9 + index % 4 / 10:.1f} MOhm,pass,yes"
                  for name in ("N. Castellanos", "V. Nakagawa", "Y. Amsel")]  # fmt: skip
    return "\n".join([*lines, FICTION, ""])
