"""Questions in text that was pasted from the portal: headings "Section : Title (56) - Importer", each with its text."""

import re
from dataclasses import dataclass, field

# The portal's names of business types, as far as they are known; a heading ends with those that share the question.
_TYPES = (
    r"(?:(?:importer|exporter|(?:licensed )?(?:u\.?s\.? )?customs broker|consolidator|3pl|foreign manufacturer"
    r"|third party logistics(?: provider)?|(?:canadian|mexican) manufacturer|highway carrier|rail carrier|sea carrier"
    r"|(?:mexican? )?long[- ]haul(?: highway)? carrier(?: in mexico)?|air carrier"
    r"|marine port(?: authority)?(?: and| &)? terminal operator)s?(?: ?\((?:3pl|mpto|nvocc)\))?)"
)
_HEADING = re.compile(
    r"[\s#*•\-]*(?P<section>[^:\t()]{3,60}?)\s*:\s*(?P<title>[^\t:]{1,160}?)\s*\(\s*(?P<number>\d{1,4})\s*\)"
    rf"\s*(?:[-–]\s*(?P<types>{_TYPES}(?:\s*,\s*{_TYPES})*)(?:\s+i\b)?\s*(?P<rest>.*)|i?\s*)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"[A-Z][\w/&-]*(?: (?:[A-Z][\w/&-]*|and|of|the|&))*")  # of a heading that names no business type
_END = re.compile(
    r"\s*(?:partner response|scss comments?|no character limit|navigation\b|portal application|section criteria"
    r"|documents?:?\s*$|help:?\s*$|status\s*\t)",
    re.IGNORECASE,
)
_REQUIRED = re.compile(r"\b(?:this is a|these are) requirements?\.?$", re.IGNORECASE)  # always the last sentence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the portal."""

    number: str
    section: str
    title: str
    rest: str  # what follows it on its line
    open: bool  # whether its question may go on below
    typed: bool  # whether it names business types


@dataclass
class Pasted:
    """One question as it was pasted."""

    line: int  # of its heading, from 1
    heading: Heading
    lines: list[str] = field(default_factory=list)

    @property
    def question(self) -> str:
        """The paragraphs up to the last of those that ask: what follows belongs to the page, not to the question."""
        kept: list[str] = []
        for paragraph in (" ".join(block.split()) for block in "\n".join(self.lines).split("\n\n")):
            required = _REQUIRED.search(paragraph)
            if kept and "?" in kept[-1] and "?" not in paragraph and not required:
                break
            kept.append(paragraph)
            if required:
                break
        return " ".join(paragraph for paragraph in kept if paragraph)


def pasted_questions(text: str) -> list[Pasted]:
    """The questions of a pasted page or table, in its order; a table row's help text is left out."""
    found: list[Pasted] = []
    collecting = False
    for place, line in enumerate(text.splitlines(), 1):
        heading = split_heading(line)
        if heading:
            found.append(Pasted(place, heading, [heading.rest]))
            collecting = heading.open
        elif collecting and _END.match(line):
            collecting = False
        elif collecting:
            found[-1].lines.append(line.split("\t")[0].strip())
            collecting = "\t" not in line
    return [pasted for pasted in found if pasted.question or pasted.heading.typed]


def split_heading(line: str) -> Heading | None:
    """The heading that a line, or a cell of a pasted table row, is; None for any other line."""
    cells = line.split("\t")
    for place, cell in enumerate(cells):
        match = _HEADING.fullmatch(cell.strip())
        if match and (match["types"] or _SECTION.fullmatch(match["section"].strip())):
            return Heading(
                number=match["number"],
                section=match["section"].strip(),
                title=match["title"].strip(),
                rest=(match["rest"] or "").strip(),
                open=place == len(cells) - 1,
                typed=bool(match["types"]),
            )
    return None
