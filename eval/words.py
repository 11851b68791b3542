"""Whether the words of PDF and Word files are in their passages: python -m eval.words FOLDER … [--output FILE].

The words to be found are those of pdfium's own text of each page, and of a plain walk over the w:t elements of a Word
file (body, notes, headers and footers; not what is deleted, hidden or a fallback of something shown). A word is a run
of letters and digits, in lower case, with ligatures taken apart (NFKC) and soft hyphens left out. Each word has to be
there as often as in the file: in a passage, or in what is left out by name (repeated headers and footers, comments,
text of a PDF that nobody sees). Two kinds of difference are allowed, and
counted apart: a word that a line's end parts may be whole ("secu-" "rity" as "security"), and words may be spaced
otherwise ("for ever" as "forever"), since no extractor knows where a PDF has its spaces. A letter has to be there.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from eval.intake import ROOT, commit
from ingest.isolate import Isolation
from ingest.passages import LEFT_OUT, make_passages
from ingest.reading import Reading
from kb.errors import CtpatError, RefusedFileError

SUFFIXES = (".pdf", ".docx", ".docm")
WORD = re.compile(r"[^\W_]+")
LINE_END = re.compile("[-\x02\ufffe\u2010]\\s*[\r\n]+\\s*|[\x02\ufffe]\\s*|\xad\\s*")
LONGEST_RUN = 6  # words that may be one word otherwise spaced
MOST_SHOWN = 40  # missing words of a file that are named
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOT_SHOWN = frozenset({f"{W}del", f"{W}moveFrom", FALLBACK})
PARTED = frozenset({f"{W}tab", f"{W}br", f"{W}cr", f"{W}p", f"{W}ptab"})


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a file's words."""

    words: int
    found: int  # as they are
    respaced: int  # parted or joined otherwise
    left_out: int  # in a repeated header, a comment and the like; among found
    hidden: int  # in text of a PDF that nobody sees, which a warning tells of
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """Of the words that are in passages or left out by name."""
        return (self.found + self.respaced + self.hidden) / self.words if self.words else 1.0


def words_in(text: str) -> list[str]:
    """The words of a text, in its order."""
    return WORD.findall(unicodedata.normalize("NFKC", text.replace("\xad", "")).lower())


def account(
    expected: str, passages: Iterable[str], left_out: Iterable[str] = (), hidden: Iterable[str] = ()
) -> Account:
    """Look for each word of the expected text."""
    asked = words_in(LINE_END.sub("", expected))
    named = Counter(word for text in left_out for word in words_in(text))
    given = Counter(word for text in passages for word in words_in(text))
    held = given + named
    lacking: list[tuple[int, str]] = []
    for place, word in enumerate(asked):
        if held[word] > 0:
            held[word] -= 1
        else:
            lacking.append((place, word))
    rest = Counter({word: count for word, count in held.items() if count > 0})
    respaced, lost = _respaced(lacking, rest)
    unseen = Counter(lost) & Counter(word for text in hidden for word in words_in(text))
    missing = list((Counter(lost) - unseen).elements())
    only_named = sum((Counter(asked) - given).values()) - len(lacking)
    found = len(asked) - len(lacking)
    return Account(len(asked), found, respaced, max(0, only_named), unseen.total(), tuple(missing))


def _respaced(lacking: Sequence[tuple[int, str]], rest: Counter[str]) -> tuple[int, list[str]]:
    """How many words are there, parted or joined otherwise, and those that are not."""
    missing: list[str] = []
    count = at = 0
    while at < len(lacking):
        run = next((size for size in range(LONGEST_RUN, 0, -1) if _take(lacking[at : at + size], size, rest)), 0)
        if run:
            count += run
        else:
            missing.append(lacking[at][1])
        at += run or 1
    return count, missing


def _take(run: Sequence[tuple[int, str]], size: int, rest: Counter[str]) -> bool:
    """Take neighbouring words out of the rest: as one word, or one word as several."""
    if len(run) < size or run[-1][0] - run[0][0] != size - 1:
        return False
    letters = "".join(word for _, word in run)
    pieces = [letters] if size > 1 and rest[letters] > 0 else _pieces(letters, rest)
    if not pieces:
        return False
    rest.subtract(pieces)
    return True


