"""Status and grade as people see them: a colour, a symbol and a word, never one alone."""

from html import escape

from kb.model import Citation, Evidence, Flag, Grade, Status
from kb.places import place
from kb.shown import SYMBOL

# Names of colours in style.css; the solid ones are Okabe and Ito's, which colour-blind people tell apart.
STATUS_TONE = {
    Status.COVERED: "good",
    Status.PARTIAL: "part",
    Status.GAP: "bad",
    Status.CONFLICT: "clash",
    Status.STALE: "old",
    Status.NOT_APPLICABLE: "none",
}
# Streamlit's own names, for labels and tables.
COLOUR = {"good": "green", "part": "yellow", "bad": "red", "clash": "violet", "old": "blue", "none": "gray"}
GRADE_TONE = {
    Grade.SUPPORTS: "good",
    Grade.PARTIAL: "part",
    Grade.CONTRADICTS: "bad",
    Grade.STALE: "old",
    Grade.WRONG_PARTY: "clash",
    Grade.FORM_ONLY: "none",
    Grade.CLAIM_ONLY: "none",
    Grade.CIRCULAR: "none",
}
GRADE_SYMBOL = {
    Grade.SUPPORTS: "✓",
    Grade.PARTIAL: "◐",
    Grade.CONTRADICTS: "✗",
    Grade.STALE: "◷",
    Grade.WRONG_PARTY: "≠",
    Grade.FORM_ONLY: "□",
    Grade.CLAIM_ONLY: "?",
    Grade.CIRCULAR: "↻",
}
# Of a response, by where it stands.
STATE_TONE = {"not begun": "none", "drafted": "none", "in review": "part", "approved": "good", "submitted": "old"}
STATE_SYMBOL = {"not begun": "·", "drafted": "✎", "in review": "◌", "approved": "✓", "submitted": "⇧"}
FLAG_TONE = {Flag.MUST: "bad", Flag.SHOULD: "none"}


def status_word(status: Status) -> str:
    """Symbol and word of a status, for where there is no colour."""
    return f"{SYMBOL[status]} {status.value}"


def state_word(state: str) -> str:
    """Symbol and word of where a response stands."""
    return f"{STATE_SYMBOL[state]} {state}"


def status_label(status: Status) -> str:
    """A status as Markdown for a label."""
    return f":{COLOUR[STATUS_TONE[status]]}[{status_word(status)}]"


def status_badge(status: Status) -> str:
    """A status as HTML."""
    return badge(status_word(status), STATUS_TONE[status])


def grade_badge(grade: Grade, tone: str) -> str:
    """A grade as HTML."""
    return badge(f"{GRADE_SYMBOL[grade]} {grade.value}", tone)


def badge(words: str, tone: str = "none") -> str:
    """Words on a tinted ground, as HTML."""
    return f'<span class="badge tone-{tone}">{escape(words)}</span>'


def about_evidence(item: Evidence, source: bool = True) -> list[str]:
    """Grade, source, kind, party and dates of a piece of evidence, as pieces of HTML."""
    graded = grade_badge(item.grade, GRADE_TONE[item.grade] if item.counts else "none")
    told = [badge("nearest in meaning") if item.by_meaning else graded]
    told += [] if item.counts else [badge("does not count")]
    proves = f", proves {item.layer.value}" if item.layer and item.grade is Grade.SUPPORTS and item.counts else ""
    words = [item.kind.value + proves, *([f"of {item.party}"] if item.party else [])]
    words += [f"dated {item.effective.isoformat()}"] if item.effective else []
    words += [f"expires {item.expires.isoformat()}"] if item.expires else []
    return [*told, *(_source(item.citation) if source else []), *map(quiet, words)]


def about_citation(citation: Citation) -> list[str]:
    """Marker and source of a citation, as pieces of HTML."""
    return [*([badge(citation.marker)] if citation.marker else []), *_source(citation)]


def quiet(words: str) -> str:
    """Words that stand back, as HTML."""
    return f'<span class="quiet">{escape(words)}</span>'


def _source(citation: Citation) -> list[str]:
    where = place(citation.locator)
    return [f"<b>{escape(citation.document)}</b>", *([f"<span>{escape(where)}</span>"] if where else [])]
