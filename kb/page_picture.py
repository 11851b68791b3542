"""A page of a PDF as a picture with quoted words marked, drawn in a process of its own."""

import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from kb.errors import SourceError

DPI = 110  # letters of 8 points can be read, and a page fits a wide screen
MOST_PIXELS = 2400  # of the longer side: a poster must not fill the memory
MEMORY_LIMIT = 2 * 1024**3  # bytes
TIME_LIMIT = 30.0  # seconds
TOGETHER = 3  # words in a row that must agree before they are taken for quoted ones
HOLE = 3  # words between two such runs that are marked too: a word broken at a line's end differs
LEAST = 3  # the pieces must be the third part of the quote at least: the rest may stand on the next page
WORD = re.compile(r"\w+")
NONE = b"none"  # written before the picture where nothing is marked; else the place of the first mark in thousandths
MARK = (255, 226, 112)  # laid over as by a text marker: black stays black


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG, whether the words were found on it, and where the first of them stand."""

    png: bytes
    marked: bool
    top: float = 0.0  # share of the page's height above the first mark


def page_picture(path: Path, sha256: str, page: int, quote: str) -> Picture:
    """The page (from 1) of a PDF with the quote marked; raises SourceError where the file is gone or changed."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name} is not where it was read from; put it back, or read it in anew.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SourceError(f"{path.name} has changed since it was read; read it in anew to see the page.")
    request = json.dumps({"path": str(path), "page": page, "quote": quote})
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "kb.page_picture"],
            input=request.encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])},
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise SourceError(f"Page {page} of {path.name} cannot be drawn; open the file in its own program.") from error
    top, png = done.stdout[: len(NONE)], done.stdout[len(NONE) :]
    return Picture(png, True, int(top) / 1000) if top != NONE else Picture(png, False)


def agreeing(page: Sequence[str], quote: Sequence[str]) -> list[tuple[int, int]]:
    """Runs (first, last + 1) of the page's words that are the quote's, in the quote's order."""
    least = min(TOGETHER, len(quote))
    blocks = SequenceMatcher(None, page, quote, autojunk=False).get_matching_blocks()
    runs: list[tuple[int, int]] = []
    for block in blocks:
        if block.size < least or not block.size:
            continue
        if runs and block.a - runs[-1][1] <= HOLE:
            runs[-1] = (runs[-1][0], block.a + block.size)
        else:
            runs.append((block.a, block.a + block.size))
    return runs


def spans(page: Sequence[str], quote: Sequence[str]) -> list[tuple[int, int]]:
    """Runs (first, last + 1) of a page's words in which a quote stands: all of it in a row, else in pieces nearby."""
    wanted = list(quote)
    for first in range(len(page) - len(wanted) + 1):
        if wanted and page[first] == wanted[0] and list(page[first : first + len(wanted)]) == wanted:
            return [(first, first + len(wanted))]
    runs = agreeing(page, quote)
    longest = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    reach = range(longest[0] - len(wanted), longest[1] + len(wanted) + 1)
    near = [run for run in runs if run[0] in reach and run[1] in reach]
    return near if LEAST * sum(last - first for first, last in near) >= len(wanted) else []


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).lower()  # ligatures apart


def _draw(request: dict[str, Any]) -> bytes:
    """Where the first marked words stand, in thousandths of the height and four digits, or NONE; then the PNG."""
    import io

    import pypdfium2
    from PIL import Image, ImageChops, ImageDraw

    page = pypdfium2.PdfDocument(request["path"])[request["page"] - 1]
    scale = min(DPI / 72, MOST_PIXELS / max(page.get_size()))
    bitmap = page.render(scale=scale)
    picture = bitmap.to_pil().convert("RGB")
    layer = Image.new("RGB", picture.size, "white")
    place = bitmap.get_posconv(page)
    tops = []
    for left, bottom, right, top in boxes(page.get_textpage(), request["quote"]):
        (x1, y1), (x2, y2) = place.to_bitmap(left, bottom), place.to_bitmap(right, top)
        tops.append(max(0, min(y1, y2)))
        ImageDraw.Draw(layer).rectangle((min(x1, x2) - 1, min(y1, y2) - 1, max(x1, x2) + 1, max(y1, y2) + 1), MARK)
    png = io.BytesIO()
    ImageChops.multiply(picture, layer).save(png, "PNG")
    return (b"%04d" % (1000 * min(tops) // picture.height) if tops else NONE) + png.getvalue()


def boxes(text: Any, quote: str) -> Iterator[tuple[float, float, float, float]]:
    """Rectangles (left, bottom, right, top in points) of the quoted words on a page."""
    from pypdfium2.raw import FPDFText_GetUnicode

    characters = [FPDFText_GetUnicode(text, place) for place in range(text.count_chars())]
    words = list(WORD.finditer("".join(chr(code) if code else " " for code in characters)))
    for first, last in spans([_plain(word[0]) for word in words], [_plain(word) for word in WORD.findall(quote)]):
        start, end = words[first].start(), words[last - 1].end()
        for number in range(text.count_rects(start, end - start)):
            yield text.get_rect(number)


def limit_memory() -> None:
    """Keep a process that reads a stranger's file from taking all memory."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    except (ImportError, ValueError, OSError):  # Windows has no such limit, and macOS refuses it
        return


if __name__ == "__main__":
    limit_memory()
    sys.stdout.buffer.write(_draw(json.load(sys.stdin.buffer)))
