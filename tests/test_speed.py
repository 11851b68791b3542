"""What the speed bench counts: the same files for both, characters once, what a process and its children cost."""

import sys
from pathlib import Path

import numpy
import pytest

from eval.speed import main, shared_copy, write_small_files
from eval.speed_ingest import covered
from eval.spent import run
from kb.embedding import Ahead, model_folder
from kb.errors import SourceError

TOKENIZER = model_folder() / "tokenizer.json"


def row(document: str, start: int, text: str, lead: str = "") -> dict[str, object]:
    return {"document": document, "start": start, "length": len(text), "embedded": lead + text, "lead": len(lead)}


def test_characters_that_stand_in_two_chunks_are_counted_once() -> None:
    rows = [row("a", 0, "seal " * 20), row("a", 50, "seal " * 20), row("b", 0, "lock")]
    assert covered(TOKENIZER, rows) == (154, 154)


def test_what_follows_the_tokens_that_the_model_reads_is_not_seen() -> None:
    whole, seen = covered(TOKENIZER, [row("a", 0, "seal " * 1000)])
    assert whole == 5000 and 1200 < seen < 1300
    assert covered(TOKENIZER, [row("a", 0, "seal " * 1000, lead="path: " * 50)])[1] < seen - 300


def test_both_read_the_same_files_and_the_others_are_named(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.md").write_text("text")
    (tmp_path / "in" / "b.jpg").write_bytes(b"picture")
    place, left_out = shared_copy([tmp_path / "in"], tmp_path / "out")
    assert [path.name for path in place.rglob("*.*")] == ["a.md"] and left_out == ["b.jpg"]
    with pytest.raises(SourceError, match="is not a folder"):
        shared_copy([tmp_path / "nowhere"], tmp_path / "again")


def test_the_memory_of_a_process_includes_that_of_its_children() -> None:
    child = "import time; x = bytearray(80_000_000); time.sleep(0.4)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('[1]')"
    spent = run([sys.executable, "-c", parent])
    assert spent.result == [1] and spent.seconds > 0.4 and spent.peak_mb > 80


def test_a_command_that_fails_is_told_with_its_last_words() -> None:
    with pytest.raises(SourceError, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_a_python_without_the_starter_is_told_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)
    assert main([str(tmp_path), "--quick", "--starter-python", str(bare)]) == 1
    assert "llama-index-embeddings-huggingface" in capsys.readouterr().err


def test_the_small_files_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_small_files(tmp_path / name, 3)
    texts = [[path.read_text() for path in sorted((tmp_path / name).iterdir())] for name in ("one", "two")]
    assert texts[0] == texts[1] and len(set(texts[0])) == 3


class Counting:
    """An embedder that counts what it embeds."""

    name, sha256, dimension = "counting", "", 1

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: list[str]) -> "numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float32]]":
        self.embedded += texts
        return numpy.array([[len(text)] for text in texts], dtype=numpy.float32)


def test_vectors_made_ahead_are_not_made_again_and_come_in_the_order_asked_for() -> None:
    embedder = Counting()
    ahead = Ahead(lambda: embedder)  # type: ignore[arg-type, return-value]
    ahead.begin({"1": "a", "2": "bb"})
    assert ahead.take({"3": "ccc", "2": "bb", "1": "a"})[:, 0].tolist() == [3, 2, 1]
    assert embedder.embedded == ["a", "bb", "ccc"]
    assert ahead.take({"1": "dddd"})[:, 0].tolist() == [4]  # what is taken is not kept
