"""Status and grade as people see them: a colour, a symbol and a word, never one alone."""

from html import escape

from kb.model import Flag, Grade, Status
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
FLAG_TONE = {Flag.MUST: "bad", Flag.SHOULD: "none"}


def status_word(status: Status) -> str:
    """Symbol and word of a status, for where there is no colour."""
    return f"{SYMBOL[status]} {status.value}"


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
