"""The fourth company's logs, books and lists, made by rule."""
# ruff: noqa: E501 (rows of tables read best on one line)

from datetime import date, timedelta
from typing import Any

from eval.fourth_company.sources.people import FICTION, LOFT, STAFF, book, clock, days, sheet

Rows = list[Any]


def box_checks() -> dict[str, Any]:
    """Return the register of box check sheets, September and October 2026, with its holes."""
    rows: Rows = []
    for index, day in enumerate(
        [each for each in days(date(2026, 9, 8), date(2026, 10, 30), (0, 1, 2, 3, 4, 5)) for _ in range(3)]
    ):
        box = f"SHPU {218400 + index * 137} {index % 10}" if index % 4 else f"LKHU {771200 + index * 91} {index % 9}"
        kind = "reefer" if index % 4 else "dry"
        way = ("in, loaded", "out, empty", "in, loaded")[index % 3]
        night = index % 3 == 2
        if day.weekday() == 0 and not night:
            rows.append([day, box, kind, way, None, None, None, "no sheet found"])
            continue
        remark = {
            17: "gasket torn, told Larkhaven",
            41: "snail on corner casting, jar, Simone",
            77: "new screw on fan cover, opened, nothing",
        }.get(index)
        lead = "Y. Dahlgren" if night else "W. Pike"
        rows.append(
            [
                day,
                box,
                kind,
                way,
                "8 good" if kind == "reefer" else "7 good",
                "clean" if index != 41 else "snail",
                lead + ", same shift",
                remark,
            ]
        )
    return book("07 Logs/Box check register Sep-Oct 2026.xlsx", "Register of B-2 sheets", "2026-11-02", "Dock office",
                sheet("B-2", ["Register of B-2 sheets (WI-02), Cold House", "typed from the folder"],
                      ["Date", "Box", "Kind", "Way", "Part A", "Part B", "Read and signed by", "Remark"], rows))  # fmt: skip


def gate_book() -> dict[str, Any]:
    """Return the gate book of October 2026."""
    drivers = "Marty D.;Chelsea Neck Drayage|Al Ferrante;Chelsea Neck Drayage|Ruth Osei;Casco Reefer Lines|Don Pike;Casco Reefer Lines|Sal Mazur;Bay State LTL|Gus Roy;Portland Cold Express|Vic Lam;Chelsea Neck Drayage".split(
        "|"
    )
    rows: Rows = []
    for index, day in enumerate([each for each in days(date(2026, 10, 1), date(2026, 10, 29)) for _ in range(5)][:94]):
        name, firm = drivers[(index * 3) % 7].split(";")
        start = 305 + (index % 5) * 150 + (index * 13) % 40
        rows.append(
            [
                day,
                name,
                firm,
                110 + (index * 7) % 60,
                f"SHPU {230100 + index * 53}" if firm.startswith("Chelsea") else f"trailer {700 + index}",
                f"LB9 {66100 + index}" if index % 5 else "padlock",
                "drops" if firm.startswith("Chelsea") else "collects",
                clock(start),
                clock(start + 35 + index % 60),
                "none" if index % 9 == 3 else "yes",
                "LV" if index % 2 else "MS",
            ]
        )
    return book("07 Logs/Gate book October 2026.xlsx", "Gate book", "2026-10-30", "Dock office",
                sheet("Gate", ["Gate book Cold House, October 2026", "typed from the bound book in the gate office"],
                      ["Date", "Driver", "Firm", "Tractor", "Box / trailer", "Bolt", "Drops / collects", "In", "Out", "Slot", "Clerk"], rows))  # fmt: skip


