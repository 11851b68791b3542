"""What every format of the gap report shows alike: its heading, its tables, which evidence is worth the space."""

from kb.deciding import deciding
from kb.gaps import GapReport
from kb.model import Evidence, Judgement, Status

SHOWN = 3  # pieces of evidence a part; the rest is one command away
READINESS = (Status.COVERED, Status.PARTIAL, Status.STALE, Status.CONFLICT, Status.GAP, Status.NOT_APPLICABLE)


def heading(report: GapReport) -> str:
    """The report's title."""
    return f"CTPAT gap report: {report.company}" if report.company else "CTPAT gap report"


def readiness_rows(report: GapReport) -> list[tuple[str, ...]]:
    """(status, number of criteria), and the Musts that are open."""
    rows = [(status.value, str(report.summary[status.value.replace(" ", "_")])) for status in READINESS]
    return [*rows, ("Musts open", str(report.summary["must_open"]))]


def section_rows(report: GapReport) -> list[tuple[str, ...]]:
    """(section, covered, partial, stale, conflict, gap) for each section."""
    order = READINESS[:-1]
    return [(name, *(str(row[status]) for status in order)) for name, row in report.sections.items()]


def best_evidence(judgement: Judgement) -> tuple[Evidence, ...]:
    """The few pieces of evidence that a report has room for, what decides first."""
    return deciding(judgement, SHOWN)
