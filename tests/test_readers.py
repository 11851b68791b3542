"""What holds for every reader, from small files made here."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from files import SEAL, block_with, docx, make, picture, text_of

from ingest import isolate
from ingest.isolate import Isolation
from ingest.passages import make_passages
from ingest.readers.registry import REFUSALS, read_file, reader_for
from ingest.reading import Block, BlockKind, Reading
from ingest.wire import encode, reading_to_record
from kb.errors import RefusedFileError

FORMATS = (".pdf", ".docx", ".odt", ".pptx", ".xlsx", ".ods", ".csv", ".txt", ".md", ".html", ".eml", ".mp4")
PAGES = {".pdf": 1, ".pptx": 2}
ROWS = {".xlsx": ("Yard", 2), ".ods": ("Yard", 2), ".csv": ("", 2)}


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_its_words_with_their_place_in_spans_that_can_be_read_again(
    suffix: str, tmp_path: Path, isolation: Isolation
) -> None:
    reading = isolation.read(make(tmp_path, suffix))
    block = block_with(reading, SEAL)
    assert all(each.text and each.text == each.text.strip() and "\x00" not in each.text for each in reading.blocks)
    assert block.page == PAGES.get(suffix)
    assert (block.sheet, block.row) == ROWS.get(suffix, ("", None))
    made = make_passages("/a", "0" * 64, reading)
    found = next(passage for passage in made.passages if SEAL in passage.text)
    assert made.text[found.start : found.end] == found.text
    assert (found.locator.page, found.locator.sheet, found.locator.row) == (block.page, block.sheet, block.row)
    assert made.characters == made.characters_in_passages
    if suffix == ".mp4":
        assert block.kind is BlockKind.CAPTION and reading.properties["taken_by"] == "A. Ruiz"
    if suffix == ".eml":
        assert reading.properties["sent"].startswith("2026-03-03") and "Ana Ruiz" in reading.properties["sender"]


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".odt", ".pptx"])
def test_a_heading_is_told_from_text(suffix: str, tmp_path: Path) -> None:
    path = make(tmp_path, suffix)
    assert reader_for(path)(path).blocks[0].kind is BlockKind.HEADING


@pytest.mark.parametrize("reason", REFUSALS.values())
def test_a_refusal_says_what_the_file_is_and_what_to_do(reason: str) -> None:
    assert reason.startswith(("is ", "was ")) and reason.endswith(".")
    assert any(f" {word} " in reason for word in ("save", "export", "unpack", "have"))


@pytest.mark.parametrize(
    ("name", "start", "words"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "save it as .xlsx"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"), "as .eml"),
        ("a.rtf", b"{\\rtf1 words}", "save it as .docx"),
        ("winmail.dat", b"\x78\x9f\x3e\x22 words", "sent again as HTML"),
    ],
)
def test_older_formats_are_refused_with_what_to_save_them_as(
    name: str, start: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(start + bytes(99))
    with pytest.raises(RefusedFileError, match=words):
        read_file(path)


def test_a_zip_bomb_and_xml_entities_are_refused(tmp_path: Path, isolation: Isolation) -> None:
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (60 * 1024**2))
    with pytest.raises(RefusedFileError, match="zip bomb"):
        isolation.read(bomb)
    laughs = tmp_path / "laughs.docx"
    with zipfile.ZipFile(laughs, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>')
    with pytest.raises(RefusedFileError, match="entities"):
        isolation.read(laughs)


def test_a_file_that_is_not_what_its_name_says_is_read_as_what_it_is_or_refused(
    tmp_path: Path, isolation: Isolation
) -> None:
    lying = make(tmp_path, ".pdf").rename(tmp_path / "seals.txt")
    reading = isolation.read(lying)
    assert SEAL in text_of(reading) and "not what its name says" in reading.warnings[0]
    for name, content in (("a.pdf", b"\x00\x01\x02" * 99), ("b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(RefusedFileError, match="save it as"):
            isolation.read(path)


def test_folders_pipes_empty_files_and_links_out_of_the_folder_are_refused(
    tmp_path: Path, isolation: Isolation
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "empty.txt").touch()
    refused = [inside, inside / "empty.txt", inside / "absent.txt"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(inside / "pipe.txt")
        (inside / "link.txt").symlink_to(make(tmp_path, ".txt"))
        refused += [inside / "pipe.txt", inside / "link.txt"]
    for path in refused:
        with pytest.raises(RefusedFileError, match=path.name):
            isolation.read(path)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text exist on Linux only")
def test_a_name_in_another_encoding_is_no_obstacle(tmp_path: Path, isolation: Isolation) -> None:
    path = make(tmp_path, ".docx").rename(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.docx")))
    assert SEAL in text_of(isolation.read(path))
    path.write_bytes(b"")
    with pytest.raises(RefusedFileError) as refused:
        isolation.read(path)
    assert str(refused.value).encode("utf-8")


def test_a_film_without_caption_is_refused_with_the_name_of_the_file_to_write(tmp_path: Path) -> None:
    path = tmp_path / "gate.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(40))
    with pytest.raises(RefusedFileError, match=r"gate\.md"):
        reader_for(path)(path)


def test_reading_that_takes_too_long_is_ended_and_the_next_file_is_read(tmp_path: Path, isolation: Isolation) -> None:
    rows = "".join(f"<w:tr>{'<w:tc><w:p/></w:tc>' * 60}</w:tr>" for _ in range(3000))
    slow = docx(tmp_path / "slow.docx", f"<w:tbl>{rows}</w:tbl>")
    with Isolation(time_limit=0.3) as hasty:
        begun = time.monotonic()
        with pytest.raises(RefusedFileError, match="took more than"):
            hasty.read(slow)
        assert time.monotonic() - begun < 30
    assert SEAL in text_of(isolation.read(make(tmp_path, ".docx")))


def test_a_page_at_which_the_reading_process_dies_costs_that_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = encode({"reading": reading_to_record(Reading((Block("Page one"),), 2))}).decode().strip()
    script = (
        "import sys, json\n"
        "for line in sys.stdin:\n"
        "    print('{\"page\": 2}', flush=True)\n"
        "    if 2 not in json.loads(line)['left_out']: sys.exit(1)\n"
        f"    print({answer!r}, flush=True)\n"
    )
    start = [sys.executable, "-c", script]
    monkeypatch.setattr(
        isolate, "_start", lambda _: subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    )
    with Isolation() as one:
        reading = one.read(make(tmp_path, ".docx"))
    assert text_of(reading) == "Page one" and "Page 2 is damaged" in reading.warnings[0]


def test_a_picture_gives_its_caption_and_then_the_words_found_in_it(tmp_path: Path, isolation: Isolation) -> None:
    path = picture(tmp_path / "seal.png", "SEAL BHG0048213")
    (tmp_path / "seal.yaml").write_text("caption: Bolt seal on the right door\nplace: Dock 4\n")
    reading = isolation.read(path)
    assert reading.blocks[0] == Block("Bolt seal on the right door", BlockKind.CAPTION)
    assert "BHG0048213" in text_of(reading).replace(" ", "")
    assert reading.properties["place"] == "Dock 4"


def test_a_picture_that_lies_on_its_side_or_its_head_is_read_from_its_top(tmp_path: Path) -> None:
    from PIL import Image

    upper = picture(tmp_path / "upper.png", "Seals are counted", (480, 240))
    lower = picture(tmp_path / "lower.png", "Gates are locked", (480, 240))
    page = Image.new("RGB", (480, 480), "white")
    for place, path in enumerate((upper, lower)):
        page.paste(Image.open(path), (0, 240 * place))
    for angle in (90, 180):
        page.rotate(angle, expand=True).save(tmp_path / "turned.png")
        words = text_of(read_file(tmp_path / "turned.png"))
        assert words.index("Seals") < words.index("Gates"), angle


REAL = Path(__file__).parents[2] / "shared" / "real_files"


@pytest.mark.skipif(not REAL.is_dir(), reason="the collection of real files is not here")
@pytest.mark.parametrize("folder", ["docx", "xlsx", "other"])
def test_real_files_are_read_or_refused_with_a_sentence(folder: str, isolation: Isolation) -> None:
    for path in sorted((REAL / folder).iterdir()):
        try:
            reading = isolation.read(path)
        except RefusedFileError as error:
            assert path.name in str(error) and str(error).endswith(".")
        else:
            assert all(block.text == block.text.strip() != "" for block in reading.blocks)
