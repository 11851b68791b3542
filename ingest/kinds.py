"""What kind of document it is: by what it says of itself, by its form, then by its title, name and folder."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.fields import Field, first, row_fields
from ingest.kind_words import (
    ANSWERED,
    ASKS_FILLING,
    BINDING,
    BOUND,
    CALLED_TEMPLATE,
    CERTIFIES,
    CLOSING,
    CRITERION_NUMBER,
    DOCUMENT_NUMBER,
    FOLDER_NUMBER,
    FOLDERS,
    FROM_PORTAL,
    HEAD,
    IMPLEMENTED,
    MSC_HEADER,
    PORTAL_ANSWERS,
    PORTAL_TITLE,
    RESPONSE_LABEL,
    SALUTATION,
    SELF_NAMED,
    SHORT,
    TITLE_TAIL,
    TITLES,
    TYPES,
    VALIDITY,
)
from ingest.placeholders import Blank, is_mostly_blank
from ingest.reading import Block, BlockKind, Reading
from ingest.validity import SHEETS
from kb.dates import QUARTER_ONLY, dates_in
from kb.model import Fact, Kind

NEAR, LINES_ABOVE = 600, 3  # characters and lines before a label in which the number of its criterion stands


@dataclass(frozen=True)
class Signs:
    """What the rules look at."""

    name: str
    title: str
    reading: Reading
    text: str
    fields: Sequence[Field]
    placeholders: Sequence[Blank]

    @cached_property
    def head(self) -> str:
        """The beginning of the text."""
        return self.text[:HEAD]

    @cached_property
    def rows(self) -> list[Block]:
        """The table rows."""
        return [block for block in self.reading.blocks if block.kind is BlockKind.ROW]

    @cached_property
    def answers(self) -> list[str]:
        """The answer cell of each row that asks a question, blank ones too."""
        told = [row_fields(block) for block in self.rows]
        return [fields["answer"] for fields in told if fields.get("question") and "answer" in fields]

    @cached_property
    def is_prose(self) -> bool:
        """Whether most of the text stands outside of tables."""
        return sum(len(block.text) for block in self.rows) < len(self.text) / 2

    @cached_property
    def stem(self) -> str:
        """The file's name without folder and extension, as words."""
        words = DOCUMENT_NUMBER.sub(" ", self.name.rpartition("/")[2].rpartition(".")[0].replace("_", " "))
        return re.sub(r"[\s-]+", " ", words).strip()

    @cached_property
    def suffix(self) -> str:
        """The file's extension in lower case, with its dot."""
        return "." + self.name.rpartition(".")[2].lower()


def kind_of(signs: Signs, filled: bool = False) -> Fact:
    """The kind of a document, or of a form once it is `filled`, with the words that tell it and how sure that is."""
    for rule in RULES:
        found = rule(signs) if not (filled and rule is _template) else None
        if found and not (filled and found.value == Kind.TEMPLATE):
            return found
    return Fact("kind", Kind.OTHER, "", 0.2)


def _fact(kind: Kind, words: str, confidence: float) -> Fact:
    return Fact("kind", kind.value, " ".join(words.split())[:120], confidence)


def _media(signs: Signs) -> Fact | None:
    captions = [block.text for block in signs.reading.blocks if block.kind is BlockKind.CAPTION]
    return _fact(Kind.MEDIA, captions[0], 1.0) if captions else None


def _template(signs: Signs) -> Fact | None:
    """A form that says so, or that nobody has filled in; the criteria and registers are never forms."""
    typed = first(signs.fields, "type")
    if typed and re.match(r"template|blank form", typed.value, re.I):
        return _fact(Kind.TEMPLATE, typed.words, 1.0)
    said = CALLED_TEMPLATE.search(signs.text) or ASKS_FILLING.search(signs.head)
    if said:
        return _fact(Kind.TEMPLATE, said.group(), 0.9)
    if len(signs.answers) >= 3 and not any(answer.strip() for answer in signs.answers):
        return _fact(Kind.TEMPLATE, f"{len(signs.answers)} questions, none answered", 0.9)
    named = re.search(r"\b(?:template|blank|plantilla)\b", f"{signs.title} {signs.stem}", re.I)
    if named and not re.search(r"\bpolicy\b|\bprocedure\b", signs.title, re.I):
        return _fact(Kind.TEMPLATE, named.group(), 0.9 if signs.placeholders else 0.7)
    if any(answer.strip() for answer in signs.answers):
        return None
    if is_mostly_blank(signs.text, signs.placeholders) and not _is_claimed(signs):
        return _fact(Kind.TEMPLATE, f"{len(signs.placeholders)} blanks to fill in", 0.8)
    return _fact(Kind.TEMPLATE, "labels without values", 0.7) if _is_blank_form(signs) else None


