"""Whether a document is signed: what stands on its signature line."""

import re
from collections.abc import Iterator, Sequence

from ingest.fields import MOST_PAIRS
from ingest.reading import Block, BlockKind, Reading
from kb.model import Fact, Kind

SIGNED, UNSIGNED = "signed", "not signed"  # values of the fact
UNSIGNABLE = frozenset({Kind.CRITERIA, Kind.TEMPLATE, Kind.PRIOR_ANSWER, Kind.REGISTER, Kind.MEDIA})
LABEL = (
    r"(?:authori[sz]ed\s+|company\s+|vendor\s+|supplier\s+|officer\W{0,2}s?\s+)?(?:signature|signed(?:\s+by)?|sign here"
    r"|firma(?:\s+de\w*)?|firmado\s+por|unterschrift|署名|签名|サイン)(?:\s+(?:of|by|line|block)\b[\w\s./'’-]{0,40})?"
    r"(?:\s*\([^)]{0,40}\))?"
)
CELL = re.compile(rf"{LABEL}(?:\s*/\s*[\w\s]{{3,40}})?\s*[:：]?\s*", re.I)
LINE = re.compile(rf"^\W{{0,3}}{LABEL}\s*[:：]\s*(?P<value>.*)$", re.I | re.M)
MARKS = re.compile(r"/s/\s*\w|\((?:signed|firmado|gez\.?|(?:company )?chop|(?:company )?stamp)\)", re.I)
NAME_LINE = re.compile(r"(?m)^_{8,}\s*$")
EMPTY = re.compile(r"[\s_.…\-–—/|:]*|(?:date|name|title|fecha|nombre)\b\s*[:：]?[\s_./|-]*", re.I)
REFUSED = re.compile(r"(?:no|none|not signed|unsigned|missing|pending|not yet|n/?a|tbd)\b.*", re.I)
RULE = re.compile(
    r"\b(?:both|required|requires|each|must|shall|sender|recipient)\b", re.I
)  # who is to sign, not who did
LONGEST = 120  # characters


def signature_of(kind: Kind, reading: Reading, text: str) -> Fact | None:
    """Whether it is signed, by its signature lines; None where it has none. One that is empty outweighs no name."""
    if kind in UNSIGNABLE:
        return None
    told = [*_in_rows(reading.blocks), *((match.group(), match["value"]) for match in LINE.finditer(text))]
    told = [(" ".join(words.split())[:LONGEST], value.strip()) for words, value in told if not RULE.search(value)]
    for words, value in told:
        if not EMPTY.fullmatch(value) and not REFUSED.match(value):
            return Fact("signature", SIGNED, words, 0.8)
    marked = MARKS.search(text)
    if marked:
        before, after = text[: marked.start()][-LONGEST:], text[marked.start() : marked.start() + LONGEST]
        line = before.rpartition("\n")[2] + after.partition("\n")[0]
        return Fact("signature", SIGNED, " ".join(line.split())[-LONGEST:], 0.7)
    if told:
        return Fact("signature", UNSIGNED, told[0][0], 0.8)
    return Fact("signature", UNSIGNED, "____ (a line to sign on)", 0.5) if NAME_LINE.search(text) else None


def _in_rows(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Label and value of a form's rows; a log whose column is headed "Signature" is no signature line."""
    for block in blocks:
        if block.kind is not BlockKind.ROW or not block.cells or len(block.cells) > MOST_PAIRS or len(block.header) > 2:
            continue
        for position, cell in enumerate(block.cells):
            if CELL.fullmatch(cell.strip()):
                value = block.cells[position + 1] if position + 1 < len(block.cells) else ""
                yield f"{cell.strip()}: {value.strip() or '(empty)'}", value
