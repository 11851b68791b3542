"""The second company's own logs and rosters as front matter for the writer of workbooks, made by rule."""
# ruff: noqa: E501 (rows of tables read best on one line)

from datetime import date, timedelta
from typing import Any

from eval.second_company.sources.rows import clock, days, sheet

NAMES = (
    "Abel Ruiz;Dana Whitlock;Earl Simms;Fatima Noor;Gus Hebert;Hector Salas;Ines Calderon;Jamal Price;Kim Tran;"
    "Leroy Batiste;Maria Solis;Nora Quinn;Omar Haddad;Pete Robichaux;Quentin Dale;Rosa Villarreal;Sam Guidry;"
    "Tessa Boone;Ulises Mora;Vernon Tate;Wanda Pierce;Xavier Luna;Yolanda Reyes;Zack Arceneaux;Brenda Fields;"
    "Carlos Ibarra;Duc Pham;Ella Monroe;Frank Castille;Gloria Benavides"
).split(";")


PEOPLE = (
    "H. Broussard;J. Fontenot;K. Dubose;S. Guidry;D. Aguirre;A. Salinas;M. Okafor;R. Cantú;L. Treviño;T. Wren;"
    "L. Stokes;E. Landry;T. Muñoz;P. Venkat;E. Márquez;M. Pruitt;D. Sauer;B. Lacoste;N. Ferris;O. Whitfield"
).split(";")
INDUCTIONS = (date(2026, 1, 12), date(2026, 2, 9), date(2026, 3, 2), date(2026, 3, 23), date(2026, 5, 11))
REFRESHERS = (  # year, first day, how many came to it, second day
    (2024, date(2024, 3, 13), 10, date(2024, 3, 14)),
    (2025, date(2025, 3, 12), 11, date(2025, 3, 19)),
)
WALK = "F-210 walk of a reefer, eight points, laser, security and pests in one round"
PESTS = "Pests on equipment and pallets: how to keep them off, ants, moths, snails, frass and bore holes in wood"
ACE = "ACE class: filing partner agency data, tariff updates, protests"
SPECIAL = (
    (date(2026, 4, 14), "MOB", ("J. Fontenot", "K. Dubose", "S. Guidry"), WALK, "T. Wren", 3.0),
    (date(2026, 4, 16), "FPT", ("A. Salinas", "M. Okafor"), WALK, "T. Wren", 3.0),
    (date(2026, 4, 21), "MOB", ("J. Fontenot", "K. Dubose", "B. Lacoste", "N. Ferris"), PESTS, "T. Wren", 1.5),
    (date(2026, 4, 23), "FPT", ("A. Salinas", "M. Okafor", "T. Muñoz"), PESTS, "T. Wren", 1.5),
    (date(2026, 6, 4), "MOB", ("O. Whitfield", "B. Lacoste", "R. Amos"), ACE, "broker", 2.0),
)
PLANS = [
    ["Q1 2027", "All", "Yearly refresher", "to be scheduled"],
    ["Q2 2027", "Finance, Purchasing", "Money laundering in trade, webinar", "no provider yet"],
    ["Q2 2027", "Control room, Facilities", "Camera and alarm operation, day by installer", "offer requested"],
    ["Q3 2027", "Sensitive posts", "Special classes (PM-100, 14.4)", "idea"],
    ["Q3 2027", "All", "Test after induction, to see what stays", "idea"],
]


