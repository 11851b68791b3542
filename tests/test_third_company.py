"""The third company: its files are made by its sources, and every label stands on words that are in them."""

import json
from typing import Any

import pytest

from eval.third_company.build_documents import FICTION, HERE, build_all
from eval.third_company.read_text import DOCUMENTS, fold, read_all

GRADES = {"covered": "supports", "partial": "partial", "stale": "stale", "conflict": "contradicts"}
TRAPS = {"form_only", "claim_only", "circular", "wrong_party", "contradicts"}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return read_all()


def test_a_rebuild_gives_the_files_that_are_there() -> None:
    made = build_all()
    there = {path.relative_to(DOCUMENTS).as_posix(): path for path in DOCUMENTS.rglob("*") if path.is_file()}
    assert set(made) == set(there)
    assert [path for path, data in made.items() if there[path].read_bytes() != data] == []


def test_every_file_that_can_say_so_says_that_it_is_fictional(texts: dict[str, str]) -> None:
    silent = [path for path, text in texts.items() if FICTION not in text]
    assert [path.rsplit("/", 1)[1] for path in silent if not path.endswith(".jpg")] == ["Letter (scan).pdf"]


def test_all_140_questions_have_one_label_and_odd_numbers_are_for_tuning() -> None:
    labels = lines("labels.jsonl")
    assert len(labels) == len({label["portal"] for label in labels}) == 140
    assert {label["status"] for label in labels} == {*GRADES, "gap"}
    assert all(label["split"] == ("dev" if label["portal"] % 2 else "test") for label in labels)


def test_every_quote_of_labels_and_decoys_stands_in_its_file(texts: dict[str, str]) -> None:
    quotes = [(piece["file"], piece["quote"]) for label in lines("labels.jsonl") for piece in label["evidence"]]
    quotes += [(decoy["file"], decoy["quote"]) for decoy in lines("decoys.jsonl")]
    assert [(path, quote) for path, quote in quotes if fold(quote) not in texts[path]] == []


def test_a_label_carries_the_grade_that_its_status_needs() -> None:
    for label in lines("labels.jsonl"):
        grades = {piece["grade"] for piece in label["evidence"]}
        if label["status"] == "gap":
            assert grades <= TRAPS, label["portal"]
        else:
            assert GRADES[label["status"]] in grades, label["portal"]
        assert bool(label["missing"]) == (label["status"] != "covered"), label["portal"]


def test_a_conflict_shows_both_sides() -> None:
    conflicts = [label for label in lines("labels.jsonl") if label["status"] == "conflict"]
    assert conflicts
    for label in conflicts:
        assert {"supports", "contradicts"} <= {piece["grade"] for piece in label["evidence"]}, label["portal"]


def test_no_decoy_is_counted_as_evidence_of_the_same_question() -> None:
    counted = {
        (label["portal"], piece["file"], piece["quote"])
        for label in lines("labels.jsonl")
        for piece in label["evidence"]
        if piece["grade"] not in TRAPS
    }
    assert not counted & {(decoy["portal"], decoy["file"], decoy["quote"]) for decoy in lines("decoys.jsonl")}
