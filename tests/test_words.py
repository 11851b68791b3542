"""The word check finds what is lost, and forgives only spaces and hyphens at line ends."""

import zipfile
from pathlib import Path

import pytest

from eval.words import account, run

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("expected", "passages", "respaced", "missing"),
    [
        ("Seals are kept", ["seals ARE", "kept."], 0, ()),
        ("Seals are kept", ["Seals kept"], 0, ("are",)),
        ("seal, seal, seal", ["seal seal"], 0, ("seal",)),
        ("e\ufb03cient \u017feal", ["efficient seal"], 0, ()),
        ("secu\x02rity high-\r\nsecurity", ["security high-security"], 1, ()),
        ("for ever locked", ["forever locked"], 2, ()),
        ("forever locked", ["for ever locked"], 1, ()),
        ("the log of the guard", ["thelogofthe guard"], 4, ()),
        ("the log", ["thelo"], 0, ("the", "log")),
        ("12.10 and 5.14", ["12.10 and 5.1"], 0, ("14",)),
    ],
)
def test_each_word_has_to_be_there_as_often_as_in_the_file(
    expected: str, passages: list[str], respaced: int, missing: tuple[str, ...]
) -> None:
    told = account(expected, passages)
    assert (told.respaced, tuple(sorted(told.missing))) == (respaced, tuple(sorted(missing)))
    assert told.found + told.respaced + len(told.missing) == told.words


def test_what_is_left_out_by_name_and_what_nobody_sees_is_counted_apart() -> None:
    told = account("Page head. Seals are kept. Unseen words.", ["Seals are kept."], ["Page head."], ["unseen words"])
    assert (told.words, told.found, told.left_out, told.hidden, told.missing) == (7, 5, 2, 2, ())
    assert told.share == 1.0


def test_a_word_document_is_compared_without_what_is_deleted_hidden_or_said_twice(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Seals are </w:t></w:r><w:del><w:r><w:delText>not</w:delText><w:t>not</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>kept</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>in a safe</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    head = "<w:p><w:r><w:t>Alder Goods</w:t></w:r></w:p>"
    with zipfile.ZipFile(tmp_path / "seals.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name in ("header1", "header2"):
            archive.writestr(f"word/{name}.xml", f"<w:hdr {W}>{head}</w:hdr>")
    figures = run([tmp_path])
    assert (figures["share"], figures["words"], figures["left_out"]) == (1.0, 8, 2)
    assert figures["files"][0]["missing_words"] == [] and figures["not_read"] == []