def _is_blank_form(signs: Signs) -> bool:
    if len(signs.text) < SHORT // 2:
        labels = re.findall(r"[A-Za-z][\w /#()]{1,40}:(?=\s*(?:\n|$|\|))", signs.text)
        filled = re.findall(r"[A-Za-z][\w /#()]{1,40}:\s*[^\s_|:]+", signs.text)
        if len(labels) >= 5 and len(labels) > 2 * len(filled):
            return not any(len(block.text) > 300 for block in signs.reading.blocks)
    wide = [block for block in signs.rows if len(block.header) >= 3]
    empty = [block for block in wide if not any(cell.strip(" _☐□") for cell in block.cells[1:])]
    return len(wide) >= 4 and len(empty) >= 0.7 * len(wide) and len(wide) >= 0.6 * len(signs.rows)


def _criteria(signs: Signs) -> Fact | None:
    header = next((" | ".join(row.header) for row in signs.rows if MSC_HEADER.search(" | ".join(row.header))), "")
    if header and not re.search(r"status|response|evidence|yes", header, re.I):
        return _fact(Kind.CRITERIA, header, 0.95)
    titled = re.search(r"minimum security criteria", signs.title + "\n" + signs.head[:400], re.I)
    must = len(re.findall(r"\b(?:Must|Should)\b", signs.text))
    guided = re.search(r"implementation guidance", signs.text, re.I)
    return _fact(Kind.CRITERIA, titled.group(), 0.9) if titled and guided and must >= 10 else None


def _is_claimed(signs: Signs) -> str:
    """The heading of a column of statuses that claim implementation row after row, else nothing."""
    if re.search(r"\b(?:report|audit|test|minutes|log|checklist)\b", signs.title, re.I):
        return ""
    told: dict[str, list[str]] = {}
    for block in signs.rows:
        for heading, cell in zip(block.header, block.cells, strict=False):
            if re.search(r"status|implemented|compliance|coverage", heading, re.I):
                told.setdefault(heading, []).append(cell)
    for heading, cells in told.items():
        claims = sum(1 for cell in cells if IMPLEMENTED.fullmatch(cell.strip()))
        if claims >= 3 and claims >= 0.5 * len(cells):
            return heading
    return ""


def _register(signs: Signs) -> Fact | None:
    typed = first(signs.fields, "type")
    heading = _is_claimed(signs)
    control = re.compile(r"\bmsc\b|\bctpat\b|c-tpat|criteri|control|requirement|portal|clause|complian", re.I)
    told = [" ".join(row.header) for row in signs.rows] + [signs.title, signs.stem]
    if heading and any(map(control.search, told)):
        return _fact(Kind.REGISTER, heading, 0.9)
    titled = re.search(
        r"crosswalk|\bgap report\b|(?:alignment|compliance|control) matrix", f"{signs.title} {signs.stem}", re.I
    )
    if typed and re.match(r"matrix|crosswalk", typed.value, re.I):
        return _fact(Kind.REGISTER, typed.words, 1.0)
    return _fact(Kind.REGISTER, titled.group(), 0.8) if titled else None


