"""A copy of a PDF with quoted words highlighted on their pages, made in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.errors import SourceError
from kb.page_picture import boxes, limit_memory

TIME_LIMIT = 120.0  # seconds
COLOUR = "ffe270"  # as on the pages


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to be highlighted."""

    page: int  # from 1
    quote: str
    label: str  # shown by PDF readers as the note on the mark


def marked_pdf(source: Path, target: Path, marks: Sequence[Mark]) -> list[bool]:
    """Write a copy of a PDF with the marks and say of each whether its words were found on the page's own text.

    They are not on a scanned page. Nothing is written where none was found. Raises SourceError where the file cannot be
    taken apart.
    """
    request = {"source": str(source), "target": str(target), "marks": [asdict(mark) for mark in marks]}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "kb.marked_pdf"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])},
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        found: list[bool] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise SourceError(f"{source.name} cannot be copied with marks; its pages are shown as text.") from error
    return found


def _write(request: dict[str, Any]) -> list[bool]:
    """Find the words of each mark, and write the copy where there are any."""
    import pypdfium2
    from pypdf import PdfWriter

    document = pypdfium2.PdfDocument(request["source"])
    texts = {page: document[page - 1].get_textpage() for page in {mark["page"] for mark in request["marks"]}}
    placed = [(mark, list(boxes(texts[mark["page"]], mark["quote"]))) for mark in request["marks"]]
    if any(found for _, found in placed):
        writer = PdfWriter(clone_from=request["source"])
        for mark, found in placed:
            if found:
                writer.add_annotation(mark["page"] - 1, _highlight(found, mark["label"]))
        writer.write(request["target"])
    return [bool(found) for _, found in placed]


def _highlight(found: Sequence[tuple[float, float, float, float]], label: str) -> Any:
    from pypdf.annotations import Highlight
    from pypdf.generic import ArrayObject, FloatObject, NameObject, NumberObject, TextStringObject

    corners = [(left, top, right, top, left, bottom, right, bottom) for left, bottom, right, top in found]
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    made = Highlight(
        rect=(min(lefts), min(bottoms), max(rights), max(tops)),
        quad_points=ArrayObject([FloatObject(value) for quad in corners for value in quad]),
        highlight_color=COLOUR,
    )
    made[NameObject("/Contents")] = TextStringObject(label)
    made[NameObject("/F")] = NumberObject(4)  # printed too
    return made


if __name__ == "__main__":
    limit_memory()
    sys.stdout.write(json.dumps(_write(json.load(sys.stdin.buffer))))
