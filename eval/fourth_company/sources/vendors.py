"""The fourth company's questionnaires in two layouts and its partner book."""
# ruff: noqa: E501 (rows of tables read best on one line)

from datetime import date
from typing import Any

from eval.fourth_company.sources.people import book, sheet

ASKED = {
    "F2": "Is there a wall or fence around your place, and who is at the gate?",
    "F5": "Where does an empty or full box wait, and who can come near it?",
    "B1": "Is the empty box gone over for hidden things before you load? How many points?",
    "B4": "Is it gone over for insects, soil, seeds?",
    "B2": "Does somebody in charge sign the check sheet, and does it come to us in the packet before the ship is in?",
    "B3": "Handles, rods, hinges, hasp: tried and looked at before the bolt goes on?",
    "L1": "Who stands by while the box is filled? Name and deputy.",
    "L2": "Bolt class H put on by that person as soon as the doors are shut?",
    "L7": "Photograph of the bolt taken where you stuff?",
    "L8": "Photograph sent to Chelsea?",
    "L3": "Bolt number told to our desk before the box departs?",
    "L4": "Bolt number on the bill of lading?",
    "L6": "Box weighed on a certified bridge, cartons counted by a tally clerk?",
    "S1": "Docks, pallets and surroundings kept free from insects, plants and soil?",
    "H1": "New people checked?",
    "H2": "Class on security each year, list of names?",
    "H4": "Anyone under age, in debt for the job, without passport in hand?",
    "D3": "Passphrases, virus protection?",
    "D9": "Alarm and cameras, pictures kept how long?",
    "Z1": "In an AEO programme? Copy.",
    "Z2": "Your own subcontractors asked the same?",
}
BAN = {
    "F2": ("wall 3 m, own guards day and night", "Yes"),
    "F5": ("inside wall, under lamp, plug side; guards and yard chief only", "Yes"),
    "B1": ("eight points, machinery included, since January with mirror", "Yes"),
    "B4": ("same sheet, part B; water jet if dirty", "Yes"),
    "B2": ("Khun Wanchai, shift chief. In the packet, by courier and by mail, 8 to 10 days before arrival", "Yes"),
    "B3": (None, None),
    "L1": ("loading master Khun Prasit, deputy Khun Wilai, from first carton to doors shut, both on your list", "Yes"),
    "L2": ("at once, by Khun Prasit, LB-9 from you", "Yes"),
    "L7": ("two photos, near and far", "Yes"),
    "L8": ("stays on our server", "No"),
    "L3": ("pre-alert the same evening", "Yes"),
    "L4": ("", "Yes"),
    "L6": ("bridge certificate 2026 attached, tally two persons", "Yes"),
    "S1": ("dock washed each shift, gravel strip, lamp traps, weekly report since 2024 attached", "Yes"),
    "H1": ("ID, police letter, last work", "Yes"),
    "H2": ("each December, 412 names", "Yes"),
    "H4": ("see report of inspection house", "No"),
    "D3": ("", "Yes"),
    "D9": ("60 days", "Yes"),
    "Z1": ("AEO Thailand", "Yes"),
    "Z2": ("Hat Yai Line, form attached", "Yes"),
}
VEM = {
    "F2": ("Compound wall, station's guards", "yes"),
    "F5": ("In the station, customs area, pass needed", "yes"),
    "B1": ("Seven points (dry boxes)", "yes"),
    "B4": ("Station gives forty minutes per box, no time for it", "no"),
    "B2": (
        "Signed by Mr. Babu, supervisor; scanned into the packet, reaches you some two weeks before the vessel",
        "yes",
    ),
    "B3": (None, None),
    "L1": ("Ms. Annamma Varkey for us, deputy Mr. Thomas; they stay from start to end", "yes"),
    "L2": ("Station puts a cable tag; the bolt is put by the line at terminal gate after 9 km", "no"),
    "L7": ("Tag and doors photographed at the station by Ms. Varkey; again the bolt at the gate", "yes"),
    "L8": ("", "no"),
    "L3": ("Comes with the documents, five to eight days after sailing", "no"),
    "L4": ("Line enters it at the gate", "yes"),
    "L6": ("Bridge at terminal, sworn; sacks counted by our clerk and the station's", "yes"),
    "S1": ("In process. Sweeping began May, trap lines ordered, dust guard after monsoon", "yes"),
    "H1": ("Aadhaar, former employer", "yes"),
    "H2": ("", None),
    "H4": ("Nobody", "no"),
    "D3": ("", "yes"),
    "D9": ("Landlord's", "n/a"),
    "Z1": ("T2, certificate sent in 2022; renewal applied", "yes"),
    "Z2": ("", "n/a"),
}


