"""What a document says of itself as label and value: document control blocks, form heads, two-cell rows."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.table import fields_of as cells_by_role
from ingest.readers.table import roles
from ingest.reading import Block, BlockKind, Reading

HEAD_BLOCKS = 60  # labels are looked for in so many blocks at the beginning …
TAIL_BLOCKS = 25  # … and at the end, where people sign
LABELS = {
    "number": r"document\s*(?:number|no\.?|id|#|ref(?:erence)?\.?)|doc\.?\s*(?:number|no\.?|id|#)"
    r"|(?:policy|procedure|sop|form|report|control)\s*(?:number|no\.?|id|#)",
    "title": r"(?:document|policy|procedure|form)\s*(?:title|name)|title",
    "type": r"(?:document|doc\.?)\s*(?:type|class|kind)|type\s+of\s+document",
    "version": r"(?:document\s+)?(?:version|revision|rev\.?|issue)(?:\s*(?:number|no\.?|#|level))?",
    "effective": r"effective(?:\s+(?:date|from|as\s+of|on))?|valid\s+from|vigencia\s+desde|in\s+force\s+(?:from|since)"
    r"|fecha\s+de\s+(?:entrada\s+en\s+vigor|vigencia)"
    r"|entrada\s+en\s+vigor|施行日|発効日",
    "expires": r"(?:valid|good)\s+(?:un)?(?:til|till|through|thru|to)|expir(?:es|y|ation)(?:\s+(?:date|on))?"
    r"|date\s+of\s+expir(?:y|ation)"
    r"|validity(?:\s+(?:date|period))?|vigencia(?:\s+hasta)?|v[áa]lido\s+hasta|有効期限|g[üu]ltig\s+bis",
    "signed": r"(?:date\s+(?:signed|of\s+signature|completed)|signed(?:\s+on)?(?:\s+date)?|signature\s+date"
    r"|completed\s+on|fecha\s+de\s+firma)",
    "performed": r"(?:date\s+of\s+(?:\w+\s+)?(?:inspection|audit|test|assessment|review|check|incident|training"
    r"|meeting|visit|report)"
    r"|(?:inspection|audit|test|assessment|review|check|incident|training|meeting|report|session|survey|visit"
    r"|event|log|walk)\s+date"
    r"|performed(?:\s+on)?|held(?:\s+on)?|conducted(?:\s+on)?|(?:as|state|status)\s+of(?:\s+date)?|state"
    r"|(?:report\s+)?(?:generated"
    r"|printed|exported|run)(?:\s+(?:on|date))?"
    r"|submitted(?:\s+on)?|period|date\s+taken|taken(?:\s+on)?)",
    "issued": r"(?:date\s+of\s+(?:issue|authori[sz]ation|certification|registration)|issue\s*date"
    r"|issued(?:\s+on)?|date\s+issued|revision\s+date"
    r"|date\s+of\s+revision|last\s+(?:revised|updated)"
    r"|revised(?:\s+on)?|approval\s+date|approved\s+on|date\s+(?:of\s+)?approv(?:ed|al)"
    r"|fecha\s+de\s+(?:emisi[óo]n|expedici[óo]n)|発行日|交付日)",
    "date": r"dated?|fecha|datum|日付|日期",
    "next review": r"(?:next|due)\s+(?:date\s+of\s+)?review(?:\s+(?:date|due|on|by))?|review\s+(?:due|by)(?:\s+date)?",
    "owner": r"(?:document|policy|process)?\s*owner",
    "approval": r"approv(?:ed|al|ing)(?:\s+(?:by|authority|official))?|authori[sz]ed\s+by|signed\s+by|aprobado\s+por",
    "party": r"(?:name\s+of\s+(?:the\s+)?)?(?:vendor|supplier|manufacturer|factory|carrier|partner"
    r"|business\s+partner|company|facility\s+operator"
    r"|service\s+provider|contractor|legal\s+entity|certificate\s+holder|holder|operator|organi[sz]ation"
    r"|raz[óo]n\s+social|proveedor|empresa)"
    r"(?:\s*(?:/\s*\w+\s*)?(?:legal\s+)?name)?|issued\s+to|会社名|企业名称|公司名称",
    "site": r"(?:sites?|facilit(?:y|ies)|warehouse|plant|locations?|site\s*/\s*facility|place)(?:\s*(?:name|code"
    r"|audited|inspected|visited|covered))?|applies\s+to(?:\s+sites?)?|instalaci[óo]n|lugar|standort|werk|事業所|工場",
    "address": r"(?:(?:site|factory|facility|warehouse|plant|street|business|registered)\s+)?address"
    r"|direcci[óo]n|domicilio|anschrift|adresse|住所|地址",
    "issuer": r"(?:issued|certified|audited)\s+by|issuing\s+(?:authority|body)|issuer|certification\s+body",
    "certificate number": r"(?:certificate|registration|authori[sz]ation|aeo|oea)\s*(?:number|no\.?|#)",
    "classification": r"classification|confidentiality",
}
NAMES = "|".join(f"(?P<f{number}>{pattern})" for number, pattern in enumerate(LABELS.values()))
FIELD = re.compile(rf"(?<![\w-])(?:{NAMES})\s*[:：]\s*", re.IGNORECASE)
WHOLE_LABEL = re.compile(rf"(?:{NAMES})\s*[:：#]?\s*", re.IGNORECASE)
NEXT_LABEL = re.compile(r"(?:\s[|•]\s|\s{3,}|\n|\s(?=(?:[A-Z][\w/&.-]*\s){0,3}[A-Z][\w/&.#-]*\s?:\s))")
BLANK = re.compile(r"[\s_.\-–—/*]*")
LABEL_HEADING = re.compile(r".* by|entry|item|field|point|label|particulars|details?|information|subject|", re.I)
MEANING_HEADING = re.compile(r".*(?:description|meaning|definition|explanation|requirement|purpose).*", re.I)
MOST_PAIRS = 4  # cells of a form's row without header; more cells are a table
RULE = re.compile(r"\b(?:must|shall|should|will be|may not)\b|\bby$", re.I)  # a sentence, not a value
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One label with its value."""

    name: str  # a key of LABELS
    value: str
    words: str  # label and value as the document shows them


