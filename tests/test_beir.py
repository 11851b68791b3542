"""Labels in BEIR's form: a tiny folder scored by the product's own search."""

import json
from pathlib import Path

import pytest

from eval.ablation import SEARCHES, compare, table, table_of_changes
from eval.beir import run
from eval.beir_folder import load, reduced, save
from kb.errors import LabelsError
from kb.settings import Settings, cache_folder

ROWS = [
    ("a1", "a", "# Seals\n\nHigh security seals are affixed by the shipper.\n\nSeal numbers are logged."),
    ("a2", "a", "# People\n\nNew employees are screened before hire."),
    ("b1", "b", "# Seals\n\nSeals of this company are never checked."),
    ("b2", "b", ""),
]
QUERIES = [
    ("q1", "a", "Who affixes seals?"),
    ("q2", "a", "Are employees screened before hire?"),
    ("q3", "b", "Are seals checked?"),
    ("q4", "b", "Dividends of preferred shares"),
    ("q5", "b", "not labelled"),
]


@pytest.fixture
def settings() -> Settings:
    return Settings(cache=cache_folder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"_id": key, "title": "", "text": text, "metadata": {"scope": scope}} for key, scope, text in ROWS]
    queries = [{"_id": key, "text": text, "metadata": {"scope": scope}} for key, scope, text in QUERIES]
    for name, lines in (("corpus", rows), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta1\t1\nq2\ta2\t2\nq3\tb1\t1\n")
    (tmp_path / "gaps.tsv").write_text("query-id\treason\nq4\tnothing says so\n")
    return tmp_path


def test_each_query_is_scored_within_its_scope(folder: Path, settings: Settings) -> None:
    report = run(folder, settings)
    assert report["n"] == 3
    assert report["Hit5"] == report["nDCG10"] == 1.0  # b1 is the only row about seals that q3 may find
    assert report["gap_auroc"] == 1.0
    assert isinstance(report["seconds"], dict)
    assert set(report["seconds"]) == {"index", "questions", "per_question_p50"}


def test_a_folder_without_gaps_has_no_gap_score(folder: Path, settings: Settings) -> None:
    (folder / "gaps.tsv").unlink()
    assert run(folder, settings)["gap_auroc"] is None


def test_searches_are_compared_on_the_same_questions(folder: Path, settings: Settings) -> None:
    results = compare(folder, settings)
    assert {name: len(rows) for name, rows in results.items()} == dict.fromkeys(SEARCHES, 3)
    assert "| tiny | 3 | " in table({"tiny": results})


def test_each_part_of_the_search_is_changed_on_the_same_questions(folder: Path, settings: Settings) -> None:
    results = compare(folder, settings, changed=True)
    changed = set(results) - set(SEARCHES)
    assert {"no stemming", "title not searched", "query from its parts", "second scoring by sentence"} <= changed
    assert {len(rows) for rows in results.values()} == {3}
    assert all(row["nDCG10"] > 0 for name in changed for row in results[name]), "each change still finds the rows"
    told = table_of_changes({"tiny": results})
    assert "| no stemming | " in told and "| rank fusion |" not in told
    assert {len(rows) for rows in compare(folder, settings, limit=2).values()} == {2}


def test_rank_fusion_is_ranked_by_its_own_score(folder: Path, settings: Settings) -> None:
    from eval.ablation import rank_fusion_many
    from eval.beir import indexed

    with indexed(load(folder), settings) as corpus:
        (hits,) = rank_fusion_many(corpus.base, ["Who affixes seals?"], 10)
    assert hits[0].score == pytest.approx(2 / 61)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", None, "cannot be read"),
        ("corpus.jsonl", "", "must have lines"),
        ("queries.jsonl", "{not json", "line 1 is not JSON"),
        ("queries.jsonl", "[]", "not a JSON object"),
        ("queries.jsonl", '{"_id": "q1"}', "no text 'text'"),
        ("corpus.jsonl", '{"_id": "a1", "text": "x"}\n{"_id": "a1", "text": "y"}', "an _id of its own"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\ta1", "line 2 is not query-id"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\ta1\tgood", "line 2 is not query-id"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\tnowhere\t1", "not there"),
        ("gaps.tsv", "query-id\treason\nq9\tx", "not there"),
    ],
)
def test_a_malformed_folder_is_named_with_its_line(folder: Path, name: str, content: str | None, said: str) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(LabelsError, match=said):
        load(folder)


def test_a_set_is_reduced_to_some_of_its_scopes_and_written_as_it_is_read(folder: Path, tmp_path: Path) -> None:
    labels = load(folder)
    few = reduced(labels, 1)
    assert {row.id for row in few.rows} == {"a1", "a2"} and [query.id for query in few.queries] == ["q1", "q2"]
    assert set(few.relevant) == {"q1", "q2"} and not few.gaps
    assert reduced(labels, 2) == reduced(labels, 0) == labels
    save(labels, tmp_path / "again")
    assert load(tmp_path / "again") == labels