def _prior_answer(signs: Signs) -> Fact | None:
    headings = [row.header for row in signs.rows[:20]]
    labels = len(RESPONSE_LABEL.findall(signs.text))
    portal = len(PORTAL_TITLE.findall(signs.text))
    if any(re.fullmatch(r"partner response.*", cell.strip(), re.I) for header in headings for cell in header):
        return _fact(Kind.PRIOR_ANSWER, "Partner Response", 0.95)
    if labels >= 1 and portal >= 1 and (labels >= 2 or "SCSS" in signs.text):
        return _fact(Kind.PRIOR_ANSWER, f"{labels} × Partner Response", 0.95)
    numbered = _numbered_responses(signs.text)
    if numbered >= 2:
        return _fact(Kind.PRIOR_ANSWER, f"{numbered} × number and Partner Response", 0.95)
    from_portal = FROM_PORTAL.search(signs.head) if _numbered_rows(signs) else None
    if from_portal:
        return _fact(Kind.PRIOR_ANSWER, from_portal.group(), 0.9)
    told = labels or portal >= 3
    for words in (signs.title, signs.stem):
        named = PORTAL_ANSWERS.search(words) or (told and dict(TITLES)[Kind.PRIOR_ANSWER].search(words))
        titled = _titled_kind(words)
        if named and (not titled or titled[0] is Kind.PRIOR_ANSWER):
            return _fact(Kind.PRIOR_ANSWER, named.group(), 0.85)
    return None


def _numbered_responses(text: str) -> int:
    """How many labels "Partner Response" stand behind or below the number of a criterion."""
    before = (text[max(0, label.start() - NEAR) : label.start()] for label in RESPONSE_LABEL.finditer(text))
    return sum(1 for words in before if CRITERION_NUMBER.search("\n".join(words.split("\n")[-LINES_ABOVE:])))


def _numbered_rows(signs: Signs) -> bool:
    """Whether most rows begin with the number of a criterion."""
    firsts = [row.cells[0].strip() for row in signs.rows if row.cells]
    numbered = sum(1 for cell in firsts if re.fullmatch(r"#?\d{1,3}(?:\.\d{1,2})?", cell))
    return numbered >= 3 and numbered * 2 >= len(firsts)


def _typed(signs: Signs) -> Fact | None:
    typed = first(signs.fields, "type")
    if not typed:
        return None
    word = re.sub(r"[^a-z ]", "", typed.value.lower()).strip()
    if word == "register":
        return _fact(Kind.PROCEDURE, typed.words, 0.6) if len(BINDING.findall(signs.text)) >= BOUND else None
    kind = TYPES.get(word) or next((TYPES[each] for each in TYPES if re.search(rf"\b{each}\b", word)), None)
    return _fact(kind, typed.words, 1.0) if kind else None


def _questionnaire(signs: Signs) -> Fact | None:
    if len(signs.answers) < 3:
        return None
    asked = sum(1 for block in signs.rows if row_fields(block).get("question", "").rstrip().endswith("?"))
    titled = TITLES[2][1].search(f"{signs.title} {signs.stem}")
    filled = [answer for answer in signs.answers if answer.strip()]
    plain = sum(1 for answer in filled if ANSWERED.match(answer)) >= 0.6 * len(filled)
    if titled:
        return _fact(Kind.QUESTIONNAIRE, titled.group(), 0.95)
    checked = re.search(r"check ?list|inspection|\blog\b", f"{signs.title} {signs.stem}", re.I)
    if checked or not plain:
        return None
    return _fact(Kind.QUESTIONNAIRE, f"{len(signs.answers)} answered questions", 0.9 if asked >= 3 else 0.7)


def _mail(signs: Signs) -> Fact | None:
    return _fact(Kind.LETTER, "mail", 1.0) if signs.suffix == ".eml" or "sender" in signs.reading.properties else None


def _certificate(signs: Signs) -> Fact | None:
    found = CERTIFIES.search(signs.head)
    if not found or len(signs.text) > SHORT or not VALIDITY.search(signs.text):
        return None
    if re.search(r"certificate of (?:attendance|completion|participation)", signs.head, re.I):
        return None
    if SALUTATION.search(signs.head) and CLOSING.search(signs.text):
        return None
    titled = CERTIFIES.search(f"{signs.title} {signs.head[:300]}")
    return _fact(Kind.CERTIFICATE, found.group(), 0.95) if titled else None


def _letter(signs: Signs) -> Fact | None:
    opened, closed = SALUTATION.search(signs.head), CLOSING.search(signs.text)
    short = len(signs.text) <= 2 * SHORT
    if opened and closed and short:
        return _fact(Kind.LETTER, f"{opened.group()} … {closed.group()}", 0.95)
    named = re.search(r"\bletter\b", f"{signs.stem} {signs.title}", re.I)
    return _fact(Kind.LETTER, named.group(), 0.75) if named and short and not _titled_kind(signs.title) else None