def training() -> dict[str, Any]:
    """Return the training rosters: induction, refresher, special, computers, forklift, plans."""
    topics = "Security induction: why CTPAT, badges and visitors, seals, pests, documents, yard, computers"
    sites = ("MOB", "FPT", "MOB", "LRD", "FPT", "MOB")
    induction = [
        [INDUCTIONS[index // 6], sites[index % 6], name, topics, "C. Bednarz", "signed"]
        for index, name in enumerate(NAMES)
    ]
    refresher = [
        [first if index < came else second, name, f"Security refresher {year}", "signed"]
        for year, first, came, second in REFRESHERS
        for index, name in enumerate(PEOPLE)
    ]
    special = [[day, site, name, *rest] for day, site, names, *rest in SPECIAL for name in names]
    taught = "IT-01 v5: passwords and codes, locking the screen, VPN, suspicious mail and the fish button"
    computers = [
        [date(2026, 5, 18) + timedelta(days=index % 4), name, ("MOB", "FPT", "MOB", "LRD")[index % 4], taught, "done"]
        for index, name in enumerate(PEOPLE + NAMES[:14])
    ]
    forklift = [
        [date(2026, 10, 12) + timedelta(days=index % 5), name, 78 + (index * 7) % 22, "passed"]
        for index, name in enumerate(NAMES[:16])
    ]
    return {
        "path": "03 Records/Training/Training rosters 2024-2026.xlsx", "format": "xlsx", "date": "2026-10-30",
        "title": "Training rosters", "owner": "C. Bednarz",
        "sheets": [
            sheet("Induction 2026", ["Security induction", "H-60, kept by Human Resources"],
                  ["Date", "Site", "Name", "Topics", "Trainer", "Sign-in"], induction,
                  widths=[12, 8, 22, 60, 14, 10], notes=["Sign-in sheets are scanned and kept with the roster."]),
            sheet("Refresher", ["Yearly security refresher"], ["Date", "Name", "Topic", "Sign-in"], refresher,
                  notes=["2026: not held."]),
            sheet("Special classes", ["Classes for checkers, receiving and import desk"],
                  ["Date", "Site", "Name", "Topics", "Trainer", "Hours"], special, widths=[12, 8, 20, 70, 12, 8]),
            sheet("Computers 2026", ["Computer class, online"],
                  ["Date", "Name", "Site", "Topics", "State"], computers, widths=[12, 22, 8, 70, 10],
                  notes=["Two of thirty-six still to do (night shift)."]),
            sheet("Forklift", ["Forklift test, battery room"], ["Date", "Name", "Score", "Result"], forklift,
                  notes=["Below 80 the operator is trained again and tested a second time."]),
            sheet("Planned 2027", ["Wishes and plans"], ["When", "Who", "What", "State"], PLANS),
        ],
    }  # fmt: skip


SHEETED = {
    ("2026-10-19", "J. Fontenot"): "CRVU 614207-3",
    ("2026-10-20", "J. Fontenot"): "CRVU 618830-0",
    ("2026-10-20", "K. Dubose"): "CRVU 600951-8",
    ("2026-10-22", "K. Dubose"): "CRVU 611476-5",
    ("2026-10-23", "J. Fontenot"): "CRVU 620338-2",
}


def seal_log() -> dict[str, Any]:
    """Return the seal log of MOB with month-end counts."""
    rows: list[Any] = []
    number, checkers, leads = 31640, ("J. Fontenot", "K. Dubose"), ("S. Guidry", "H. Broussard", "B. Lacoste")
    for index, day in enumerate(days(date(2026, 8, 3), date(2026, 10, 30))):
        turns = range(2 if index % 3 else 1)
        for hour, turn in sorted((395 + (index * 37 + turn * 180) % 560, turn) for turn in turns):
            checker = checkers[(index + turn) % 2]
            unit = f"CRVU {600000 + (index * 7919 + turn * 331) % 29999}-{(index + turn) % 10}"
            use = ("shuttle FPT", "packaging to grower", "shuttle FPT", "rejected fruit, re-export")[(index + turn) % 4]
            state = "on unit" if (index + turn) % 23 != 5 else "spoiled, cut, in tin"
            rows.append([day, clock(hour), f"PMR {number:07d}", SHEETED.get((day.isoformat(), checker), unit), use,
                         checker, leads[index % 3], state])  # fmt: skip
            number += 1
    counts = []
    stock = 900
    for month in range(1, 11):
        last = days(date(2026, month, 1), date(2026, month + 1, 1) - timedelta(days=1))[-1]
        stock = stock - (36 if month == 10 else 35) + (500 if month == 6 else 0)
        counts.append([last, stock, stock, 0, "H. Broussard", "J. Fontenot"])
    return {
        "path": "03 Records/Seals/Seal log MOB 2026.xlsx", "format": "xlsx", "date": "2026-10-30", "title": "Seal log",
        "owner": "H. Broussard",
        "sheets": [
            sheet("Log Aug-Oct", ["Seal log MOB", "PM-211, 3.2. Each line is one bolt."],
                  ["Date", "Hour", "Seal", "Unit", "Use", "Checker", "Second person", "State"], rows,
                  widths=[12, 8, 14, 16, 24, 14, 16, 22]),
            sheet("Month-end counts", ["Count of seals in cabinet, MOB 2026"],
                  ["Date", "Counted", "Expected by log", "Difference", "Custodian", "Deputy"], counts),
        ],
    }  # fmt: skip


def pest_walk() -> dict[str, Any]:
    """Return the walk sheet of the staging areas: MOB with gaps, FPT with two walks, LRD kept."""
    walked = {1, 2, 5, 6, 7, 14, 15, 22, 28}
    rows: list[Any] = [{"section": "MOB, October 2026"}]
    for day in days(date(2026, 10, 1), date(2026, 10, 30)):
        if day.day in walked:
            found = {6: "web at door 9, removed", 15: "ants strip east, gel"}.get(day.day, "nothing")
            rows.append([day, "MOB", "dock, lanes, strip 10 m", found, "G. Hebert"])
        else:
            rows.append([day, "MOB", None, None, None])
    rows.append({"section": "FPT, October 2026"})
    rows += [[date(2026, 10, 6), "FPT", "dock, lanes", "nothing", "I. Calderon"],
             [date(2026, 10, 20), "FPT", "dock, lanes", "dead moths, swept", "I. Calderon"]]  # fmt: skip
    rows.append({"section": "LRD, October 2026"})
    for day in days(date(2026, 10, 1), date(2026, 10, 30)):
        rows.append([day, "LRD", "dock, truck court strip", "nothing", "L. Treviño"])
    return {
        "path": "03 Records/Pests/Walk sheet staging areas October 2026.xlsx", "format": "xlsx", "date": "2026-10-30",
        "title": "Walk sheet", "owner": "T. Wren",
        "sheets": [sheet("October", ["Walk sheet staging areas", "PM-100, 10.5"],
                         ["Date", "Site", "Walked", "Found", "By"], rows, widths=[12, 8, 30, 40, 16])],
    }  # fmt: skip


def searches() -> dict[str, Any]:
    """Return the management search log; the last search is of June 2025."""
    lines = [
        (date(2024, 9, 17), "MOB", "lay-by", "CRVU 601190-4, CRVU 612212-0, SZLV 220981-7", "nothing missed"),
        (date(2024, 12, 10), "FPT", "lay-by", "CRVU 609031-2, CRVU 615550-8, CRVU 600218-6", "leaf in drain, missed"),
        (date(2025, 3, 11), "MOB", "lay-by", "CRVU 617045-1, CRVU 603377-9, SZLV 221540-3", "nothing missed"),
        (date(2025, 6, 24), "MOB", "lay-by", "CRVU 602864-0, CRVU 619920-5, CRVU 606613-7", "one screw, fan panel"),
    ]
    rows = [[day, site, place, units, found, "G. Oyelaran, site manager", "unannounced"]
            for day, site, place, units, found in lines]  # fmt: skip
    return {
        "path": "03 Records/Inspections/Management search log.xlsx", "format": "xlsx", "date": "2025-06-24",
        "title": "Management search log", "owner": "G. Oyelaran",
        "sheets": [sheet("Searches", ["Management search log", "PM-100, 8.4, after the checkers"],
                         ["Date", "Site", "Place", "Units", "Result", "By", "Notice"], rows,
                         widths=[12, 8, 14, 50, 30, 26, 14])],
    }  # fmt: skip


def driver_log() -> dict[str, Any]:
    """Return the driver log of FPT for one week."""
    drivers = ("L. Mouton", "C. Ortega", "B. Hollins", "D. Vu", "A. Perkins", "J. Lemoine", "R. Saenz", "T. Okoye")
    firms = ("Pascagoon", "customer Brazos Markets", "Pascagoon", "customer Lone Oak", "Pascagoon")
    rows = []
    for index, day in enumerate(days(date(2026, 10, 19), date(2026, 10, 23))):
        for turn in range(9):
            arrive = 330 + turn * 62 + index * 7
            rows.append(
                [
                    day,
                    clock(arrive),
                    drivers[(index + turn) % 8],
                    firms[(turn + index) % 5],
                    "yes",
                    f"T-{410 + (turn * 13 + index * 5) % 80}",
                    f"{'CRVU' if turn % 2 else 'TRL'} {604000 + (index * 977 + turn * 401) % 9000}",
                    turn % 16 + 1,
                    clock(arrive + 55 + turn * 3),
                ]
            )
    return {
        "path": "03 Records/Gate/Driver log FPT week 43 2026.xlsx", "format": "xlsx", "date": "2026-10-23",
        "title": "Driver log", "owner": "D. Aguirre",
        "sheets": [sheet("Week 43", ["Driver log FPT", "PM-100, 7.10; typed from the clipboard at the gate window"],
                         ["Date", "In", "Driver", "Company", "Licence seen", "Truck", "Unit or trailer", "Door", "Out"],
                         rows, widths=[12, 8, 18, 24, 12, 10, 18, 8, 8])],
    }  # fmt: skip


def perimeter() -> dict[str, Any]:
    """Return the Monday walks of the fences of MOB and FPT."""
    rows: list[Any] = []
    for day in days(date(2026, 5, 4), date(2026, 11, 16), (0,)):
        note = "in order, but cut 40 cm at panel 88" if day >= date(2026, 5, 11) else "in order"
        if day == date(2026, 5, 11):
            note = "cut 40 cm at panel 88 behind compost pad, told L. Stokes"
        elif day.month == 8 and day.day < 8:
            note = "vines cut; panel 88 still open"
        elif day >= date(2026, 9, 21):
            note = "panel 88 still open, pallet in front"
        rows.append([day, "MOB", "E. Landry", "whole fence, 1,940 ft", note])
        rows.append([day, "FPT", "T. Muñoz", "whole fence, 1,310 ft",
                     "grass cut" if day == date(2026, 6, 15) else "in order"])  # fmt: skip
    return {
        "path": "03 Records/Facilities/Perimeter sheet May-November 2026.xlsx", "format": "xlsx", "date": "2026-11-16",
        "title": "Perimeter sheet", "owner": "L. Stokes",
        "sheets": [sheet("Walks", ["Perimeter sheet", "PM-100, 11.2"], ["Date", "Site", "By", "Walked", "Found"], rows,
                         widths=[12, 8, 14, 24, 50])],
    }  # fmt: skip


def alarms() -> dict[str, Any]:
    """Return the monthly alarm tests (F-413) and the Monday picture checks (F-412)."""
    rows = []
    for month in range(1, 12):
        day = days(date(2026, month, 8), date(2026, month, 20), (2,))[0]
        for site, zones, who in (("MOB", 46, "E. Landry"), ("FPT", 27, "T. Muñoz")):
            bad = {("MOB", 4): "zone 17 contact, replaced same day", ("FPT", 9): "siren weak, new battery"}
            rows.append([day, site, zones, zones, bad.get((site, month), "all signals received"), who])
    pictures = []
    for index, day in enumerate(days(date(2026, 9, 7), date(2026, 11, 16), (0,))):
        for site, count in (("MOB", 41), ("FPT", 26), ("LRD", 11)):
            note = (
                "camera 08 turned by wind, set right" if (site, index) == ("MOB", 4) else "all there, clean, time right"
            )
            pictures.append([day, site, count, note, "4 channels, last hour there"])
    return {
        "path": "03 Records/Facilities/Alarm and picture checks 2026.xlsx", "format": "xlsx", "date": "2026-11-16",
        "title": "Sheets F-412 and F-413", "owner": "L. Stokes",
        "sheets": [
            sheet("F-413 alarm", ["Alarm zones walked with Sentinel Gulf", "LRD has no intrusion alarm"],
                  ["Date", "Site", "Zones", "Tested", "Result", "By"], rows, widths=[12, 8, 8, 8, 44, 14]),
            sheet("F-412 pictures", ["Monday check of pictures"],
                  ["Date", "Site", "Cameras", "Pictures", "Recording"], pictures, widths=[12, 8, 10, 44, 30]),
        ],
    }  # fmt: skip


def inventory() -> dict[str, Any]:
    """Return the IT inventory of August 2026: MOB and FPT."""
    rows: list[Any] = []
    kinds = (("laptop", "import data", 9), ("PC", "import desk, WMS", 12), ("tablet", "receiving", 8),
             ("scanner", "WMS", 14), ("server", "import system, files", 3), ("backup drive", "copies", 4))  # fmt: skip
    number = 1200
    for site, share in (("MOB", 1.0), ("FPT", 0.5)):
        rows.append({"section": f"{site}, counted August {18 if site == 'MOB' else 20}, 2026"})
        for kind, use, count in kinds:
            for index in range(max(1, int(count * share))):
                number += 1
                found = "in repair" if number in (1219, 1244) else "seen"
                rows.append([f"PP-{number}", kind, site, use, "encrypted" if kind != "scanner" else "no data kept",
                             found, "D. Sauer" if index % 2 else "Bytewharf"])  # fmt: skip
    return {
        "path": "03 Records/IT/IT inventory August 2026.xlsx", "format": "xlsx", "date": "2026-08-21",
        "title": "IT inventory", "owner": "D. Sauer",
        "sheets": [sheet("Inventory", ["IT inventory, yearly count"],
                         ["No.", "Kind", "Site", "Holds", "Protection", "Count", "By"], rows,
                         notes=["LRD: not visited in 2025 and 2026; 6 machines by the purchase list."])],
    }  # fmt: skip


def visitor_log() -> str:
    """Return the visitor log of LRD as CSV text; the card is seldom looked at."""
    people = (
        "Marco Leal;forklift service Norte|Hilda Paz;pallet dealer|Erin Cole;landlord|Jorge Mata;scale calibration|"
        "Luz Ochoa;customer|Ben Sorrel;fire panel|Ana Cisneros;box plant|Raúl Peña;pallet dealer|Tim Vogel;pest contractor"
    ).split("|")
    lines = ["Date,Name,Company,ID seen,Kind of ID,Visits,In,Out,Badge no."]
    for index, day in enumerate(days(date(2026, 8, 3), date(2026, 10, 30), (1, 3))):
        name, firm = people[index % 9].split(";")
        seen = index % 8 == 0
        start = 495 + (index * 41) % 420
        lines.append(f"{day},{name},{firm},{'Y' if seen else 'N'},{'licence' if seen else ''},"
                     f"{('R. Cantú', 'L. Treviño')[index % 2]},{clock(start)},{clock(start + 35 + index % 50)},{index % 10 + 1}")  # fmt: skip
    return "\n".join([*lines, '"ID seen: N = known to us, card not asked for (R. C.)"', "Fictional sample company", ""])


def notes_of_scale() -> str:
    """Return the list of dock doors and equipment of MOB: of no interest."""
    lines = ["Door,Leveler,Lip,Last service,Remark"]
    for door in range(1, 23):
        remark = "sticks, tagged" if door == 12 else ""
        lines.append(
            f"{door},{'hydraulic' if door < 15 else 'air bag'},{16 + door % 3} in,2026-0{1 + door % 6}-1{door % 9},{remark}"
        )
    return "\n".join([*lines, "Fictional sample company", ""])
