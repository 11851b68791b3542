"""Blanks that are still to be filled in: what makes a document a template."""

import re

BLANKS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"\[(?!\d|x\]|X\]|sic\]|REDACTED\]|redacted\])(?=[A-Z]|(?:insert|enter|your|name|date|company|select|specify|describe|complete)\b)[^\[\]\n]{1,80}\](?!\(|:)", 0),
        (r"<(?:insert|enter|your|company|name|date|title|address|specify|add|describe)\b[^<>\n]{0,60}>", re.I),
        (r"<[A-Z][A-Z ]{2,40}>", 0),
        (r"«[^»\n]{1,60}»|\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\}", 0),
        (r"\b(?:TBD|TBC|TBA)\b|\bto be (?:determined|confirmed|completed|inserted)\b", 0),
        (r"(?<![\w(/])(?:xx|XX|dd|DD|mm|MM|__)\s?[/.-]\s?(?:xx|XX|dd|DD|mm|MM|__)\s?[/.-]\s?(?:xx(?:xx)?|XX(?:XX)?|yy(?:yy)?|YY(?:YY)?|__(?:__)?)(?![\w)])", 0),
        (r"(?<![\w-])X{3,}(?![\w-])", 0),
        (r"click or tap (?:here )?to enter|choose an item\b|insert (?:your |company )?(?:name|logo|text) here|lorem ipsum", re.I),
        (r"(?<!_)_{4,}(?!_)", 0),
    )
)
SIGNATURE_LINE = re.compile(r"(?:signature|signed|sign here|by|initials)\s*[:.]?\s*$", re.I)
DENSE = 2500  # characters for one blank: a manual with a few open points is not a template
MANY = 25


def placeholders_in(text: str) -> list[str]:
    """The blanks of a text; links, reference marks, boxes to tick and lines to sign on are none."""
    found: list[str] = []
    for pattern in BLANKS:
        for match in pattern.finditer(text):
            line = text[max(0, match.start() - 30) : match.start()].rpartition("\n")[2]
            if not (match.group().startswith("____") and SIGNATURE_LINE.search(line)):
                found.append(match.group())
    return found


def is_mostly_blank(text: str, placeholders: int) -> bool:
    """Whether a text has so many blanks for its length that it must be a form or a template."""
    return placeholders >= MANY or (placeholders >= 3 and placeholders * DENSE >= len(text))
