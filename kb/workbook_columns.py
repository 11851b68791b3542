"""Which columns of somebody's questionnaire hold what: by their headings and their drop-down lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.workbook_values import is_answer_list

if TYPE_CHECKING:
    from kb.export.workbook_reading import Sheet

ASKED = ("number", "msc", "title", "question")  # what is read
FILLED = ("answer", "response", "evidence", "status", "owner")  # what is written
ROLES = (*ASKED, *FILLED)
HEADER_WITHIN = 60  # rows from the top
LONGEST_HEADING = 90  # characters
_NUMBER = r"(#|no|nr|num|number|id|ref|reference)"
HEADINGS = {  # role -> headings in lower case, letters, digits and # only; the first that fits is the surest
    "number": (
        rf"(ctpat |cbp )?portal( (criteria|criterion|question))?( {_NUMBER})?",
        rf"(ctpat )?(criteria|criterion|question|item|q|line|s|sr) ?{_NUMBER}",
        _NUMBER + "|q|item",
    ),
    "msc": (rf"(ctpat )?msc( (criteria|criterion))?( ?{_NUMBER}s?)?", r"(ctpat )?(criteria|criterion) id"),
    "title": (r"(criteria|criterion|question|portal|short) (title|name)|title", r"topic|subject"),
    "question": (
        r"(ctpat |portal |security )?questions?( text)?|(full |criteria |criterion )text|wording",
        r"(ctpat |minimum |security |minimum security )*(criteria|criterion|requirements?)( description)?|msc text",
        r"(item |question |requirement )?description|item|control|text",
    ),
    "answer": (
        r".*\byes\b.*\bno\b.*|y n|y n n ?a",
        r"(your |company |supplier )?answers?|compliant|compliance|in place|met|implemented",
    ),
    "response": (
        r"(ctpat |your )?partner response",
        r"(your |company |supplier |vendor |member |written |full )?(response|reply|answer)( text)?",
        r".*\b(explanation|explain|narrative|describe|procedure description|description of).*",
        r"(company |your |supplier )?(comments?|remarks?|details|notes?)",
    ),
    "evidence": (
        r".*\bevidence\b.*",
        r".*\b(supporting|reference) documents?.*|documents?|proof|attachments?|sources?",
    ),
    "status": (r"(criteria |criterion |overall |implementation |our )?status|state|progress|completion",),
    "owner": (r".*\b(owner|responsible|responsibility|assignee|assigned to|person in charge)\b.*",),
}
# What somebody else fills in.
THEIRS = re.compile(
    r"\b(scss|cbp|officer|auditor|validator|reviewer|buyer|customer|internal use|office use|verified)\b"
)
# What a Yes or No in a column says the contrary by: "Gap found?", "Exceptions noted".
CONTRARY = re.compile(
    r"\b(gaps?|exceptions?|findings?|deficien\w*|corrective|corrections?|weakness(es)?|issues?|problems?|concerns?"
    r"|violations?|breach(es)?|incidents?|discrepanc\w*|vulnerabilit\w*|shortcomings?|missing|fail\w*|remedia\w*"
    r"|not (compliant|met|in place|implemented)"
    r"|(?<!compliant )(?<!compliance )(?<!compliant or )(non ?complian\w*|non ?conform\w*))\b"
)
PATTERNS = {role: [re.compile(each) for each in known] for role, known in HEADINGS.items()}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet by role, and the row of their headings."""

    header: int  # 0 where there is none
    by_role: Mapping[str, int]  # from 1

    @property
    def useful(self) -> bool:
        """Whether there is something to go by and something to fill in."""
        return any(role in self.by_role for role in ASKED) and any(role in self.by_role for role in FILLED)


def columns_of(sheet: "Sheet", told: Mapping[str, int]) -> Columns:
    """The columns of a sheet, best row of headings first; `told` are those that the user named, and they win."""
    rows = range(1, min(sheet.rows, HEADER_WITHIN) + 1)
    found = [Columns(row, _roles(sheet, row, told)) for row in rows]
    sure = [each for each in found if _is_header(sheet, each, told)]
    return max(sure, key=_weight, default=Columns(0, dict(told)))


def _weight(columns: Columns) -> tuple[int, int]:
    return len(columns.by_role), -columns.header


def _is_header(sheet: "Sheet", columns: Columns, told: Mapping[str, int]) -> bool:
    """Whether a row reads as headings: two roles at least by its own words, none of them long."""
    own = [column for role, column in columns.by_role.items() if role not in told]
    short = all(len(sheet.shown((columns.header, column))) <= LONGEST_HEADING for column in own)
    return short and columns.useful and len(own) >= (1 if told else 2)


def _roles(sheet: "Sheet", header: int, told: Mapping[str, int]) -> dict[str, int]:
    """Role -> column of a row taken for headings: the surest heading of each role, each column once."""
    headings = {column: _plain(_heading(sheet, header, column)) for column in range(1, sheet.columns + 1)}
    free = {column: words for column, words in headings.items() if words and column not in told.values()}
    roles = dict(told)
    answers = [column for column, words in free.items() if _may_hold("answer", words)]
    listed = [column for column in answers if _is_answered(sheet, header, column)]
    if "answer" not in roles and listed:
        roles["answer"] = min(listed, key=lambda column: (_rank("answer", free[column]), column))
    fits = [
        (rank, column, role)
        for role, patterns in PATTERNS.items()
        for column, words in free.items()
        for rank, pattern in enumerate(patterns)
        if pattern.fullmatch(words) and _may_hold(role, words)
    ]
    for _, column, role in sorted(fits):
        if role not in roles and column not in roles.values():
            roles[role] = column
    return roles


def _may_hold(role: str, words: str) -> bool:
    """Whether a column with that heading may be taken for the role."""
    theirs = role in FILLED and THEIRS.search(words)
    return not theirs and not (role == "answer" and CONTRARY.search(words))


def _rank(role: str, words: str) -> int:
    """How sure a heading is for a role, from 0; one that fits no pattern comes last."""
    fits = (rank for rank, pattern in enumerate(PATTERNS[role]) if pattern.fullmatch(words))
    return next(fits, len(PATTERNS[role]))


def _is_answered(sheet: "Sheet", header: int, column: int) -> bool:
    """Whether the cells below a heading take Yes or No from a list."""
    rules = (sheet.rule((row, column)) for row in range(header + 1, min(sheet.rows, header + 30) + 1))
    return any(rule is not None and rule.values is not None and is_answer_list(rule.values) for rule in rules)


def _heading(sheet: "Sheet", row: int, column: int) -> str:
    """The words of a heading; of a range that is merged across, in its first column only."""
    anchor = sheet.merged.get((row, column), (row, column))
    return sheet.cells.get(anchor, "") if anchor[1] == column else ""


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", heading.lower()).split())
