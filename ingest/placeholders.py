"""Blanks that are still to be filled in: what makes a document a template."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

BLANKS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (
            r"\[(?!\d|x\]|X\]|sic\]|REDACTED\]|redacted\])(?=[A-Z]|(?:insert|enter|your|name|date|company"
            r"|select|specify|describe|complete)\b)[^\[\]\n]{1,80}\](?!\(|:)",
            0,
        ),
        (r"<(?:insert|enter|your|company|name|date|title|address|specify|add|describe)\b[^<>\n]{0,60}>", re.I),
        (r"<[A-Z][A-Z ]{2,40}>", 0),
        (r"«[^»\n]{1,60}»|\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\}", 0),
        (r"\b(?:TBD|TBC|TBA)\b|\bto be (?:determined|confirmed|inserted)\b|\bto be completed\b(?! +\w)", 0),
        (
            r"(?<![\w(/])(?:xx|XX|dd|DD|mm|MM|__)\s?[/.-]\s?(?:xx|XX|dd|DD|mm|MM|__)\s?[/.-]\s?(?:xx(?:xx)?"
            r"|XX(?:XX)?|yy(?:yy)?|YY(?:YY)?|__(?:__)?)(?![\w)])",
            0,
        ),
        (r"(?<![\w-])X{3,}(?![\w-])", 0),
        (
            r"click or tap (?:here )?to enter|choose an item\b|insert (?:your |company )?(?:name|logo"
            r"|text) here|lorem ipsum",
            re.I,
        ),
        (r"(?<!_)_{4,}(?!_)", 0),
    )
)
SIGNATURE_LINE = re.compile(r"(?:signature|signed|sign here|by|initials)\s*[:.]?\s*$", re.I)
LINE_TO_SIGN_ON = 12  # characters
FEWEST = 3
DENSE = 2500  # characters for one blank: a manual with a few open points is not a template
SPREAD = 0.4  # of the text: a sample letter at the end of a policy does not make a template of it


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank to fill in."""

    words: str
    start: int  # character of the text


def placeholders_in(text: str) -> list[Blank]:
    """The blanks of a text; links, reference marks, boxes to tick and lines to sign on are none."""
    found: list[Blank] = []
    for pattern in BLANKS:
        for match in pattern.finditer(text):
            line = text[max(0, match.start() - 30) : match.start()].rpartition("\n")[2]
            if not (match.group().startswith("____") and (SIGNATURE_LINE.search(line) or _is_line(text, match))):
                found.append(Blank(match.group(), match.start()))
    return sorted(found, key=lambda blank: blank.start)


def _is_line(text: str, match: re.Match[str]) -> bool:
    """Whether a rule of its own line, long enough to sign on."""
    before, after = text[: match.start()].rpartition("\n")[2], text[match.end() :].partition("\n")[0]
    return len(match.group()) >= LINE_TO_SIGN_ON and not before.strip() and not after.strip()


def is_mostly_blank(text: str, blanks: Sequence[Blank]) -> bool:
    """Whether a text has so many blanks, and so far spread, that it must be a form or a template."""
    if len(blanks) < FEWEST:
        return False
    spread = blanks[-1].start - blanks[0].start
    return len(blanks) * DENSE >= len(text) and (spread >= len(text) * SPREAD or len(text) <= DENSE)
