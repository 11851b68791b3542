"""The fictional companies: their files are made by their sources, and every label stands on words that are in them."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from eval.company_files import FICTION
from eval.second_company.read_text import fold

GRADES = {"covered": "supports", "partial": "partial", "stale": "stale", "conflict": "contradicts"}
TRAPS = {"form_only", "claim_only", "circular", "wrong_party", "contradicts"}
MUTE = ("Letter (scan).pdf", ".jpg")  # pictures, which cannot say that they are fictional


class Company:
    """A company's folder with what builds and reads its documents."""

    def __init__(self, name: str) -> None:
        self.folder = Path(str(import_module(f"eval.{name}").__file__)).parent
        self.made: dict[str, bytes] = import_module(f"eval.{name}.build_documents").build_all()
        self.texts: dict[str, str] = import_module(f"eval.{name}.read_text").read_all()
        self.labels, self.decoys = self._lines("labels.jsonl"), self._lines("decoys.jsonl")

    def _lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module", params=["second_company", "third_company", "fourth_company"])
def company(request: pytest.FixtureRequest) -> Company:
    return Company(request.param)


def test_a_rebuild_gives_the_files_that_are_there(company: Company) -> None:
    documents = company.folder / "documents"
    there = {path.relative_to(documents).as_posix(): path for path in documents.rglob("*") if path.is_file()}
    assert set(company.made) == set(there)
    assert [path for path, data in company.made.items() if there[path].read_bytes() != data] == []


def test_every_file_that_can_say_so_says_that_it_is_fictional(company: Company) -> None:
    assert [path for path, text in company.texts.items() if FICTION not in text and not path.endswith(MUTE)] == []


def test_all_140_questions_have_one_label_and_odd_numbers_are_dev(company: Company) -> None:
    assert len(company.labels) == len({label["portal"] for label in company.labels}) == 140
    assert {label["status"] for label in company.labels} == {*GRADES, "gap"}
    assert all(label["split"] == ("dev" if label["portal"] % 2 else "test") for label in company.labels)


def test_every_quote_of_labels_and_decoys_stands_in_its_file(company: Company) -> None:
    quotes = [(piece["file"], piece["quote"]) for label in company.labels for piece in label["evidence"]]
    quotes += [(decoy["file"], decoy["quote"]) for decoy in company.decoys]
    assert [(path, quote) for path, quote in quotes if fold(quote) not in company.texts[path]] == []


def test_a_label_carries_the_grade_that_its_status_needs(company: Company) -> None:
    for label in company.labels:
        grades = {piece["grade"] for piece in label["evidence"]}
        if label["status"] == "gap":
            assert grades <= TRAPS, label["portal"]
        else:
            assert GRADES[label["status"]] in grades, label["portal"]
        assert bool(label["missing"]) == (label["status"] != "covered"), label["portal"]


def test_a_conflict_shows_both_sides(company: Company) -> None:
    for label in company.labels:
        if label["status"] == "conflict":
            assert {"supports", "contradicts"} <= {piece["grade"] for piece in label["evidence"]}, label["portal"]


def test_no_decoy_is_counted_as_evidence_of_the_same_question(company: Company) -> None:
    counted = {
        (label["portal"], piece["file"], piece["quote"])
        for label in company.labels
        for piece in label["evidence"]
        if piece["grade"] not in TRAPS
    }
    assert not counted & {(decoy["portal"], decoy["file"], decoy["quote"]) for decoy in company.decoys}
