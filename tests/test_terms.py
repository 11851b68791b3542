"""Terms match as the catalogue's writers are told that they do."""

import time

import pytest

from kb.criteria import load_catalogue
from kb.terms import Terms, stem, stems, words


def spoken(term: str, text: str) -> bool:
    return Terms([term]).spoken(stems(text))


def test_inflections_of_a_word_are_one_word() -> None:
    assert {stem(word) for word in ("inspect", "inspects", "inspected", "inspecting", "inspection")} == {"inspect"}


def test_words_are_lower_case_without_hyphens_possessives_and_punctuation() -> None:
    assert words("The driver’s Pick-Up log (24/7), OS&D — don't") == (
        ["the", "driver", "pick", "up", "log", "24", "7", "os", "d", "dont"]
    )


def test_words_of_other_scripts_survive() -> None:
    assert words("Vérification des scellés, 封条检查") == ["vérification", "des", "scellés", "封条检查"]
    assert words("ﬁrewall") == ["firewall"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the seal number is logged", True),
        ("the seal and trailer number are logged", True),
        ("the seal of the second trailer, by number", False),
        ("seals by trailer and by number", False),
        ("seals by trailer or number", False),  # three words between
        ("the number of the seal", False),
        ("Seal-Number", True),
        ("seal", False),
        ("", False),
    ],
)
def test_a_phrase_needs_its_words_in_order_with_at_most_two_between(text: str, found: bool) -> None:
    assert spoken("seal number", text) is found


def test_a_phrase_finds_its_way_past_a_repeated_word() -> None:
    assert spoken("view verify tug twist", "view, view again, verify, then tug; tug and twist")


@pytest.mark.parametrize("text", ["terrorist financing", "counter-terrorism", "terroristic threats"])
def test_a_prefix_matches_words_whose_stem_is_shorter_than_it(text: str) -> None:
    assert spoken("terroris*", text)


def test_a_prefix_matches_no_other_word() -> None:
    assert not spoken("terroris*", "the terrace and the territory")
    assert not spoken("guard*", "the garden gate")


def test_a_prefix_can_stand_in_a_phrase() -> None:
    assert spoken("terroris* fund*", "signs of terrorism and its funding")
    assert spoken("wood pack*", "wood packaging")
    assert not spoken("terroris* fund*", "funding of terrorism")


def test_spans_are_where_terms_stand_and_a_lookalike_can_hide_them() -> None:
    core, lookalikes = Terms(["seal", "seal number"]), Terms(["heat seal"])
    tokens = stems("The heat seal of a carton; the seal number")
    assert lookalikes.spans(tokens) == [(1, 3)]
    assert core.spans(tokens) == [(2, 3), (7, 9)]
    assert core.spoken_outside(tokens, lookalikes.spans(tokens))
    assert not core.spoken_outside(tokens[:6], lookalikes.spans(tokens))


def test_no_terms_match_nothing() -> None:
    assert not Terms([]).spoken(stems("anything at all"))
    assert not Terms(["", "*", "--"]).spoken(stems("anything at all"))


def test_all_parts_look_at_fifty_passages_in_well_under_a_second() -> None:
    facets = [
        Terms(terms)
        for criterion in load_catalogue().criteria
        for part in criterion.requirements
        for terms in (*part.core.values(), *part.full.values(), part.lookalikes)
    ]
    passage = stems("Drivers report at the gate, the guard notes the trailer and the time, and the dock is told. " * 5)
    began = time.perf_counter()
    for _ in range(50):
        for terms in facets:
            terms.spoken(passage)
    assert time.perf_counter() - began < 1.5  # 0.4 s on two busy cores
