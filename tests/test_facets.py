"""What a passage speaks of, seen through a requirement's facets."""

import sqlite3

import pytest
from nouns import SEALS, document, passage

from kb.facets import HEADED, HEADING, NEARBY, QUOTED, TITLE, Lens, Prepared, Relevance, expression, relevance
from kb.model import Locator, Passage, Requirement
from kb.terms import stems

LENS = Lens.of(SEALS)


def seen(
    text: str, title: str = "", trail: tuple[str, ...] = (), lens: Lens = LENS, **values: object
) -> Relevance | None:
    context = " > ".join(trail)
    said = passage(text, document(), locator=Locator(trail=trail), context=context, **values)
    return relevance(lens, Prepared(said, title))


def quoted(text: str, **values: object) -> str:
    found = seen(text, **values)  # type: ignore[arg-type]
    return text[found.start : found.end] if found else ""


def test_the_sentences_that_speak_of_it_are_found_and_not_their_neighbours() -> None:
    text = "Lunch is at noon. Seals are kept in a locked cabinet. The canteen is closed on Sundays."
    assert quoted(text) == "Seals are kept in a locked cabinet."


def test_a_further_sentence_is_quoted_for_a_further_facet_only() -> None:
    text = "Seals are kept in a locked cabinet. They are counted every Friday. The key is red."
    assert quoted(text) == "Seals are kept in a locked cabinet. They are counted every Friday."


def test_no_more_than_three_sentences_are_taken_together() -> None:
    text = "Seals come in boxes. It rains. It snows. It rains. They are locked away. Counts are made."
    assert quoted(text) == "They are locked away. Counts are made."


def test_a_core_facet_may_be_unspoken_and_then_weighs_nothing() -> None:
    for text, unspoken in (("Seals are red.", "kept"), ("The cabinet is locked and counted.", "seal")):
        found = seen(text)
        assert found and found.core_least == 0 and not found.core[unspoken]
    assert seen("Nothing of the kind.") is None
    assert seen("") is None


def test_a_facet_weighs_by_the_place_where_it_is_spoken() -> None:
    kept = "They lie in a locked cabinet and are counted."
    far = "Seals are blue. " + "It rains. " * 5 + kept
    weights = {
        "quoted": seen("Seals lie in a locked cabinet and are counted."),
        "nearby": seen(far),
        "headed": seen(kept, trail=("3 Papers", "3.2 Seals")),
        "heading": seen(kept, trail=("3 Seals", "3.2 Custody")),
        "title": seen(kept, title="Seal Control Policy", trail=("3 Custody",)),
    }
    told = {name: found.core["seal"] for name, found in weights.items() if found}
    assert told == {"quoted": QUOTED, "nearby": NEARBY, "headed": HEADED, "heading": HEADING, "title": TITLE}


def test_a_lookalike_hides_its_own_words_and_no_others() -> None:
    assert seen("Carton sealing tape is kept in a locked cabinet.") is None
    assert seen("Carton sealing tape and bolt seals are kept in a locked cabinet.") is not None


@pytest.mark.parametrize(
    "pointer",
    [
        "See also: Seal cabinet policy, locked storage, counting of seals.",
        "Related documents: POL-SEC-03 Seal cabinet count",
        "policies/seal_cabinet_count.pdf locked/seals.docx",
    ],
)
def test_a_list_of_other_documents_says_nothing(pointer: str) -> None:
    assert seen(pointer) is None


def test_a_heading_repeated_in_the_text_says_nothing_by_itself() -> None:
    heading = "3.2 Locked cabinet for seals"
    assert seen(f"{heading}\nIt is red.", trail=(heading,)) is None


def test_a_table_row_is_one_sentence_and_its_column_headings_speak_too() -> None:
    fields = {"Seals in locked cabinet": "412. All of them", "Count": "412"}
    said = Passage("x", "/p", 0, 21, "412. All of them | 412", context="Seals in locked cabinet | Count", fields=fields)
    found = Prepared(said, "")
    assert len(found.spans) == 1
    headed = relevance(LENS, found)  # what its cells fill in, its column headings name
    assert headed and set(headed.core.values()) == {HEADED}
    told = Passage("x", "/p", 0, 30, "Seals. Cabinet A. 412 | counted", fields={"What": "Seals. Cabinet A. 412"})
    row = relevance(LENS, Prepared(told, ""))
    assert row and (row.start, row.end) == (0, len(told.text))


def test_what_asks_nothing_further_is_fully_met_by_its_core() -> None:
    bare = Lens.of(Requirement("1.1", "Seals.", core=SEALS.core))
    found = seen("Seals are locked away.", lens=bare)
    assert found and found.full_mean == 1.0 and found.core_least == 1.0


def matched(core: tuple[tuple[str, ...], ...], text: str) -> bool:
    store = sqlite3.connect(":memory:")
    store.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61')")
    store.execute("INSERT INTO words VALUES (?)", (text,))
    found = store.execute("SELECT count(*) FROM words WHERE words MATCH ?", (expression(core),)).fetchone()
    return bool(found[0])


@pytest.mark.parametrize(
    "text",
    [
        "Seals are locked away.",
        "A bolt seal lies in the safe.",
        "Kept in cabinets: bolt-type security seals.",
    ],
)
def test_the_full_text_expression_finds_what_the_facets_find(text: str) -> None:
    assert seen(text, lens=Lens.of(Requirement("1.1", "", core=SEALS.core)))
    assert matched(tuple(SEALS.core.values()), text)


def test_the_full_text_expression_reaches_stems_shorter_than_a_prefix() -> None:
    assert matched((("terroris*",),), "Terror funding is looked for.")
    assert matched((("conveyance*",),), "Conveyance inspection is a duty of the yard.")
    assert not matched((("seal",), ("cabinet",)), "Seals lie on the desk.")


def test_an_expression_of_no_facets_is_empty_and_odd_terms_do_not_break_it() -> None:
    assert expression(()) == ""
    assert matched((('"seal"', "k-9", "O'Neil"),), "The seal is red.")


def test_a_look_alike_does_not_stand_in_for_a_facet_that_is_unspoken() -> None:
    assert seen("Carton sealing tape lies in a locked cabinet.") is None
    assert seen("Carton sealing tape and bolt seals lie in a locked cabinet.") is not None


def test_where_no_facet_is_foreseen_the_sentence_with_the_words_written_for_the_part_is_quoted() -> None:
    lens = Lens.of(SEALS, common=frozenset(stems("custodian shelf numbered")))
    text = "Offices close at six. Numbered bolts lie on the custodian's shelf."
    found = relevance(lens, Prepared(passage(text, document()), ""))
    assert found and text[found.start :].startswith("Numbered bolts") and found.core_least == 0
    assert relevance(lens, Prepared(passage("The custodian went home.", document()), "")) is None