def visitors() -> dict[str, Any]:
    """Return the visitor books of both houses and the parcel list."""
    people = "Ivo Marsh;scales;licence|Lena Ortiz;Kittiwake;licence|Saul Baker;insurer;passport|Joy Tan;supermarket audit;licence|Officer P. Quirk;CBP agriculture;badge|Ned Flagg;Bayline pest control;licence|Amy Holt;caterer;licence".split(
        "|"
    )
    houses = []
    for house, hosts, first in (
        ("Chelsea", "S. Achterberg;P. Orcutt;G. Fontaine;C. Oyedele", date(2026, 9, 1)),
        ("Woonsocket", "I. Matsuda;J. Medeiros", date(2026, 9, 2)),
    ):
        rows: Rows = []
        for index, day in enumerate(days(first, date(2026, 11, 13), (0, 1, 3, 4) if house == "Chelsea" else (2,))):
            name, firm, card = people[(index * 4) % 7].split(";")
            start = 520 + (index * 47) % 320
            rows.append(
                [
                    day,
                    name,
                    firm,
                    card,
                    hosts.split(";")[index % len(hosts.split(";"))],
                    clock(start),
                    clock(start + 25 + index % 90),
                ]
            )
        houses.append(
            sheet(
                house, [f"Visitor book, {house}"], ["Date", "Name", "Firm", "Kind of card", "To see", "In", "Out"], rows
            )
        )
    parcels: Rows = [
        [
            day,
            6 + index * 5 % 11,
            "nothing" if index != 4 else "kitchen knife in a sample box from a customer, sent back",
            "N. Belcourt",
        ]
        for index, day in enumerate(date(2026, 9, 3) + timedelta(days=7 * week + (week * 3) % 4) for week in range(11))
    ]
    return book("07 Logs/Visitor books and parcel list autumn 2026.xlsx", "Visitor books", "2026-11-16", "Front office", *houses,
                sheet("Parcels", ["Parcels opened under the lamp, one day a week"], ["Day", "Parcels opened", "Found", "By"], parcels))  # fmt: skip


def training() -> dict[str, Any]:
    """Return the rosters of all classes."""
    topics = "cards and keys, doors and gates, cages, bolts, box check"
    yearly: Rows = [[day, name, "Yearly security class", topics, "E. Lindqvist", 8 + index % 3, "signed"]
                    for day in (date(2024, 2, 13), date(2025, 2, 11)) for index, name in enumerate((*STAFF[1:], *LOFT))]  # fmt: skip
    boxes: Rows = [[date(2026, 3, 17) if index % 2 else date(2026, 3, 18), name, "Box check class", "hidden spaces, machinery of the reefer, hollows in goods, insects and soil", "outside trainer with W. Pike", 8 + index % 3, "signed"]
                   for index, name in enumerate((*STAFF[3:5], *STAFF[11:19], *STAFF[24:34], "J. Medeiros"))]  # fmt: skip
    papers: Rows = [
        [date(2026, 3, 24), name, "Pemberton Sloane", "signed"]
        for name in ("R. Tarrant", "H. Bouchard", "F. Doyle", "P. Rowe")
    ]
    money: Rows = [
        [date(2024, 11, 19), name, "Pemberton Sloane", "signed"]
        for name in ("R. Tarrant", "H. Bouchard", "G. Fontaine", "P. Rowe")
    ]
    computer: Rows = [
        [date(2024, 10, 8), name, "C. Oyedele", "signed"]
        for name in (*STAFF[:12], *STAFF[15:30], "I. Matsuda", "J. Medeiros")
    ]
    food: Rows = [[date(2026, 5, 12) if index % 2 else date(2026, 5, 13), name, "Food safety", "hygiene, allergens, metal, what to say to the lead when ill", "S. Achterberg", 14 + index % 7, "signed"]
                  for index, name in enumerate((*(each for each in STAFF[3:] if each not in ("T. Keane", "U. Lopes")), *LOFT))]  # fmt: skip
    lead: Rows = [
        [date(2026, 2, 16) + timedelta(days=9 * index), name, None, "W. Pike" if index % 3 else "I. Matsuda"]
        for index, name in enumerate((*STAFF[24:40], *LOFT[8:]))
    ]
    other: Rows = [
        [date(2025, 9, 16), "E. Lindqvist", "CTPAT for importers: the criteria, the portal, validation (two days, certificate 25-118)", "Pemberton Sloane"],
        [date(2026, 5, 5), "R. Tarrant", "CTPAT for importers: the criteria, the portal, validation (two days, certificate 26-064)", "Pemberton Sloane"],
        [date(2026, 4, 22), "D. Kozar", "Forklift renewal", "insurer"],
        [date(2026, 4, 22), "A. Pereira", "Forklift renewal", "insurer"],
        [date(2026, 6, 2), "P. Orcutt", "Ammonia and refrigeration alarm panel, operator", "Bay Refrigeration"],
        [date(2026, 6, 2), "Y. Dahlgren", "Ammonia and refrigeration alarm panel, operator", "Bay Refrigeration"],
    ]  # fmt: skip
    head = ["Date", "Name", "Class", "Topics", "By", "Right answers", "Signature"]
    short = ["Date", "Name", "By", "Signature"]
    return book("07 Logs/Class rosters.xlsx", "Class rosters", "2026-10-19", "N. Belcourt",
                sheet("Security", ["Yearly security class", "ten questions, eight right to pass"], head, yearly),
                sheet("Box check", ["Box check class March 2026", "ten questions, eight right to pass"], head, boxes),
                sheet("Papers", ["What shipping papers give away: how to see a suspicious shipment"], short, papers),
                sheet("Money", ["Money washed through trade"], short, money),
                sheet("Computer", ["Computer class 2024"], short, computer),
                sheet("By the lead", ["Shown the place by the lead, 2026"], ["Date", "Name", "What was shown", "Lead"], lead),
                sheet("Food", ["Food class May 2026", "twenty questions"], head, food),
                sheet("Other", ["Outside courses"], ["Date", "Name", "Course", "By"], other))  # fmt: skip


