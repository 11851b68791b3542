"""A page of a PDF is drawn with the quoted words marked, or a sentence says why not."""

import hashlib
import io
from pathlib import Path

import pytest

from kb.errors import SourceError
from kb.page_picture import agreeing, page_picture

reportlab = pytest.importorskip("reportlab")
SENTENCE = "Empty trailers are parked in the fenced yard and padlocked overnight."


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path_factory.mktemp("papers") / "yard.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "1. Visitors sign the log at the gate.")
    canvas.drawString(72, 400, SENTENCE)
    canvas.showPage()
    canvas.drawString(72, 700, "Second page.")
    canvas.save()
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def yellow_rows(png: bytes) -> set[int]:
    """Rows of the picture that have a marked pixel."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = picture.size
    pixels = picture.tobytes()
    return {
        row
        for row in range(height)
        for column in range(0, width, 4)
        if pixels[3 * (row * width + column)] - pixels[3 * (row * width + column) + 2] > 40
    }


def test_the_quoted_words_are_marked_where_they_stand(paper: Path) -> None:
    picture = page_picture(paper, sha256(paper), 1, SENTENCE)
    rows = yellow_rows(picture.png)
    baseline = (841.9 - 400) * 110 / 72
    assert picture.marked
    assert abs(picture.top - (841.9 - 400) / 841.9) < 0.03
    assert rows
    assert all(abs(row - baseline) < 20 for row in rows)


def test_a_quote_that_is_not_on_the_page_is_not_marked_and_said_so(paper: Path) -> None:
    picture = page_picture(paper, sha256(paper), 2, SENTENCE)
    assert not picture.marked
    assert not yellow_rows(picture.png)


def test_a_file_that_changed_is_told_and_not_drawn(paper: Path) -> None:
    with pytest.raises(SourceError, match="has changed since it was read"):
        page_picture(paper, "0" * 64, 1, SENTENCE)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not where it was read from"):
        page_picture(tmp_path / "gone.pdf", "0" * 64, 1, SENTENCE)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing of a page")
    with pytest.raises(SourceError, match="cannot be drawn"):
        page_picture(path, sha256(path), 1, SENTENCE)


def test_a_word_that_is_broken_at_a_line_end_does_not_tear_the_mark() -> None:
    page = "the seal con trols are kept in the office".split()
    assert agreeing(page, "the seal controls are kept in the office".split()) == [(4, 9)]
    page = "keep the seal con trols are kept in the office".split()
    assert agreeing(page, "keep the seal controls are kept in the office".split()) == [(0, 10)]


def test_words_that_agree_by_chance_are_not_marked() -> None:
    assert agreeing("the gate and the yard".split(), "the driver and the guard wait".split()) == []
