"""A workspace with a paper or two about a yard, and the commands of a person who decides about them."""

from datetime import date
from pathlib import Path
from typing import Any

from door import Ran, ctpat

from kb.assistant import Assistant
from kb.settings import load_settings

YARD = "Units rest overnight on lot C, whose barrier only the night porter opens."
YARD_RULES = f"""# Site handbook

Effective date: 2026-03-02

Approved by the director.

## 1 Lots

{YARD}

## 2 Canteen

The canteen opens at seven and closes at four.
"""
SECURE = "Containers and trailers, empty or loaded, are stored inside the fenced yard, whose gate is locked."
PROCEDURE = f"""# Yard procedure

Effective date: 2026-03-02

Approved by the director.

1.1 {SECURE}

1.2 The guard walks the fence each night.
"""
ANSWERS = "# Portal responses, annual review 2025\n\nCriterion 56 Partner Response: All containers are stored safely.\n"
FORM = """# Yard inspection TEMPLATE

[COMPANY NAME] yard sheet. Effective date: [DATE]. Owner: [NAME]. Site: [SITE].

The containers of [COMPANY NAME] are stored in the secure and fenced yard of [SITE], checked by [NAME] at [HOUR].
"""
CERTIFICATE = """# Certificate of yard security

Certificate number: YS-2231
Issued to: Rio Logistics S.A.
Issued on: 2025-02-01
Valid until: {until}

This certificate confirms that Rio Logistics keeps containers in a guarded and fenced yard with a locked gate.
"""

LOG = """# Yard inspection record 2026-10-02

Date of inspection: 2026-10-02. Inspector: D. Prewitt.

Two containers were not stored in the fenced yard; they stood outside the gate, which was not locked.
"""


class Case:
    """A workspace with a few papers, and the commands of a person at work on it."""

    def __init__(self, folder: Path, **papers: str) -> None:
        self.workspace, self.documents = folder / "workspace", folder / "documents"
        self.workspace.mkdir()
        self.documents.mkdir()
        settings = 'company = "Alder"\nas_of = 2026-11-22\nuser = "A. Marsh"\n'
        (self.workspace / "ctpat.toml").write_text(settings, encoding="utf-8")
        for name, text in papers.items():
            self.write(name, text)
        self.ingest()

    def write(self, name: str, text: str) -> None:
        (self.documents / f"{name}.md").write_text(text, encoding="utf-8")

    def ingest(self) -> None:
        assert ctpat("ingest", self.documents, workspace=self.workspace).code == 0

    def run(self, *arguments: str) -> Ran:
        return ctpat("--json", *arguments, workspace=self.workspace)

    def decide(self, *arguments: str) -> Any:
        ran = self.run("decide", *arguments)
        assert ran.code == 0, ran.err
        return ran.json

    def part(self, number: int = 56, *options: str) -> Any:
        return self.run("covers", str(number), *options).json["requirements"][0]

    def decisions(self) -> Any:
        return self.run("decisions").json["decisions"]

    def assistant(self) -> Assistant:
        return Assistant(load_settings(self.workspace), date(2026, 11, 22))
