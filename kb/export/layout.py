"""What every format of the gap report shows alike: its heading, its tables, what it tells of a part."""

from kb.decided import lines as told_of
from kb.deciding import deciding
from kb.expiry import told, when
from kb.gaps import GapReport, weak
from kb.matrix import State
from kb.model import Coverage, Evidence, Grade, Judgement, Status
from kb.places import source

SHOWN = 3  # pieces of evidence a part; the rest is one command away
READINESS = (Status.COVERED, Status.PARTIAL, Status.STALE, Status.CONFLICT, Status.GAP, Status.NOT_APPLICABLE)
SECTION_HEAD = ("Section", "Covered", "Partial", "Stale", "Conflict", "Gap", "Not applicable")
CHANGE_HEAD = ("Criterion", "From", "To", "", "Why")
PARTY_HEAD = ("Party", "Papers", "Shown", "Partly", "Against", "Out of date", "Not shown", "Open criteria")
EXPIRY_HEAD = ("Document", "Party", "Counts until", "When", "Why", "Criteria", "Shown by nothing else then")
ASIDE_HEAD = ("Part", "Requirement", "Decided")
PROPOSAL = "Quotes are verbatim; statuses are the program's proposals for a person to decide."


def heading(report: GapReport) -> str:
    """The report's title."""
    return f"CTPAT gap report: {report.company}" if report.company else "CTPAT gap report"


def readiness_rows(report: GapReport) -> list[tuple[str, ...]]:
    """(status, number of criteria), and the Musts that are open."""
    rows = [(status.value, str(report.summary[status.value.replace(" ", "_")])) for status in READINESS]
    return [*rows, ("Musts open", str(report.summary["must_open"]))]


def section_rows(report: GapReport) -> list[tuple[str, ...]]:
    """A row a section as SECTION_HEAD names its columns."""
    return [(name, *(str(row[status]) for status in READINESS)) for name, row in report.sections.items()]


def readiness_line(report: GapReport) -> str:
    """Readiness in a sentence."""
    counts = report.summary
    return (
        f"{counts['covered']} of {counts['total']} criteria are covered; {len(report.gaps)} are open, and"
        f" {counts['must_open']} of these are Musts."
    )


def window_line(report: GapReport) -> str:
    """What is known of the annual review window."""
    return told(report.ahead, report.as_of)


def change_lines(report: GapReport) -> list[str]:
    """What has changed since the last report, in sentences."""
    if report.changes is None:
        lines = ["No earlier report was saved, so there is nothing to compare with."]
    else:
        lines = [report.changes.summary, *(f"Flag changed: {flag}." for flag in report.changes.flags)]
    return lines + [f"Flag to change before {report.ahead.until.isoformat()}: {flag}." for flag in report.flags_ahead]


def change_rows(report: GapReport) -> list[tuple[str, ...]]:
    """A row a criterion that stands elsewhere, as CHANGE_HEAD names its columns."""
    words = {True: "better", False: "worse", None: ""}
    return [
        (f"{each.number} {each.title}", each.before, each.after, words[each.better], "; ".join(each.why) or "not known")
        for each in (report.changes.statuses if report.changes else ())
    ]


def party_rows(report: GapReport) -> list[tuple[str, ...]]:
    """A row a party with open items, as PARTY_HEAD names its columns."""
    rows = []
    for party, numbers in report.parties.items():
        counts = report.matrix.counts(party)
        left = counts[State.CLAIM] + counts[State.UNANSWERED]
        told_as = (State.SHOWN, State.PARTLY, State.AGAINST, State.STALE)
        figures = (len(report.matrix.papers[party]), *(counts[state] for state in told_as), left)
        rows.append((party, *map(str, figures), ", ".join(map(str, numbers))))
    return rows


def expiry_rows(report: GapReport) -> list[tuple[str, ...]]:
    """A row a paper that has run out or will, as EXPIRY_HEAD names its columns."""
    return [
        (lapse.document.name, lapse.document.party or "own", lapse.ends.isoformat())
        + (when(lapse, report.ahead, report.as_of), lapse.why)
        + (", ".join(map(str, lapse.criteria)), ", ".join(lapse.alone))
        for lapse in report.expiring
    ]


def aside_rows(report: GapReport) -> list[tuple[str, ...]]:
    """A row a part that a person decided does not apply, as ASIDE_HEAD names its columns."""
    parts = (judged for coverage in report.set_aside for judged in coverage.judgements)
    return [
        (judged.requirement.id, judged.requirement.text, judged.decided)
        for judged in parts
        if judged.status is Status.NOT_APPLICABLE
    ]


def title(coverage: Coverage) -> str:
    """The heading under which a criterion stands."""
    return f"{coverage.flag.value}: {coverage.criterion.section}"


def best_evidence(judgement: Judgement) -> tuple[Evidence, ...]:
    """The few pieces of evidence that a report has room for, what decides first."""
    return deciding(judgement, SHOWN)


def part_lines(judged: Judgement) -> list[tuple[str, str]]:
    """What a report tells of a part: (label, text) with what is missing, what is weak and why, what is shown."""
    lines = [("Missing", judged.missing)] if judged.missing else []
    lines += [("Decided", line) for line in told_of(judged)]
    if judged.status is not Status.COVERED:
        lines += [(f"Weak, {item.grade.value}", said(item)) for item in weak(judged)[:SHOWN]]
    best = best_evidence(judged)
    lines += [("Shown", said(item)) for item in best if item.grade is Grade.SUPPORTS]
    return lines + [("Nearest, does not count", said(item)) for item in best if not item.counts]


def said(item: Evidence) -> str:
    """A quote with its place, and why it is worth no more."""
    reason = f" ({'; '.join(item.reasons)})" if item.reasons else ""
    return f"“{' '.join(item.citation.quote.split())}”, {source(item.citation)}{reason}"


def made_line(report: GapReport) -> str:
    """What the report rests on."""
    return f"Made by {', '.join(f'{name} {value}' for name, value in report.made_by.items())}. {PROPOSAL}"
