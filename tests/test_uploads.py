"""An uploaded file gets a name of our making, inside the folder of uploads."""

from pathlib import Path

import pytest

from kb.uploads import safe_name, save_upload


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Seal policy.pdf", "Seal policy.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\log.xlsx", "log.xlsx"),
        ("/absolute.txt", "absolute.txt"),
        ("..", "document"),
        ("", "document"),
        (".hidden.txt", "hidden.txt"),
        ("~$lock.docx", "lock.docx"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("<script>alert(1)<script>.md", "_script_alert(1)_script_.md"),
        ("NUL.txt", "_NUL.txt"),
        ("保安.pdf", "保安.pdf"),
        ("exe\u202efdp.txt", "exefdp.txt"),
    ],
)
def test_a_name_keeps_what_people_know_it_by_and_nothing_that_acts(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_is_cut_and_keeps_its_extension() -> None:
    name = safe_name("保" * 300 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) < 255


def test_the_same_file_twice_is_kept_once(tmp_path: Path) -> None:
    first = save_upload("log.csv", b"1", tmp_path / "uploads")
    assert save_upload("log.csv", b"1", tmp_path / "uploads") == first
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == ["log.csv"]


def test_another_file_of_the_same_name_does_not_replace_the_first(tmp_path: Path) -> None:
    first = save_upload("log.csv", b"1", tmp_path)
    second = save_upload("log.csv", b"2", tmp_path)
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert second.name == "log (2).csv"