def _titled_kind(title: str) -> tuple[Kind, str] | None:
    """The kind that the head noun of a title names, with the word."""
    head = TITLE_TAIL.split(title, maxsplit=1)[0]
    for part in (head, title):
        hits = [(match.end(), kind, match.group()) for kind, words in TITLES for match in words.finditer(part)]
        if hits:
            _, kind, word = max(hits, key=lambda hit: hit[0])
            if kind in (Kind.LETTER, Kind.CERTIFICATE) and part != title:
                continue  # "Letter of Credit Procedure" is no letter
            return kind, word
    return None


def _titled(signs: Signs) -> Fact | None:
    """By the title, else the file's name; a form of a record that holds no dates is not a record."""
    for words, confidence in ((signs.title, 0.8), (signs.stem, 0.6)):
        found = _titled_kind(words)
        if not found or found[0] in (Kind.CRITERIA, Kind.QUESTIONNAIRE, Kind.PRIOR_ANSWER, Kind.REGISTER):
            continue
        kind, word = found
        if kind in (Kind.POLICY, Kind.PROCEDURE) and (signs.suffix in SHEETS or _is_list_of_days(signs)):
            continue  # "Employee Handbook 2026: who has signed" on a sheet
        if kind is Kind.CERTIFICATE and re.search(r"attend|complet", signs.head, re.I):
            kind = Kind.RECORD
        if kind is Kind.RECORD and not dates_in(signs.text):
            continue
        if kind is Kind.CERTIFICATE and len(signs.text) > 2 * SHORT:
            continue
        return _fact(kind, word, confidence)
    return None


def _is_list_of_days(signs: Signs) -> bool:
    """Whether dated rows are the most of what it says."""
    return not signs.is_prose and _dated_rows(signs) is not None


def _has_day(cell: str) -> bool:
    """Whether a cell tells when; a quarter is when something is meant to be, not when it was."""
    return any(written.confidence > QUARTER_ONLY for written in dates_in(cell))


def _dated_rows(signs: Signs) -> Fact | None:
    dated = [block for block in signs.rows if any(_has_day(cell) for cell in block.cells)]
    if len(dated) >= 5 and len(dated) >= 0.5 * len(signs.rows) and len(signs.rows) * 3 >= len(signs.reading.blocks):
        return _fact(Kind.RECORD, f"{len(dated)} dated rows", 0.8)
    return None


def _attendance(signs: Signs) -> Fact | None:
    found = re.search(r"certificate of (?:attendance|completion|participation)", signs.head, re.I)
    return _fact(Kind.RECORD, found.group(), 0.9) if found else None


def _self_named(signs: Signs) -> Fact | None:
    named = [word.lower() for word in SELF_NAMED.findall(signs.text)]
    if not named or not signs.is_prose:
        return None
    policy = named.count("policy")
    kind = Kind.POLICY if policy * 2 >= len(named) else Kind.PROCEDURE
    return _fact(kind, f"this {'policy' if kind is Kind.POLICY else next(w for w in named if w != 'policy')}", 0.7)


def _foldered(signs: Signs) -> Fact | None:
    for folder in reversed(signs.name.lower().split("/")[:-1]):
        kind = FOLDERS.get(FOLDER_NUMBER.sub("", folder))
        if kind:
            return _fact(kind, f"folder {folder}", 0.4)
    return None


def _binding(signs: Signs) -> Fact | None:
    told = len(BINDING.findall(signs.text))
    if not signs.is_prose or re.search(r"\b(?:agreement|contract)\b", signs.title, re.I):
        return None
    if told >= BOUND and told * 400 >= len(signs.text):
        return _fact(Kind.PROCEDURE, f"{told} × shall, must, will", 0.4)
    return None


def _picture(signs: Signs) -> Fact | None:
    return _fact(Kind.MEDIA, signs.suffix, 0.5) if signs.suffix in (".jpg", ".jpeg", ".png", ".webp", ".bmp") else None


RULES: tuple[Callable[[Signs], Fact | None], ...] = (
    _media,
    _prior_answer,
    _criteria,
    _template,
    _register,
    _typed,
    _mail,
    _questionnaire,
    _attendance,
    _certificate,
    _letter,
    _titled,
    _dated_rows,
    _self_named,
    _foldered,
    _binding,
    _picture,
)
