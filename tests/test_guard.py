"""The guard of quality: what falls outside of the interval fails, what is one question's luck does not."""

import json

import pytest

from eval.guard import COMMITTED, LABELS, _rank, as_text, compare
from eval.label import Shown
from eval.label_files import read_labels
from kb.errors import LabelsError
from kb.model import Hit, Passage

ALL = {str(number): 1.0 for number in range(1, 74)}


def fallen(now: dict[str, float], before: dict[str, float], measure: str = "status right") -> bool:
    (row,) = compare({measure: now}, {measure: before})
    return bool(row["fallen"])


def test_one_question_less_is_luck_and_eight_are_a_regression() -> None:
    assert not fallen(ALL, ALL)
    assert not fallen(ALL | {"1": 0.0}, ALL)
    assert fallen(ALL | dict.fromkeys(map(str, range(1, 9)), 0.0), ALL)


def test_more_called_covered_that_is_not_is_a_regression_and_better_figures_are_none() -> None:
    none, eight = dict.fromkeys(ALL, 0.0), dict.fromkeys(ALL, 0.0) | dict.fromkeys(map(str, range(1, 9)), 1.0)
    assert fallen(eight, none, "false covered") and not fallen(none, eight, "false covered")
    assert not fallen(ALL, eight)


def test_the_questions_that_moved_are_named() -> None:
    (row,) = compare({"status right": ALL | {"5": 0.0}}, {"status right": ALL})
    assert row["moved"] == ["5"] and "changed: 5" in as_text([row])


def test_a_labelled_place_is_found_by_its_file_and_words() -> None:
    words = "Seals are kept in a locked cabinet and counted every Friday."
    hits = [Hit(Passage("1", "/b.md", 0, 9, words), 2.0), Hit(Passage("2", "/a.md", 0, 9, words), 1.0)]
    names = {"/a.md": "deep/a.md", "/b.md": "b.md"}
    assert _rank(Shown("a.md", "kept in a locked cabinet"), hits, names) == 2
    assert _rank(Shown("a.md", "a fence around the yard"), hits, names) == 0


def test_the_committed_figures_are_of_the_dev_half_that_the_labels_have() -> None:
    held = json.loads(COMMITTED.read_text(encoding="utf-8"))
    dev = {str(label.number) for label in read_labels(LABELS, "dev")}
    assert held["split"] == "dev" and set(held["figures"]["status right"]) == dev
    assert all(set(values) <= dev for values in held["figures"].values())


def test_figures_that_share_no_question_are_told() -> None:
    with pytest.raises(LabelsError, match="share no question of status right"):
        compare({"status right": {"1": 1.0}}, {"status right": {"2": 1.0}})
