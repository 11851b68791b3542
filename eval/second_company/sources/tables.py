"""The second company's workbooks (front matter by source name) and CSV files (text by path)."""

from typing import Any

from eval.second_company.sources import papers, records

BOOKS: dict[str, dict[str, Any]] = {
    "training": records.training(),
    "seal_log": records.seal_log(),
    "pest_walk": records.pest_walk(),
    "searches": records.searches(),
    "driver_log": records.driver_log(),
    "perimeter": records.perimeter(),
    "alarms": records.alarms(),
    "inventory": records.inventory(),
    "tracker": papers.tracker(),
    "carrier_questionnaire": papers.carrier_questionnaire(),
    "register": papers.register(),
    "quebrada": papers.questionnaire(
        "04 Partners/Frutas Quebrada Honda/Q-305 answers May 2026.xlsx",
        "Frutas Quebrada Honda S.A.",
        "J. Alvarado, security chief",
        "2026-05-20",
        papers.QUEBRADA,
    ),
    "celeste": papers.questionnaire(
        "04 Partners/Piñas Río Celeste/Q-305 answers June 2026.xlsx",
        "Piñas Río Celeste S.A.",
        "K. Murillo",
        "2026-06-10",
        papers.CELESTE,
    ),
    "capital_plan": papers.capital_plan(),
}
TEXTS: dict[str, str] = {
    "03 Records/Visitors/Visitor log LRD Aug-Oct 2026.csv": records.visitor_log(),
    "05 Office/Dock levelers MOB.csv": records.notes_of_scale(),
}
