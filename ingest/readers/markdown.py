"""Markdown as blocks: its marks are left out, what they mark is kept."""

import html
import re
from dataclasses import dataclass, field

from ingest.readers.captions import front_matter
from ingest.readers.clauses import Clauses, depth_of
from ingest.readers.cleaning import clean
from ingest.reading import Block, BlockKind, Reading

HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
ITEM = re.compile(r"(\s*)(?:[-*+]|(\d{1,3}[.)]))\s+(?:\[([ xX])\]\s+)?(.*)")
RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
FENCE = re.compile(r" {0,3}(```|~~~)")
DELIMITERS = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
LONGEST_MARKED = 10_000  # characters; in a longer line the marks stay, since to look for pairs of them takes too long
MOST_COLUMNS = 500
UNSEEN = re.compile(  # what a browser does not show
    r"<(?P<tag>\w+)\b[^>]*(?:display:\s*none|visibility:\s*hidden|font-size:\s*0|\shidden\b)[^>]*>.*?</(?P=tag)>",
    re.DOTALL | re.I,
)
MARKS = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^)]*\))*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^>\s]+)>"), r"\1"),
    (
        re.compile(r"</?(?:br|p|b|i|em|strong|u|sub|sup|span|div|a|font|center|img|details|summary|kbd)\b[^>]*>", re.I),
        " ",
    ),
    (re.compile(r"(\*\*\*|\*\*|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)__(?=[^\s_])(.+?)(?<=[^\s_])__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?!\w)"), r"\1"),
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), r"\1"),
)


def markdown_reading(text: str) -> Reading:
    """The blocks of a Markdown text, its front matter as properties."""
    front, body = front_matter(text)
    properties = {clean(str(name)).lower(): clean(_plain(value)) for name, value in front.items() if value is not None}
    body = _without_comments(body)
    warnings = ("It has hidden text, which was not read.",) if UNSEEN.search(body) else ()
    blocks = _Parser(UNSEEN.sub("", body).expandtabs(4).split("\n")).blocks()
    told = {name: value for name, value in properties.items() if value}
    return Reading(tuple(blocks), properties=told, warnings=warnings)


def _without_comments(text: str) -> str:
    parts: list[str] = []
    begin = 0
    while (start := text.find("<!--", begin)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[begin:start])
        begin = end + 3
    return "".join(parts) + text[begin:]


def without_marks(text: str) -> str:
    """The text of one line without the marks of emphasis, code and links."""
    for pattern, replacement in MARKS if len(text) <= LONGEST_MARKED else ():
        text = pattern.sub(replacement, text)
    return clean(html.unescape(text))


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(slots=True)
class _Parser:
    lines: list[str]
    done: list[Block] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)
    item: str = ""  # the number or mark of the list item that the paragraph is
    listed: bool = False
    clauses: Clauses = field(default_factory=Clauses)

    def blocks(self) -> list[Block]:
        position = 0
        while position < len(self.lines):
            position = self._step(position)
        self._end()
        return self.done

    def _step(self, position: int) -> int:
        line = re.sub(r"^\s*(>\s?)+", "", self.lines[position])
        heading, item = HEADING.match(line), ITEM.match(line)
        following = self.lines[position + 1] if position + 1 < len(self.lines) else ""
        if not line.strip() or (RULE.match(line) and not self.paragraph):
            self._end()
        elif FENCE.match(line):
            return self._code(position + 1)
        elif heading:
            self._end()
            self._heading(heading[2], len(heading[1]))
        elif "|" in line and "|" in following and line.count("|") <= MOST_COLUMNS and DELIMITERS.match(following):
            return self._table(position)
        elif self.paragraph and not self.listed and re.match(r" {0,3}(=+|-+)\s*$", line):
            title, self.paragraph = " ".join(self.paragraph), []
            self._heading(title, 1 if "=" in line else 2)
        elif item and not RULE.match(line):
            self._end()
            mark = "☒ " if (item[3] or "").strip() else "☐ " if item[3] else ""
            self.listed, self.item, self.paragraph = True, item[2] or "", [mark + item[4]]
        else:
            self.paragraph.append(line)
            if line.endswith(("  ", "\\")):
                self._end()
        return position + 1

    def _heading(self, title: str, level: int) -> None:
        words = without_marks(title)
        if words:
            clause = self.clauses.of(words)
            self.done.append(Block(words, BlockKind.HEADING, level=level, clause=clause))

    def _end(self) -> None:
        words = without_marks(" ".join(line.rstrip("\\") for line in self.paragraph))
        listed, number = self.listed, self.item
        self.paragraph, self.listed, self.item = [], False, ""
        if words:
            shown = f"{number} {words}" if number else words
            kind = BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH
            clause = self.clauses.of(shown)
            if not listed and depth_of(clause) > 1 and len(shown) < 60 and shown[-1].isalnum():
                self.done.append(Block(shown, BlockKind.HEADING, level=depth_of(clause) + 1, clause=clause))
            else:
                self.done.append(Block(shown, kind, clause=clause))

    def _code(self, position: int) -> int:
        self._end()
        while position < len(self.lines) and not FENCE.match(self.lines[position]):
            words = clean(self.lines[position])
            if words:
                self.done.append(Block(words))
            position += 1
        return position + 1

    def _table(self, position: int) -> int:
        self._end()
        rows = [self._cells(self.lines[position])]
        position += 2
        while position < len(self.lines) and "|" in self.lines[position] and self.lines[position].strip():
            rows.append(self._cells(self.lines[position]))
            position += 1
        width = max(map(len, rows))  # a row may have more cells than the header names
        header = (*rows[0], *[""] * (width - len(rows[0])))
        if any(header):
            kind = BlockKind.FURNITURE if width > 2 else BlockKind.ROW  # two columns may be the first pair of a form
            self.done.append(Block(" | ".join(filter(None, header)), kind, cells=header))
        for row in rows[1:]:
            cells = (*row, *[""] * (width - len(row)))
            if any(cells):
                self.done.append(Block(" | ".join(filter(None, cells)), BlockKind.ROW, header=header, cells=cells))
        return position

    def _cells(self, line: str) -> tuple[str, ...]:
        inner = re.sub(r"(?<!\\)\|\s*$", "", line.strip().removeprefix("|"))
        return tuple(without_marks(cell) for cell in re.split(r"(?<!\\)\|", inner))
