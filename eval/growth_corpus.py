"""Documents of any number of passages: labelled sets repeated, each time with other words."""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from eval.beir_folder import Row, load

CHANGED = 0.15  # of a text's words, each time that it is repeated: about as much as between two companies' papers
ROWS = 40  # of a document
WORD = re.compile(r"[A-Za-z]{4,}")
SYLLABLES = "ba ce di fo gu har kel lim mor nes pol quin ras sev tal ur ven wex yor zan".split()


def documents(folders: Sequence[Path]) -> Iterator[tuple[str, list[Row]]]:
    """Name and rows of documents without end: the sets' rows by scope, then again and again with changes."""
    scopes: dict[str, list[Row]] = {}
    for folder in folders:
        for row in load(folder).rows:
            scopes.setdefault(f"{folder.name}-{row.scope}", []).append(row)
    parts = [rows[begin : begin + ROWS] for rows in scopes.values() for begin in range(0, len(rows), ROWS)]
    words = sorted({word for rows in parts for row in rows for word in WORD.findall(row.text)})
    for turn in count():
        chance = random.Random(turn)
        names = [_name(chance) for _ in range(500)] + chance.sample(words, min(500, len(words)))
        for place, rows in enumerate(parts):
            yield f"{turn:03}-{place:04}", rows if turn == 0 else [_changed(row, chance, names) for row in rows]


def as_markdown(name: str, rows: Sequence[Row]) -> str:
    """A document as a file: each row below its title or number."""
    parts = [f"# {name}"]
    for number, row in enumerate(rows, start=1):
        parts += [f"## {number} {' '.join(row.title.split())[:80]}".rstrip(), row.text]
    return "\n\n".join(parts) + "\n"


def _changed(row: Row, chance: random.Random, names: Sequence[str]) -> Row:
    text = WORD.sub(lambda found: chance.choice(names) if chance.random() < CHANGED else found[0], row.text)
    return Row(row.id, row.title, text, row.scope)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()