def people_lists() -> dict[str, Any]:
    """Return the leaving sheets of 2026 and the list of people checked anew."""
    gone = (
        ("T. Keane", date(2026, 2, 27)),
        ("U. Lopes", date(2026, 4, 17)),
        ("Z. Quigley", date(2026, 5, 29)),
        ("M. Duarte", date(2026, 8, 14)),
        ("E. Viera", date(2026, 9, 30)),
    )
    leaving: Rows = [
        [name, day, "yes", "yes" if index % 2 else "had none", "yes", day, "P. O.", "N. B."]
        for index, (name, day) in enumerate(gone)
    ]
    again: Rows = [[name, post, last, date(last.year + 3, last.month, last.day), "clear"] for name, post, last in (
        ("E. Lindqvist", "officer", date(2024, 3, 11)), ("R. Tarrant", "import desk", date(2025, 1, 20)), ("H. Bouchard", "import desk", date(2025, 1, 20)),
        ("F. Doyle", "import desk", date(2026, 2, 9)), ("W. Pike", "superintendent", date(2024, 3, 11)), ("Y. Dahlgren", "foreman", date(2025, 6, 16)),
        ("B. Lindgren", "bond", date(2024, 9, 2)), ("D. Kozar", "cage", date(2024, 9, 2)), ("A. Pereira", "cage", date(2026, 2, 9)),
        ("C. Oyedele", "IT", date(2025, 6, 16)), ("G. Fontaine", "accounts", date(2025, 6, 16)), ("C. Aspinwall", "officer", date(2024, 3, 11)))]  # fmt: skip
    return book("05 People/Leaving sheets and group A checks 2026.xlsx", "Leaving sheets", "2026-10-05", "N. Belcourt",
                sheet("Leaving", ["Leaving sheets 2026"], ["Name", "Last day", "Card back", "Keys back", "Arm band", "Card killed on", "By", "Ticked"], leaving),
                sheet("Group A", ["Group A (HR-3), checked anew by Trueline"], ["Name", "Post", "Last check", "Next check", "Result"], again))  # fmt: skip


def accounts() -> dict[str, Any]:
    """Return the quarterly account lists and what the heads answered."""
    heads = {
        "import desk": "R. Tarrant",
        "cold store": "W. Pike",
        "accounts": "G. Fontaine",
        "buying": "P. Rowe",
        "Tea Loft": "I. Matsuda",
        "office": "N. Belcourt",
    }
    roles = {
        "import desk": "desk clerk",
        "cold store": "checker",
        "accounts": "accounts",
        "buying": "buyer",
        "Tea Loft": "reader",
        "office": "reader",
    }
    parts = list(heads)
    sheets = []
    for quarter, day in (("Q2 2026", date(2026, 4, 7)), ("Q3 2026", date(2026, 7, 7)), ("Q4 2026", date(2026, 10, 6))):
        rows: Rows = []
        for index, name in enumerate((*STAFF[1:3], *STAFF[9:12], *STAFF[15:36], "I. Matsuda", "J. Medeiros")):
            part = "Tea Loft" if name in LOFT else parts[index % 4]
            answer = (
                "change to reader"
                if (index, quarter) in {(9, "Q2 2026"), (14, "Q4 2026")}
                else "close"
                if (index, quarter) == (20, "Q3 2026")
                else "keep"
            )
            rows.append(
                [name, part, roles[part], heads[part], answer, day + timedelta(days=3 if answer != "keep" else 0)]
            )
        sheets.append(
            sheet(
                quarter,
                [f"Accounts and roles, {quarter}", f"sent {day}, answered by all heads, filed by C. Oyedele"],
                ["Account", "Department", "Role", "Head", "Answer", "Done"],
                rows,
            )
        )
    return book("04 Computers/Account lists 2026.xlsx", "Account lists", "2026-10-12", "C. Oyedele", *sheets)


