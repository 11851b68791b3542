"""Search over a small store: each arm, both fused, and questions that try to break it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.confidence import confidence
from kb.embedding import load_embedder
from kb.index import settled
from kb.model import Document, Passage
from kb.query import query_words, wording
from kb.search import Base, dense, dense_many, fused, fused_many, lexical
from kb.settings import Settings, cache_folder
from kb.store import Store

DOCUMENTS = {
    "/base/seals.md": ("Seal procedure", ("High security seals meet ISO 17712.", "Seal numbers are kept in a log.")),
    "/base/people.md": ("Personnel policy", ("New employees are screened before hire.", "Badges are returned.")),
    "/other/yard.md": ("Yard", ("Containers are stored in a locked area.", "Rodent traps are emptied.", "")),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    settings = Settings(workspace=tmp_path_factory.mktemp("workspace"), cache=cache_folder())
    store = Store(settings.database)
    for path, (title, texts) in DOCUMENTS.items():
        passages = [
            Passage(f"{Path(path).stem}{place}", path, place, place + len(text), text, context=title)
            for place, text in enumerate(texts)
        ]
        store.replace(Document(path, path, "0" * 64, title=title), "\n".join(texts), passages)
    embedder = load_embedder(settings)
    vectors = settled(store, embedder, settings.vectors)
    yield Base(store, vectors, embedder)
    vectors.close()
    store.close()


def ids(hits: object) -> list[str]:
    return [hit.passage.id for hit in hits]  # type: ignore[attr-defined]


def test_lexical_finds_words_by_their_stem_and_says_bm25(base: Base) -> None:
    hits = lexical(base, "Which numbers are logged?", 5)
    assert hits[0].passage.id == "seals1"
    assert hits[0].lexical == hits[0].score > 0 and hits[0].dense is None


def test_dense_finds_meaning_without_a_shared_word(base: Base) -> None:
    question = "background checks for job applicants"
    assert lexical(base, question, 5) == []
    hits = dense(base, question, 5)
    assert hits[0].passage.id == "people0"
    assert hits[0].dense == hits[0].score and hits[0].lexical is None


def test_fused_finds_what_either_search_finds_best_first(base: Base) -> None:
    assert ids(fused(base, "Are seal numbers kept in a log?", 5))[0] == "seals1"
    hits = fused(base, "background checks for job applicants", 5)
    assert hits[0].passage.id == "people0"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("search", [lexical, dense, fused], ids=lambda search: search.__name__)
def test_within_restricts_to_paths_that_begin_with_it(base: Base, search: object) -> None:
    assert callable(search)
    hits = search(base, "seals, employees and containers that are stored", 10, "/other/")
    assert hits and {hit.passage.path for hit in hits} == {"/other/yard.md"}
    assert search(base, "seals and containers", 10, "/nowhere/") == []


def test_many_questions_at_once_find_what_each_finds_alone(base: Base) -> None:
    questions = ["Are seals ISO 17712?", "", "How are new employees screened?"]
    together = fused_many(base, questions, 3)
    assert together[1] == []
    assert ids(together[0])[0] == ids(fused(base, questions[0], 3))[0] == "seals0"
    assert ids(together[2])[0] == ids(fused(base, questions[2], 3))[0] == "people0"
    assert [len(hits) for hits in dense_many(base, questions, 2)] == [2, 0, 2]
    assert fused_many(base, [], 3) == []


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "?!",
        '"seal',
        'seal" OR (',
        "NEAR(seal log, 2)",
        "title: seal*",
        "seal AND NOT log",
        "^seal",
        "{a b}:c",
    ]
    + ["\x00seal", "\ud800", "'; DROP TABLE passage; --", "the of and", "封条", "[ blank ]", "seal " * 20_000],
)
def test_no_question_breaks_a_search(base: Base, question: str) -> None:
    for search in (lexical, dense, fused):
        assert len(search(base, question, 3)) <= 3
    assert 0 <= confidence(base, question, fused(base, question, 3)) <= 1


def test_confidence_is_higher_where_the_documents_speak_of_the_matter(base: Base) -> None:
    known, unknown = "Are seal numbers kept in a log?", "What is the dividend of the preferred shares?"
    assert confidence(base, known, fused(base, known, 5)) > confidence(base, unknown, fused(base, unknown, 5)) + 0.3
    assert confidence(base, known, []) == 0.0


def test_blanks_and_words_of_every_catalogue_are_not_looked_for() -> None:
    question = "The organization reviews seals [Assignment: organization-defined frequency]."
    assert query_words(question) == ["reviews", "seals"]
    assert wording(question) == "The organization reviews seals ."
    assert query_words("Renewal Term. What is the renewal term?") == ["renewal", "term", "renewal", "term"]
    assert query_words("Which policy?") == ["policy"]  # there is nothing else to look for
    assert query_words("[seals]") == ["seals"]


def test_other_programs_find_the_same_passages_with_their_places(base: Base) -> None:
    from kb.retriever import KnowledgeBaseRetriever

    question = "Are seal numbers kept in a log?"
    nodes = KnowledgeBaseRetriever(base, limit=3).retrieve(question)
    assert [found.node.node_id for found in nodes] == ids(fused(base, question, 3))
    assert nodes[0].node.metadata["document"] == "/base/seals.md"
    assert nodes[0].node.metadata["sha256"] == "0" * 64
