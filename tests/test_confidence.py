"""The confidence of a search: its signals, its fitted weights, and the command that fits them."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from eval import fit_confidence
from eval.beir_folder import Labels, Query
from eval.fit_confidence import ARMS, Asked, fit, record_of, table
from eval.halves import DEV, TEST, half_of
from eval.logistic import regression
from kb.confidence import INTERCEPT, WEIGHTS, Signals, confidence, probability, signals
from kb.model import Document, Hit, Passage
from kb.query import query_words, weight
from kb.search import Base
from kb.store import Store

QUESTION = "Are seal numbers logged?"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    store = Store(tmp_path / "store.sqlite3")
    texts = ("Seal numbers are logged.", *(f"Matter {number}." for number in range(20)))
    passages = [Passage(str(place), "/a.md", place, place + len(text), text) for place, text in enumerate(texts)]
    store.replace(Document("/a.md", "a.md", "0" * 64), "\n".join(texts), passages)
    yield cast(Base, SimpleNamespace(store=store))
    store.close()


def hits(*scored: tuple[float, float | None, float | None]) -> list[Hit]:
    passage = Passage("0", "/a.md", 0, 1, "x")
    return [Hit(passage, score, words, cosine) for score, words, cosine in scored]


def test_the_signals_are_those_worked_out_by_hand(base: Base) -> None:
    asked = weight(base.store, query_words(QUESTION))
    assert asked > 1
    told = signals(base, QUESTION, hits((4.0, 6.0, 0.5), (3.0, None, 0.7), (2.0, 4.0, None)))
    assert told == pytest.approx((0.7, 6 / asked**0.5, (6 + 4) / 5 / asked, 4.0))


def test_without_hits_nothing_is_sure(base: Base) -> None:
    assert confidence(base, QUESTION, []) == 0.0
    assert signals(base, QUESTION, []) == (0, 0, 0, 0)


def test_hits_beyond_the_best_change_nothing(base: Base) -> None:
    first = hits((4.0, 6.0, 0.5), (3.0, 5.0, 0.4), (2.0, 4.0, 0.3), (1.9, 3.0, 0.3), (1.8, 2.0, 0.3))
    more = hits((1.0, 1.0, 0.2), (0.5, None, 0.1))
    assert confidence(base, QUESTION, first + more) == confidence(base, QUESTION, first)


def test_a_question_of_common_words_only_is_no_division_by_nothing(base: Base) -> None:
    assert 0 < confidence(base, "matter", hits((4.0, 1e-6, 0.5))) < 1
    assert 0 < confidence(base, "", hits((0.0, None, None))) < 1


@pytest.mark.parametrize("name", Signals._fields)
def test_each_signal_makes_it_surer(name: str) -> None:
    told = Signals(0.5, 2.0, 0.2, 5.0)
    surer = told._replace(**{name: getattr(told, name) * 1.5})
    assert probability(surer, WEIGHTS, INTERCEPT) > probability(told, WEIGHTS, INTERCEPT)


def test_the_weights_say_when_on_what_and_what_they_reach() -> None:
    held = json.loads(fit_confidence.FITTED_FILE.read_text(encoding="utf-8"))
    assert Signals(**held["weights"]) == WEIGHTS and held["fitted"]["split"] == "dev" and held["fitted"]["on"]
    for reached in held["fitted"]["sets"].values():
        assert reached["auroc_fitted_on_the_others"] > max(reached[f"auroc_{arm}"] for arm in ARMS)


def _set(level: float, seed: int) -> list[Asked]:
    """Questions of which the cosine tells the gaps, and nothing else does; `level` moves all of them."""
    chance = random.Random(seed)
    asked = []
    for place in range(200):
        answered = place % 4 > 1
        told = Signals(level + answered + chance.gauss(0, 0.7), *(chance.gauss(0, 1) for _ in range(3)))
        asked.append(Asked(DEV if place % 2 else TEST, answered, told, (0.0, 0.0, told.cosine)))
    return asked


def test_what_tells_gaps_gets_the_weight_whatever_a_set_s_level() -> None:
    weights, _ = fit([_set(0.0, 1), _set(50.0, 2)])
    assert weights.cosine > 3 * max(abs(other) for other in weights[1:])


def test_the_level_makes_even_odds_of_half() -> None:
    import numpy

    answered, gaps = numpy.array([[2.0], [3.0]]), numpy.array([[-3.0], [-2.0]])
    weights, level = regression([(answered, gaps)], 1.0)
    assert weights[0] > 0 and level == pytest.approx(0, abs=1e-6)


def test_the_test_half_is_never_fitted_on() -> None:
    whole = [_set(0.0, 1), _set(1.0, 2)]
    assert fit(whole) == fit([[one for one in asked if one.half == DEV] for asked in whole])


def test_the_figures_name_halves_arms_and_sets_left_out() -> None:
    sets = {"first": _set(0.0, 1), "second": _set(1.0, 2)}
    weights, level = fit(list(sets.values()))
    told = table(sets, weights, level)
    assert "| first | test | 50 | 50 | " in told and "| second | all | 100 | 100 | " in told
    record = json.loads(json.dumps(record_of(sets, weights, level)))
    assert record["weights"] == weights._asdict()
    reached = record["fitted"]["sets"]["first"]
    assert reached["answered"] == reached["gaps"] == 50
    assert reached["auroc_BM25"] == 0.5 and reached["auroc_fitted_on_the_others"] > 0.7


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fit_confidence.main([str(tmp_path / "nothing")]) == 2
    assert "nothing" in capsys.readouterr().err


def _labels(scopes: int) -> Labels:
    queries = [Query(f"s{number % scopes:02}|{number}", "text", f"s{number % scopes:02}") for number in range(200)]
    return Labels((), tuple(queries), {}, frozenset())


def test_many_scopes_are_halved_as_wholes_and_few_by_the_question() -> None:
    many, few = half_of(_labels(20)), half_of(_labels(2))
    assert all(half == int(key[1:3]) % 2 for key, half in many.items())
    assert 70 < sum(half == TEST for half in few.values()) < 130
    assert {half for key, half in few.items() if key.startswith("s00")} == {DEV, TEST}
    assert few == half_of(_labels(2))
