"""The third company's workbooks (front matter by source name) and plain texts (by path)."""

from pathlib import Path
from typing import Any

from eval.third_company.sources import portal, records, vendors

PLAIN = Path(__file__).resolve().parent / "plain"
BOOKS: dict[str, dict[str, Any]] = {
    "training": records.training(),
    "visitors": records.visitors_joliet(),
    "trucks": records.trucks(),
    "containers": records.containers(),
    "seals": records.seals(),
    "searches": records.searches(),
    "fence": records.fence(),
    "slips": records.slips(),
    "inventory": records.inventory(),
    "leavers": records.leavers(),
    "carrier": vendors.carrier(),
    "partners": vendors.register(),
    "tracker": vendors.tracker(),
    "bayan": vendors.answers(
        "F Partners/Bayan Permai/TLQ January 2026.xlsx",
        "Bayan Permai Medtech Sdn. Bhd.",
        "Nurul Hidayah, compliance",
        "2026-01-21",
        vendors.BAYAN,
    ),
    "chushan": vendors.answers(
        "F Partners/Chu Shan Sensor/TLQ May 2025.xlsx",
        "Chu Shan Sensor Co., Hsinchu",
        "Ms. Lo, sales",
        "2025-05-27",
        vendors.CHUSHAN,
    ),
    "luohu": vendors.answers(
        "F Partners/Luohu Brightcable/TLQ February 2026.xlsx",
        "Luohu Brightcable Ltd.",
        "(not signed)",
        "2026-02-24",
        vendors.LUOHU,
    ),
    "export": portal.export(),
    "register": portal.register(),
    "wishes": portal.wishes(),
}
TEXTS: dict[str, str] = {
    "B Warehouse/How we receive.md": (PLAIN / "receive.md").read_text(encoding="utf-8"),
    "B Warehouse/Front desk.md": (PLAIN / "frontdesk.md").read_text(encoding="utf-8"),
    "B Warehouse/Dock diary Aug-Oct 2026.md": (PLAIN / "diary.md").read_text(encoding="utf-8"),
    "C IT/Group IT letter autumn 2026.md": (PLAIN / "group_news.md").read_text(encoding="utf-8"),
    "C IT/Local notes.md": (PLAIN / "it_local.md").read_text(encoding="utf-8"),
    "G Records/Visitor log Elk Grove Aug-Nov 2026.csv": records.visitors_elk_grove(),
    "G Records/Pest walks May-Nov 2026.csv": records.pests(),
    "D People/Code of Conduct signatures 2026.csv": records.code_list(),
    "I Other/Wrist strap log bench Oct 2026.csv": records.wrist_straps(),
}
