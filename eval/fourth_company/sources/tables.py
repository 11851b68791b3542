"""The fourth company's workbooks (front matter by source name) and plain texts (by path)."""

from pathlib import Path
from typing import Any

from eval.fourth_company.sources import portal, records, vendors

PLAIN = Path(__file__).resolve().parent / "plain"
BOOKS: dict[str, dict[str, Any]] = {
    "boxes": records.box_checks(),
    "gate": records.gate_book(),
    "visitors": records.visitors(),
    "training": records.training(),
    "people": records.people_lists(),
    "accounts": records.accounts(),
    "guard": records.guard_checks(),
    "ban": vendors.ban_thale(),
    "vembanad": vendors.vembanad(),
    "partners": vendors.partner_book(),
    "export": portal.export(),
}
TEXTS: dict[str, str] = {
    "02 Cold House/WI-04 Doors and trucks.md": (PLAIN / "wi04.md").read_text(encoding="utf-8"),
    "02 Cold House/Gate and front office.md": (PLAIN / "gate.md").read_text(encoding="utf-8"),
    "02 Cold House/Night notes.md": (PLAIN / "notebook.md").read_text(encoding="utf-8"),
    "07 Logs/Defects fence gates doors 2026.csv": records.defects(),
    "07 Logs/Thursday walks.csv": records.pest_walks(),
    "05 People/Code signatures 2026.csv": records.signatures(),
    "04 Computers/Leavers accounts 2026.csv": records.closed_accounts(),
}
