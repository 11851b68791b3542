"""Judgements measured against labels: figures worked out by hand."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
from nouns import SEALS, criterion, evidence

from eval.label_files import read_labels
from eval.labels import as_text, measure
from eval.overlap import overlaps
from kb.assistant import Assistant
from kb.errors import LabelsError
from kb.model import Coverage, Evidence, Flag, Grade, Judgement, Status


class Judged:
    """Stands in for an assistant whose judgements are given."""

    def __init__(self, *coverages: Coverage) -> None:
        self._coverages = coverages

    def map(self) -> tuple[Coverage, ...]:
        return self._coverages

    def decisions(self) -> list[Any]:
        return []

    def documents(self) -> list[Any]:
        return []

    def made_by(self) -> dict[str, str]:
        return {"program": "test"}


def said(number: int, status: Status, *pieces: Evidence) -> Coverage:
    judged = Judgement(SEALS, status, pieces, "" if status is Status.COVERED else "something")
    return Coverage(criterion(number), Flag.MUST, status, (judged,), (), 0.5)


def label(number: int, status: str, *evidence: tuple[str, str], **values: Any) -> dict[str, Any]:
    return {"portal": number, "status": status, "evidence": [{"file": f, "quote": q} for f, q in evidence]} | values


def written(folder: Path, *labels: dict[str, Any]) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("\n".join(json.dumps(entry) for entry in labels) + "\n", encoding="utf-8")
    return path


def figures(folder: Path, labels: list[dict[str, Any]], *coverages: Coverage, split: str = "all") -> dict[str, Any]:
    return measure(cast(Assistant, Judged(*coverages)), written(folder, *labels), split)


LABELS = [
    label(1, "covered"),
    label(3, "covered"),
    label(5, "covered"),
    label(7, "partial"),
    label(9, "partial"),
    label(11, "gap"),
    label(13, "gap"),
    label(15, "gap"),
    label(17, "gap"),
    label(19, "stale"),
]
SAID = [
    said(1, Status.COVERED),
    said(3, Status.COVERED),
    said(5, Status.PARTIAL),
    said(7, Status.PARTIAL),
    said(9, Status.COVERED),  # false covered
    said(11, Status.GAP),
    said(13, Status.GAP),
    said(15, Status.PARTIAL),  # false covered
    said(17, Status.STALE),  # wrong, but nobody is misled
    said(19, Status.GAP),
]


def test_the_share_of_right_statuses(tmp_path: Path) -> None:
    found = figures(tmp_path, LABELS, *SAID)
    assert found["n"] == 10
    assert found["accuracy"] == 0.5  # 1, 3, 7, 11, 13


def test_macro_f1_is_the_mean_over_the_statuses_of_the_labels(tmp_path: Path) -> None:
    # covered 2·2/(3+3), partial 2·1/(2+3), gap 2·2/(4+3), stale 0/(1+1)
    expected = (4 / 6 + 2 / 5 + 4 / 7 + 0) / 4
    assert figures(tmp_path, LABELS, *SAID)["macro_f1"] == pytest.approx(expected, abs=5e-5)


def test_a_false_covered_is_counted_among_what_is_not_covered(tmp_path: Path) -> None:
    found = figures(tmp_path, LABELS, *SAID)
    assert found["false_covered"] == pytest.approx(2 / 6, abs=5e-5)  # 9 and 15 of 2 partial and 4 gap
    assert found["false_covered_gaps"] == 0.25  # 15


def test_gaps_found_and_gaps_called(tmp_path: Path) -> None:
    found = figures(tmp_path, LABELS, *SAID)
    assert found["gap_recall"] == 0.5  # 11 and 13 of four
    assert found["gap_precision"] == pytest.approx(2 / 3, abs=5e-5)  # 19 was called one too


def test_the_mistakes_are_named_with_both_statuses(tmp_path: Path) -> None:
    found = figures(tmp_path, LABELS, *SAID)
    told = {row["criterion"]: (row["label"], row["said"]) for row in found["mistakes"]}
    assert told == {
        5: ("covered", "partial"),
        9: ("partial", "covered"),
        15: ("gap", "partial"),
        17: ("gap", "stale"),
        19: ("stale", "gap"),
    }
    assert found["confusion"]["partial -> covered"] == 1
    text = as_text(found)
    assert "accuracy: 0.5" in text and "9: labelled partial, said covered" in text


def test_a_criterion_that_is_judged_and_not_labelled_changes_nothing(tmp_path: Path) -> None:
    more = [*SAID, said(99, Status.COVERED)]
    assert figures(tmp_path, LABELS, *more)["accuracy"] == 0.5


QUOTE = "Seals are kept in a locked cabinet and counted every Friday."


def test_evidence_is_matched_by_file_name_and_overlapping_words(tmp_path: Path) -> None:
    labels = [
        label(1, "covered", ("policies/a.md", "kept in a locked cabinet and counted")),
        label(3, "covered", ("a.md", "The fence is walked each morning by the guard")),
        label(5, "gap"),
    ]
    right = evidence(Grade.SUPPORTS, quote=QUOTE, paper={"name": "deep/er/a.md"})
    other_file = evidence(Grade.SUPPORTS, quote=QUOTE, paper={"name": "b.md"})
    form = evidence(Grade.FORM_ONLY, quote=QUOTE, paper={"name": "c.md"})
    found = figures(
        tmp_path,
        labels,
        said(1, Status.COVERED, other_file, right, form),
        said(3, Status.COVERED, right),
        said(5, Status.GAP),
    )
    assert found["labelled_with_evidence"] == 2
    assert found["evidence_recall5"] == 0.5  # of 1, not of 3
    assert found["evidence_precision"] == pytest.approx(1 / 3, abs=5e-5)  # three pieces shown that count, one labelled


def test_only_the_first_five_pieces_are_looked_at(tmp_path: Path) -> None:
    others = [evidence(Grade.SUPPORTS, quote=f"Other words {n} here.", paper={"name": f"{n}.md"}) for n in range(5)]
    right = evidence(Grade.SUPPORTS, quote=QUOTE, paper={"name": "a.md"})
    labels = [label(1, "covered", ("a.md", QUOTE))]
    assert figures(tmp_path, labels, said(1, Status.COVERED, *others, right))["evidence_recall5"] == 0.0
    assert figures(tmp_path, labels, said(1, Status.COVERED, *others[:4], right))["evidence_recall5"] == 1.0


def test_a_label_of_a_trap_is_no_evidence_to_be_found(tmp_path: Path) -> None:
    trap = label(1, "gap")
    trap["evidence"] = [{"file": "a.md", "quote": QUOTE, "grade": "claim_only"}]
    assert figures(tmp_path, [trap], said(1, Status.GAP))["labelled_with_evidence"] == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (QUOTE, QUOTE, True),
        (QUOTE, "“Seals are kept in a LOCKED cabinet\nand counted every Friday", True),
        (QUOTE, "3.2 Seals are kept in a locked cabinet", True),
        (QUOTE, "The cabinet is locked.", False),
        (QUOTE, "Every Friday the seals are counted.", False),
        ("Yes", "Yes", True),
        ("Yes", "No", False),
        ("", QUOTE, False),
        ("—", "—", False),
    ],
)
def test_quotes_overlap_when_half_of_the_shorter_ones_words_stand_in_the_other(
    one: str, other: str, same: bool
) -> None:
    assert overlaps(one, other) is same
    assert overlaps(other, one) is same


# The file


def test_a_split_is_read_from_the_label_or_goes_by_odd_and_even(tmp_path: Path) -> None:
    path = written(tmp_path, label(1, "gap"), label(2, "gap"), label(4, "gap", split="dev"))
    assert [entry.number for entry in read_labels(path, "dev")] == [1, 4]
    assert [entry.number for entry in read_labels(path, "test")] == [2]
    assert [entry.number for entry in read_labels(path)] == [1, 2, 4]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"portal": 1}',
        '{"portal": "x", "status": "gap"}',
        '{"portal": 1, "status": "fine"}',
        "null",
        "7",
    ],
)
def test_a_wrong_line_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"portal": 1, "status": "gap"}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(LabelsError, match=r"labels\.jsonl, line 3"):
        read_labels(path)


def test_a_missing_an_empty_and_a_foreign_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="cannot be read"):
        read_labels(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(LabelsError, match="no labels"):
        read_labels(tmp_path / "empty.jsonl")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LabelsError, match="cannot be read"):
        read_labels(tmp_path / "binary.jsonl")


def test_a_label_of_an_unknown_criterion_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="999"):
        figures(tmp_path, [label(999, "gap")], said(1, Status.GAP))