def row_fields(block: Block) -> dict[str, str]:
    """A ROW's cells by canonical role, kept even when blank, and the other filled cells by heading as shown."""
    if block.kind is not BlockKind.ROW or not block.header:
        return {}
    blanks = dict.fromkeys(roles(block.header).values(), "")
    return blanks | cells_by_role(block.header, block.cells)


def fields_of(reading: Reading) -> list[Field]:
    """The labelled values at the head and the foot of a document, in its order; blank values are left out."""
    blocks = [block for block in reading.blocks if block.kind is not BlockKind.COMMENT]
    near = blocks if len(blocks) <= HEAD_BLOCKS + TAIL_BLOCKS else blocks[:HEAD_BLOCKS] + blocks[-TAIL_BLOCKS:]
    rows = Counter(block.header for block in blocks if block.kind is BlockKind.ROW)
    found: list[Field] = []
    for block in map(_with_cells, near):
        found.extend(_of_cells(block) if block.cells else _of_text(block.text))
        if block.kind is BlockKind.ROW and rows[block.header] == 1:
            found.extend(_of_columns(block))
    return found


def _with_cells(block: Block) -> Block:
    """A line of a sheet's head ("Site | DCE") as the row that it is."""
    cells = tuple(block.text.split(" | "))
    if block.cells or block.kind is not BlockKind.PARAGRAPH or not 2 <= len(cells) <= MOST_PAIRS:
        return block
    return replace(block, kind=BlockKind.ROW, cells=cells)


def first(fields: Iterable[Field], *names: str) -> Field | None:
    """The first field that goes by one of the names, names earlier in the list first."""
    held = list(fields)
    return next((field for name in names for field in held if field.name == name), None)


def _of_text(text: str) -> list[Field]:
    found = []
    for match in FIELD.finditer(text):
        rest = text[match.end() : match.end() + LONGEST_VALUE].lstrip(" |*")
        following = FIELD.search(rest)
        rest = rest[: following.start()] if following else rest
        border = NEXT_LABEL.search(rest)
        value = rest[: border.start()] if border else rest
        if _is_value(value):
            found.append(Field(_name(match), value.strip(" *\\`|"), (match.group() + value).strip(" *\\")))
    return found


def _of_cells(block: Block) -> list[Field]:
    """Label cells with the cell to their right; a form puts one or two such pairs on a row."""
    found: list[Field] = []
    if _is_form_row(block):
        for label, value in pairwise(block.cells):
            found.extend(_pair(label, value, block.kind))
    for cell in block.cells:
        found.extend(_of_text(cell))
    return found


def _of_columns(block: Block) -> list[Field]:
    """The values of a table of one row, whose column headings are labels."""
    return [field for pair in zip(block.header, block.cells, strict=False) for field in _pair(*pair, block.kind)]


def _pair(label: str, value: str, kind: BlockKind) -> list[Field]:
    """The field of a label cell (in one or two languages, "Vigencia hasta / Valid until") and its value cell."""
    for part in (label, *reversed(label.split(" / "))):
        match = WHOLE_LABEL.fullmatch(part.strip())
        if match and _is_value(value) and _goes_with(_name(match), value.strip(), kind):
            return [Field(_name(match), value.strip(), f"{label.strip()} {value.strip()}")]
    return []


def _is_form_row(block: Block) -> bool:
    """Whether a row pairs labels with values: its header is such a pair, or heads labels, or it has none."""
    header = [heading.strip() for heading in block.header]
    if len(header) < 2:
        return len(block.cells) <= MOST_PAIRS
    if WHOLE_LABEL.fullmatch(header[0]) and not WHOLE_LABEL.fullmatch(header[1]):
        return len(header) == 2
    return len(header) == 2 and bool(LABEL_HEADING.fullmatch(header[0])) and not MEANING_HEADING.fullmatch(header[1])


def _goes_with(name: str, value: str, kind: BlockKind) -> bool:
    """Whether a cell can be the value of the label to its left, not the next heading of a table."""
    if WHOLE_LABEL.fullmatch(value):
        return False
    if name.endswith("number"):
        return any(character.isdigit() for character in value)
    return kind is BlockKind.ROW or name not in ("party", "site") or len(value.split()) > 1


def _is_value(value: str) -> bool:
    return len(value) <= LONGEST_VALUE and not BLANK.fullmatch(value) and not RULE.search(value)


def _name(match: re.Match[str]) -> str:
    return list(LABELS)[int(str(match.lastgroup)[1:])]
