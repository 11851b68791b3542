"""Measures against values worked out by hand."""

import math

import pytest

from eval.metrics import MEASURES, auroc, auroc_interval, mean, measure, paired_interval


def test_a_ranking_is_measured_as_worked_out_by_hand() -> None:
    scores = measure(["x", "a", "y", "b", "z", "w", "v", "u", "t", "s", "c"], {"a": 1, "b": 1, "c": 1})
    ideal = 1 + 1 / math.log2(3) + 1 / 2
    assert scores["R5"] == pytest.approx(2 / 3)
    assert scores["R10"] == pytest.approx(2 / 3)  # c stands eleventh
    assert scores["MAP10"] == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert scores["nDCG10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert scores["MRR10"] == pytest.approx(1 / 2)
    assert scores["Hit5"] == 1.0


def test_a_better_grade_first_is_worth_more_to_ndcg_only() -> None:
    best, worse = measure(["a", "b"], {"a": 2, "b": 1}), measure(["b", "a"], {"a": 2, "b": 1})
    assert best["nDCG10"] == 1.0
    assert worse["nDCG10"] == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert best["MAP10"] == worse["MAP10"] == 1.0


def test_a_grade_of_zero_is_not_relevant() -> None:
    assert measure(["a"], {"a": 0, "b": 1})["R5"] == 0.0


def test_nothing_found_and_nothing_labelled_score_zero() -> None:
    assert set(measure([], {"a": 1}).values()) == {0.0}
    assert set(measure(["a"], {}).values()) == {0.0}
    assert mean([]) == dict.fromkeys(MEASURES, 0.0)


def test_a_hit_at_rank_six_is_no_hit_at_five() -> None:
    scores = measure(["1", "2", "3", "4", "5", "a"], {"a": 1})
    assert (scores["Hit5"], scores["R5"], scores["R10"]) == (0.0, 0.0, 1.0)
    assert scores["MRR10"] == pytest.approx(1 / 6)


def test_auroc_counts_pairs_and_half_of_ties() -> None:
    assert auroc([3.0, 2.0], [1.0, 0.0]) == 1.0
    assert auroc([1.0], [2.0, 1.0]) == pytest.approx(0.25)
    assert auroc([1.0, 1.0], [1.0]) == pytest.approx(0.5)
    assert auroc([], [1.0]) is None


def test_a_paired_interval_holds_the_difference_and_is_a_point_where_all_agree() -> None:
    gain, low, high = paired_interval([0.9, 0.5, 0.7, 0.8], [0.4, 0.5, 0.6, 0.1])
    assert gain == pytest.approx(0.325)
    assert 0.0 <= low <= gain <= high <= 0.7
    assert paired_interval([0.5, 0.7], [0.25, 0.45]) == pytest.approx((0.25, 0.25, 0.25))


def test_measures_agree_with_ir_measures() -> None:
    ir_measures = pytest.importorskip("ir_measures")
    labels, ranking = {"a": 1, "b": 2, "c": 1}, ["x", "b", "c", "y", "z", "w", "a"]
    named = {"R5": "R@5", "R10": "R@10", "MAP10": "AP@10", "nDCG10": "nDCG@10", "MRR10": "RR@10"}
    try:
        known = ir_measures.calc_aggregate(
            [ir_measures.parse_measure(name) for name in named.values()],
            [ir_measures.Qrel("q", key, grade) for key, grade in labels.items()],
            [ir_measures.ScoredDoc("q", key, 100.0 - place) for place, key in enumerate(ranking)],
        )
    except (NameError, ValueError, ImportError) as error:  # its providers are optional
        pytest.skip(f"ir-measures has no provider here: {error}")
    theirs = {str(name): value for name, value in known.items()}
    ours = measure(ranking, labels)
    for name, other in named.items():
        assert ours[name] == pytest.approx(theirs[other]), name


def test_the_gain_of_one_abstain_score_on_another_has_an_interval() -> None:
    raised, others = [3.0, 4.0, 5.0] * 20, [0.0, 1.0, 2.0] * 20
    gain, low, high = auroc_interval((raised, others), (others, raised))
    assert (gain, low, high) == (1.0, 1.0, 1.0)
    level = [1.0] * 60
    assert auroc_interval((raised, others), (level, level))[0] == 0.5  # ties count half
    mixed = raised[:30] + others[:30]
    gain, low, high = auroc_interval((mixed, others), (level, level))
    assert gain == pytest.approx((auroc(mixed, others) or 0) - 0.5)
    assert low < gain < high