def _pieces(letters: str, rest: Counter[str]) -> list[str]:
    """The words of the rest that together are these letters, the longest first; empty where there are none."""
    if not letters or len(letters) > 200:
        return []
    best: list[list[str] | None] = [[], *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        for begin in range(end):
            before, piece = best[begin], letters[begin:end]
            if before is not None and len(before) < LONGEST_RUN and rest[piece] > before.count(piece):
                best[end] = [*before, piece]
                break
    return best[-1] or []


def expected_of(path: Path) -> str:
    """The text that a plain extractor gives; raises RefusedFileError where it cannot open the file."""
    try:
        return _pdf_text(path) if path.suffix.lower() == ".pdf" else "\n".join(_docx_text(path))
    except Exception as error:  # whatever a damaged file raises
        raise RefusedFileError(f"{path.name}: the plain extractor cannot read it ({type(error).__name__}).") from error


def _pdf_text(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range(errors="ignore") for page in document)


def _docx_text(path: Path) -> Iterator[str]:
    from lxml import etree

    with ZipFile(path) as archive:
        names = sorted(archive.namelist())
        main = re.compile(r"word/(document|footnotes|endnotes)\d*\.xml")
        side = re.compile(r"word/(header|footer)\d*\.xml")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        for name in filter(main.fullmatch, names):
            yield _shown(etree.fromstring(archive.read(name), parser))
        sides = (etree.fromstring(archive.read(name), parser) for name in filter(side.fullmatch, names))
        yield from dict.fromkeys(_shown(each) for root in sides if root is not None for each in root.iter(f"{W}p"))


def _shown(element: Any) -> str:
    """The text of w:t in an element; hidden runs left out, notes' separators have none."""
    parts: list[str] = []

    def walk(each: Any) -> None:
        if each.tag in NOT_SHOWN or (each.tag == f"{W}r" and _hidden(each)):
            return
        if each.tag == f"{W}t":
            parts.append(each.text or "")
        if each.tag == f"{W}noBreakHyphen":
            parts.append("-")
        if each.tag in PARTED:
            parts.append("\n" if each.tag == f"{W}p" else " ")
        for child in each:
            walk(child)
        if each.tag == f"{W}p":
            parts.append("\n")

    walk(element)
    return "".join(parts)


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in ("0", "false", "off")


def check(path: Path, reading: Reading) -> Account:
    """The account of a file's words against what was read of it."""
    made = make_passages(path.name, "", reading)
    left_out = [block.text for block in reading.blocks if block.kind in LEFT_OUT]
    hidden = _hidden_in(path) if any("hidden text" in warning for warning in reading.warnings) else ()
    return account(expected_of(path), _without_overlap(made.passages), left_out, hidden)


def _hidden_in(path: Path) -> Iterator[str]:
    """The words of a PDF's pages that the reader leaves out because nobody sees them."""
    import pypdfium2

    from ingest.readers.pdf_hidden import hidden_text
    from ingest.readers.pdf_words import words_of

    if path.suffix.lower() != ".pdf":
        return
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            unseen = hidden_text(page)
            if unseen:
                seen = Counter(word.text for word in words_of(page, unseen=unseen)[0])
                yield from (Counter(word.text for word in words_of(page)[0]) - seen).elements()


def _without_overlap(passages: Sequence[Any]) -> Iterator[str]:
    """The passages' texts, each character once."""
    end = 0
    for passage in sorted(passages, key=lambda each: each.start):
        yield passage.text[max(0, end - passage.start) :]
        end = max(end, passage.end)


def run(folders: Sequence[Path]) -> dict[str, Any]:
    """The accounts of the PDF and Word files below folders, the worst first, and their sum."""
    files: list[dict[str, Any]] = []
    not_read: list[str] = []
    with Isolation() as isolation:
        for folder in folders:
            for path in sorted(each for each in folder.rglob("*") if each.suffix.lower() in SUFFIXES):
                print(path.name, file=sys.stderr)
                try:
                    files.append(_row(f"{folder.name}/{path.relative_to(folder)}", check(path, isolation.read(path))))
                except CtpatError as error:
                    not_read.append(f"{error} ({_plain_words(path)} words in the plain text)")
    files.sort(key=lambda file: file["share"])
    sums = {
        name: sum(file[name] for file in files)
        for name in ("words", "found", "respaced", "left_out", "hidden", "missing")
    }
    share = 1 - sums["missing"] / max(1, sums["words"])
    return {"share": round(share, 5), "files_read": len(files), **sums, "files": files, "not_read": not_read}


def _plain_words(path: Path) -> int:
    """How many words the plain extractor gives of a file that is refused."""
    try:
        return len(words_in(expected_of(path)))
    except RefusedFileError:
        return 0


def _row(name: str, told: Account) -> dict[str, Any]:
    shown = [word for word, _ in Counter(told.missing).most_common(MOST_SHOWN)]
    return {
        "file": name,
        "share": round(told.share, 5),
        "words": told.words,
        "found": told.found,
        "respaced": told.respaced,
        "left_out": told.left_out,
        "hidden": told.hidden,
        "missing": len(told.missing),
        "missing_words": shown,
    }


def main() -> None:
    """Run it, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m eval.words", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--output", type=Path, metavar="FILE", help="without it eval/results/words-….json")
    asked = parser.parse_args()
    figures = run([folder.absolute() for folder in asked.folders])
    output = asked.output or ROOT / "eval" / "results" / f"words-{commit()}.json"
    output.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for file in figures["files"][:12]:
        print(f"{file['share']:.4f} {file['file']}: {file['missing']} of {file['words']} {file['missing_words'][:12]}")
    print("\n".join(f"{name}: {figures[name]}" for name in figures if name not in ("files", "not_read")))


if __name__ == "__main__":
    main()
