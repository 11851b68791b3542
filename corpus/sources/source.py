"""A content source: front matter and a small Markdown, read into blocks that every writer draws."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

CLAUSE = re.compile(r"^(§ ?\d+(?:\.\d+)*|\d+(?:\.\d+)+[a-z]?|\d+[a-z]|\([a-z]{1,3}\))\s+(.+)$")
DIRECTIVE = re.compile(r"^<!--\s*(\w+)(?::\s*(.*?))?\s*-->$")
HEADING = re.compile(r"^(#{1,4})\s+(.+)$")
AUTO_CLAUSE = re.compile(r"^(\+{1,3})\s+(.+)$")
DIRECTIVES = {"pagebreak", "widths", "signature", "space"}
REQUIRED = ("path", "format")


@dataclass(frozen=True, slots=True)
class Block:
    """One drawn thing: heading, clause, auto, paragraph, bullet, table, pagebreak, signature or space."""

    kind: str
    text: str = ""
    number: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One file to make: its front matter (or whole YAML) and, for prose, its blocks and raw body."""

    origin: Path
    meta: dict[str, Any]
    blocks: tuple[Block, ...] = ()
    body: str = ""
    path: str = field(default="")

    def text(self, name: str, default: str = "") -> str:
        """Return a front matter field as text."""
        value = self.meta.get(name)
        return default if value is None else str(value)


class SourceError(ValueError):
    """A content source that cannot be built; the message names the file and the remedy."""


def read_source(origin: Path) -> Source:
    """Read a .md (front matter and body) or .yaml content source."""
    raw = origin.read_text(encoding="utf-8")
    if origin.suffix == ".md":
        parts = re.split(r"^---\s*$", raw, maxsplit=2, flags=re.MULTILINE)
        if len(parts) != 3 or parts[0].strip():
            raise SourceError(f"{origin}: begin the file with front matter between two lines of ---")
        front, body = parts[1], parts[2].strip("\n")
    else:
        front, body = raw, ""
    try:
        meta = yaml.safe_load(front)
    except yaml.YAMLError as error:
        raise SourceError(f"{origin}: not valid YAML, {error}; quote values that hold ': ' or '#'") from error
    if not isinstance(meta, dict):
        raise SourceError(f"{origin}: the front matter must be a list of 'name: value' lines")
    for name in REQUIRED:
        if name not in meta:
            raise SourceError(f"{origin}: add '{name}:' to the front matter")
    blocks = tuple(read_blocks(body, origin)) if origin.suffix == ".md" and meta["format"] != "eml" else ()
    return Source(origin=origin, meta=meta, blocks=blocks, body=body, path=str(meta["path"]))


def read_blocks(body: str, origin: Path) -> Iterator[Block]:
    """Yield the blocks of a body; a blank line ends a paragraph, clause or bullet."""
    lines = body.split("\n")
    widths: tuple[float, ...] = ()
    index = 0
    while index < len(lines):
        line = lines[index].strip()
        index += 1
        if not line:
            continue
        if directive := DIRECTIVE.match(line):
            name, value = directive.group(1), directive.group(2) or ""
            if name not in DIRECTIVES:
                raise SourceError(f"{origin}: unknown directive '{name}'; use one of {', '.join(sorted(DIRECTIVES))}")
            if name == "widths":
                widths = tuple(float(part) for part in value.split())
            else:
                yield Block(kind=name, text=value)
        elif heading := HEADING.match(line):
            yield Block(kind="heading", text=heading.group(2), level=len(heading.group(1)))
        elif line.startswith("|"):
            table = [line]
            while index < len(lines) and lines[index].strip().startswith("|"):
                table.append(lines[index].strip())
                index += 1
            yield Block(kind="table", rows=read_rows(table, origin), widths=widths)
            widths = ()
        else:
            text = line
            while index < len(lines) and continues(lines[index]):
                text += ("\n" if text.endswith("\\") else " ") + lines[index].strip()
                index += 1
            yield read_paragraph(text.replace("\\\n", "\n").rstrip("\\"))


def continues(line: str) -> bool:
    """Tell whether a line carries on the paragraph above it."""
    text = line.strip()
    if not text or text.startswith(("|", "#", "<!--", "- ")):
        return False
    return not (CLAUSE.match(text) or AUTO_CLAUSE.match(text))


def read_paragraph(text: str) -> Block:
    """Return the block for one paragraph: bullet, auto-numbered clause, typed clause or plain."""
    if text.startswith("- "):
        return Block(kind="bullet", text=text[2:])
    if auto := AUTO_CLAUSE.match(text.split("\n")[0]):
        return Block(kind="auto", text=text[len(auto.group(1)) :].strip(), level=len(auto.group(1)))
    if clause := CLAUSE.match(text.split("\n")[0]):
        number = clause.group(1)
        return Block(kind="clause", number=number, text=text[len(number) :].strip(), level=number.count("."))
    return Block(kind="paragraph", text=text)


def read_rows(lines: list[str], origin: Path) -> tuple[tuple[str, ...], ...]:
    """Return a table's rows without its ruling line; a cell may hold <br>, and \\| for a bar."""
    rows = []
    for line in lines:
        cells = tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip()[1:].rstrip("|")))
        if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells):
            rows.append(cells)
    if len({len(row) for row in rows}) > 1:
        raise SourceError(f"{origin}: a table has rows of unequal length, near '{lines[0][:60]}'")
    return tuple(rows)
