"""Search by words: in memory as in the store's own table."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.model import Document, Kind, Passage
from kb.query import expression, query_words
from kb.store import Store
from kb.words import COLUMN_WEIGHTS, Words

TEXTS = (
    "Seals are affixed to every container and checked at the gate.",
    "The seal number is written down; a broken seal is reported within 24 hours.",
    "Visitors wear badges. Badges are returned at the gate, and the gate is locked.",
    "Café waste is not cargo; the naïve reader's doors, O'Neil's doors and under_scores are words too.",
    "",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store.sqlite3")
    for place, text in enumerate(TEXTS * 3):
        put(made, place, f"{text} {'padding ' * place}".strip())
    return made


def put(store: Store, place: int, text: str) -> None:
    path = f"/{'papers' if place % 2 else 'records'}/{place}.md"
    document = Document(path, f"{place}.md", str(place), Kind.POLICY, title=f"Seal policy {place}")
    store.replace(document, text, [Passage(str(place), path, 0, len(text), text, context="Gate > Checks")])


QUESTIONS = (
    "seal checks at the gate",
    "doors of the café",
    "seal seal seal",
    "under_scores",
    "nothing of it",
    "policy",
)


@pytest.mark.parametrize("within", ["", "/papers/", "/records/4"])
def test_later_questions_find_what_the_first_one_finds(store: Store, within: str) -> None:
    words = Words(store)
    words.match_many([["begin"]], 1)
    for question in QUESTIONS:
        asked = query_words(question)
        (held,) = words.match_many([asked], 100, within)
        told = store.match(expression(asked), 100, within, COLUMN_WEIGHTS)
        assert dict(held) == pytest.approx(dict(told), abs=1e-5)
        assert [score for _, score in held] == sorted((score for _, score in held), reverse=True)


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_passages_that_are_alike_come_in_the_order_of_their_paths_however_they_were_put(
    tmp_path: Path, limit: int
) -> None:
    store, text = Store(tmp_path / "alike.sqlite3"), "Seals are checked at the gate."
    paths = [f"/papers/{place:02}.md" for place in range(40)]
    for path in (*paths[1::2], *paths[::2]):
        document = Document(path, "gate.md", path, Kind.POLICY, title="Gate")
        store.replace(document, text, [Passage(path, path, 0, len(text), text)])
    words = Words(store)
    words.match_many([["begin"]], 1)
    (held,) = words.match_many([["seal"]], limit)
    told = store.match(expression(["seal"]), limit, "", COLUMN_WEIGHTS)
    assert [key for key, _ in held] == [key for key, _ in told] == paths[:limit]
    assert [document.path for document in store.documents()] == paths


def test_no_more_are_found_than_asked_for_and_these_are_the_best(store: Store) -> None:
    words = Words(store)
    (every,), (three,) = words.match_many([["seal"]], 100), words.match_many([["seal"]], 3)
    assert [score for _, score in three] == pytest.approx([score for _, score in every[:3]])


def test_what_is_put_and_removed_later_is_seen(store: Store) -> None:
    words = Words(store)
    assert words.match_many([["zebra"], ["seal"]], 10)[0] == []
    put(store, 99, "A zebra at the gate.")
    assert [key for key, _ in words.match_many([["zebra"], ["seal"]], 10)[0]] == ["99"]
    store.remove("/papers/99.md")
    assert words.match_many([["zebra"], ["seal"]], 10)[0] == []


def test_the_passages_of_a_scope_are_those_of_the_store_at_any_time(store: Store) -> None:
    words = Words(store)
    for place in (98, 99, 100):
        words.match_many([["seal"], ["gate"]], 10)
        assert words.ids("/records/") == store.passage_ids("/records/") != []
        put(store, place, "A zebra at the gate.")
        assert words.ids("/records/") == store.passage_ids("/records/")


def test_a_word_that_is_no_text_leaves_nothing_behind(store: Store) -> None:
    words = Words(store)
    words.match_many([["begin"]], 1)
    with pytest.raises(UnicodeEncodeError):
        words.match_many([["seal", "\ud800"]], 10)
    assert words.match_many([["visitors"]], 10)[0]


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    assert Words(Store(tmp_path / "store.sqlite3")).match_many([["seal"], []], 10) == [[], []]


def test_questions_of_several_threads_are_not_mixed_up(store: Store) -> None:
    words = Words(store)
    asked = [["visitors"], ["padding", "reported"]] * 300
    alone = [words.match_many([one, one], 9)[0] for one in asked[:2]]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda one: words.match_many([one], 9)[0], asked)) == alone * 300
