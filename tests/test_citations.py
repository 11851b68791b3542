"""The verbatim gate: what is quoted stands in the stored text, character by character."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as made
from nouns import document, passage

from kb.citations import Gate, cite, normalised
from kb.model import Citation, Document

TEXT = "3.2 Custody\nSeals are kept in a locked cabinet at 20 °C.\nThe custodian’s log – form F‑131 – “stays” there."
PAPER = document(name="seals.md")
START = TEXT.index("Seals")
END = TEXT.index(" at 20")
QUOTE = TEXT[START:END]
CITED = Citation(PAPER.path, PAPER.name, PAPER.sha256, START, END, QUOTE)


def gate(text: str = TEXT, paper: Document | None = PAPER) -> Gate:
    return Gate(lambda path: paper if paper and path == paper.path else None, lambda path: text)


def verified(citation: Citation, text: str = TEXT, paper: Document | None = PAPER) -> bool:
    return gate(text, paper).verify(citation).verified


def test_words_that_stand_at_their_place_are_verified() -> None:
    assert verified(CITED)
    assert verified(replace(CITED, start=0, end=len(TEXT), quote=TEXT))


@pytest.mark.parametrize("place", range(len(QUOTE)))
def test_one_changed_character_is_not_verified(place: int) -> None:
    changed = QUOTE[:place] + ("x" if QUOTE[place] != "x" else "y") + QUOTE[place + 1 :]
    assert not verified(replace(CITED, quote=changed))


@given(made.integers(0, len(TEXT) - 1), made.characters())
def test_any_other_character_anywhere_in_the_stored_text_is_noticed(place: int, character: str) -> None:
    whole = replace(CITED, start=0, end=len(TEXT), quote=TEXT)
    changed = TEXT[:place] + character + TEXT[place + 1 :]
    assert verified(whole, changed) is (normalised(changed) == normalised(TEXT))


@pytest.mark.parametrize(
    "quote", [QUOTE[:-1], QUOTE + " at", QUOTE.lower(), QUOTE.replace("locked", "closed"), "Seals … cabinet"]
)
def test_shortened_lengthened_and_reworded_quotes_are_not_verified(quote: str) -> None:
    assert not verified(replace(CITED, quote=quote))


def test_a_lost_not_is_not_verified() -> None:
    text = "Seals are not kept here."
    assert not verified(replace(CITED, start=0, end=len(text), quote="Seals are kept here."), text)


@pytest.mark.parametrize(
    "quote",
    [
        'The custodian\'s log - form F-131 - "stays" there.',
        "The  custodian’s log – form F‑131 –\n“stays” there.",
        "The custodian‘s log — form F-131 — „stays“ there.",
        "The custodian’s\u00a0log – form F‑131 – “stays” there. ",
        "The custo\u00addian’s log – form F‑131 – “stays” there.",
    ],
)
def test_typographic_variants_and_spaces_are_alike(quote: str) -> None:
    start = TEXT.index("The custodian")
    assert verified(replace(CITED, start=start, end=len(TEXT), quote=quote))


def test_only_typography_is_made_alike() -> None:
    assert normalised("A  b\n–\u00a0c") == "A b - c"
    for one, other in (("20 °C", "20 C"), ("1,5", "1.5"), ("Seal", "seal"), ("½", "1/2"), ("a b", "ab"), ("é", "e")):
        assert normalised(one) != normalised(other)


@pytest.mark.parametrize("sha256", ["b" * 64, "", "A" * 64, "a" * 63])
def test_another_version_of_the_file_is_not_verified(sha256: str) -> None:
    assert not verified(replace(CITED, sha256=sha256))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (-1, END),
        (START + 1, END + 1),
        (START, len(TEXT) + 1),
        (END, START),
        (START, START),
        (10_000, 10_050),
        (-len(QUOTE), 0),
    ],
)
def test_a_span_outside_of_the_text_or_beside_the_words_is_not_verified(start: int, end: int) -> None:
    assert not verified(replace(CITED, start=start, end=end))


def test_the_last_character_counts_as_inside() -> None:
    assert verified(replace(CITED, start=len(TEXT) - 6, end=len(TEXT), quote="there."))
    assert not verified(replace(CITED, start=len(TEXT) - 6, end=len(TEXT) + 1, quote="there."))


@pytest.mark.parametrize("quote", ["", " ", "\n", "\u00a0", "\u00ad"])
def test_an_empty_quote_is_not_verified(quote: str) -> None:
    text = "   \u00a0\u00ad  "
    assert not verified(replace(CITED, start=0, end=len(text), quote=quote), text)
    assert not verified(replace(CITED, start=START, end=START, quote=quote))


def test_a_file_that_is_not_stored_is_not_verified() -> None:
    assert not verified(replace(CITED, path="/papers/other.md"))
    assert not verified(CITED, paper=None)
    assert not verified(replace(CITED, sha256=""), paper=None)


def test_a_citation_that_says_it_is_verified_is_checked_all_the_same() -> None:
    assert not verified(replace(CITED, quote="Seals are sold.", verified=True))


def test_each_text_is_read_once() -> None:
    read: list[str] = []

    def text(path: str) -> str:
        read.append(path)
        return TEXT

    checked = Gate(lambda path: PAPER, text)
    assert all(checked.verify(CITED).verified for _ in range(5))
    assert read == [PAPER.path]


def test_a_citation_of_part_of_a_passage_has_its_place_in_the_document() -> None:
    said = passage(TEXT[START:], PAPER, start=START, end=len(TEXT))
    cited = cite(said, PAPER, 0, END - START)
    assert (cited.start, cited.end, cited.quote) == (START, END, QUOTE)
    assert not cited.verified and verified(cited)
    assert verified(cite(said, PAPER)) and verified(cite(said, PAPER, 6, 9))