def ban_thale() -> dict[str, Any]:
    """Return Ban Thale's answers: explanation left of the answer, and the question last."""
    rows = [[code, BAN[code][0], BAN[code][1], asked] for code, asked in ASKED.items()]
    return book("06 Partners/Ban Thale/Questions P-2b January 2026.xlsx", "P-2b Ban Thale", "2026-01-29", "Siriporn K.",
                sheet("P-2b", ["Questions to packers P-2b", "Ban Thale Frozen Foods Co., Ltd., Songkhla, January 29, 2026"],
                      ["Code", "Explain", "Answer", "We ask"], rows, widths=[8, 60, 10, 70],
                      notes=["Signed: Siriporn K., export manager"]), party="Ban Thale Frozen Foods Co., Ltd.")  # fmt: skip


def vembanad() -> dict[str, Any]:
    """Return Vembanad's answers: a cross in one of three columns, N/A first."""
    rows: list[list[Any]] = []
    for code, asked in ASKED.items():
        why, answer = VEM[code]
        rows.append([*("x" if answer == each else None for each in ("n/a", "no", "yes")), code, asked, why or None])
    return book("06 Partners/Vembanad Ghat/P-2b answers Feb 2026.xlsx", "P-2b Vembanad", "2026-02-18", "T. Kuruvila",
                sheet("Sheet1", ["P-2b Questions to packers", "Vembanad Ghat Spices & Teas Pvt. Ltd., Kochi"],
                      ["N/A", "No", "Yes", "Code", "We ask", "Explain"], rows, widths=[6, 6, 6, 8, 70, 60],
                      notes=["T. Kuruvila, shipping, 18.02.2026"]), party="Vembanad Ghat Spices & Teas Pvt. Ltd.")  # fmt: skip


def partner_book() -> dict[str, Any]:
    """Return the partner book with the dates of assessment and of status look-ups."""
    day = date
    rows: list[list[Any]] = [
        ["Ban Thale Frozen Foods", "packer", 1, day(2024, 2, 6), day(2025, 2, 3), day(2026, 1, 30), "AEO Thailand", day(2024, 10, 15), "photographs of bolts not sent"],
        ["Vembanad Ghat", "packer", 1, "new", day(2025, 2, 24), day(2026, 2, 19), "AEO India T2", day(2024, 10, 15), "four No in February: to be raised at the fair in spring 2027"],
        ["Larkhaven Ocean Services", "forwarder", 2, day(2024, 4, 9), day(2025, 4, 15), day(2026, 4, 14), "CTPAT", day(2024, 10, 16), ""],
        ["Pemberton Sloane", "broker", 2, day(2024, 5, 7), day(2025, 5, 6), day(2026, 5, 12), "CTPAT", day(2024, 10, 16), ""],
        ["Chelsea Neck Drayage", "drayman", 2, day(2024, 6, 11), day(2025, 6, 10), day(2026, 6, 9), "none", None, "yard in Everett, fence by Christmas"],
        ["Mystic River Protective", "guard", 2, day(2024, 1, 30), day(2025, 1, 28), day(2026, 1, 27), "none", None, ""],
        ["Quincy Point Cold Storage", "overflow store, since September 2026", None, None, None, None, None, None, "sheet to be sent"],
    ]  # fmt: skip
    return book("06 Partners/Partner book.xlsx", "Partner book", "2026-10-20", "P. Rowe",
                sheet("Book", ["Partner book (P-2)", "as of October 20, 2026"],
                      ["Partner", "Does", "Class", "Looked at 2024", "Looked at 2025", "Looked at 2026", "Programme", "Status looked up, print in file", "Open"], rows))  # fmt: skip