def guard_checks() -> dict[str, Any]:
    """Return what the management found at the guard's post."""
    rows: Rows = [
        [date(2026, 1, 27), "reading through of the post orders with T. Abruzzi", "issue 6 agreed: rounds four instead of three, hold slot added", "E. Lindqvist"],
        [date(2026, 3, 6), "post at 02:40, rounds of the week, gate, relief", "one round of 23:00 without point 7; spoken to Mystic River, guard instructed March 9", "W. Pike"],
        [date(2026, 6, 12), "post at 21:15, rounds of the month, calling through of trucks", "all in order", "Y. Dahlgren"],
        [date(2026, 9, 18), "post at 04:30, asked guard what he does with a wrong bolt", "knew the hold slot, did not know who may release; shown, asked again September 25, good", "E. Lindqvist"],
    ]  # fmt: skip
    return book("06 Partners/Guard post, our own checks 2026.xlsx", "Guard post checks", "2026-09-28", "E. Lindqvist",
                sheet("Checks", ["Does the guard do what PO-CH says? Our own checks, each quarter"], ["Date", "What was looked at", "Result and what was done", "By"], rows, widths=[12, 50, 70, 16]))  # fmt: skip


def defects() -> str:
    """Return the list of defects of fence, gates and doors that somebody happened to notice."""
    rows = [
        "Noticed,By whom,Where,What,Closed,Remark",
        "2026-02-18,T. Reyes,door 11,seal strip torn,2026-02-20,",
        "2026-03-30,guard,gate,arm does not lift,2026-03-30,",
        "2026-06-09,S. Achterberg,creek fence,chain-link cut about 70 cm,,panel; contractor asked June 12",
        "2026-07-14,P. Orcutt,creek fence,contractor did not come,,panel wired",
        "2026-08-03,A. Pereira,spice cage 2,lock stiff,2026-08-04,",
        "2026-09-06,Y. Dahlgren,creek fence,panel moved again,,wired again",
        "2026-09-21,M. Sarkis,plug 14,cover missing,2026-09-22,",
        "2026-11-16,P. Orcutt,creek fence,still open; second contractor to give price,,",
        f'"{FICTION}"',
    ]
    return "\n".join([*rows, ""])


def pest_walks() -> str:
    """Return the Thursday walks, which end in March 2025."""
    lines = ["Thursday,Docks,Staging lanes,Ten metres around,Found,Initials"]
    for index in range(27):
        day = date(2024, 9, 12) + timedelta(days=7 * index)
        lines.append(
            f"{day},ok,ok,ok,{'seeds under door 6; swept' if index == 9 else 'moth larvae on pallet; drum; Simone' if index == 18 else '-'},DK"
        )
    return "\n".join([*lines, f'"{FICTION}"', ""])


def signatures() -> str:
    """Return who signed the code of conduct in January 2026 or on joining."""
    lines = ["Name,House,Code signed"]
    for index, name in enumerate((*STAFF, *LOFT)):
        day = date(2026, 1, 12) + timedelta(days=index % 10) if index % 19 else date(2026, 2, 23)
        lines.append(f"{name},{'Tea Loft' if name in LOFT else 'Cold House'},{day}")
    return "\n".join([*lines, f'"{FICTION}"', ""])


def closed_accounts() -> str:
    """Return when the accounts of leavers were closed."""
    lines = [
        "Leaver,Last day,Account and mail closed,Last sign-on,Remark",
        "T. Keane,2026-02-27,2026-02-27,2026-02-27,",
        "U. Lopes,2026-04-17,2026-05-21,2026-05-02,found when counting licences",
        "Z. Quigley,2026-05-29,2026-07-10,2026-05-29,found by chance",
        "M. Duarte,2026-08-14,2026-08-14,2026-08-13,",
        "E. Viera,2026-09-30,2026-10-23,2026-10-11,nobody told me; N. on holiday",
        f'"{FICTION}"',
    ]
    return "\n".join([*lines, ""])
