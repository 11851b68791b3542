"""The bench against other programs: what is asked and counted, and that what it runs is the shipped search."""

import json
from pathlib import Path

import pytest

from eval import bench_ours
from eval.beir import ranked, run
from eval.beir_folder import Labels, Query
from eval.bench import GAPS_ASKED, main, questions
from eval.bench_table import as_markdown, as_text
from kb.settings import Settings, cache_folder

TEXTS = {
    "a": "# Seals\n\nHigh security seals are affixed by the shipper.\n\nSeal numbers are logged.",
    "b": "# People\n\nNew employees are screened before hire.",
    "c": "# Yard\n\nThe yard is fenced and the gate is locked at night.",
}
ASKED = {"1": ("Who affixes seals?", "a"), "2": ("Is the yard fenced?", "c")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "tiny"
    place.mkdir()
    rows = [{"_id": key, "title": "", "text": text} for key, text in TEXTS.items()]
    queries = [{"_id": key, "text": text} for key, (text, _) in ASKED.items()]
    for name, lines in (("corpus", rows), ("queries", queries)):
        (place / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    labels = "".join(f"{key}\t{row}\t1\n" for key, (_, row) in ASKED.items())
    (place / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{labels}", encoding="utf-8")
    return place


def test_a_row_is_ranked_by_its_best_passage_and_a_share_of_the_next() -> None:
    found = [("a", 0.9), ("b", 0.8), ("b", 0.79), ("b", 0.78), ("c", 0.1)]
    assert ranked(found, 0.0) == ["a", "b", "c"]
    assert ranked(found, 0.2) == ["b", "a", "c"]
    assert ranked([]) == []


def test_what_the_bench_asks_is_what_eval_beir_measures(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert bench_ours.ingest(folder, index)["chunks"] == 3
    asked = [{"id": key, "text": text, "scope": ""} for key, (text, _) in ASKED.items()]
    told = bench_ours.ask(index, asked, timed=2)
    best = {key: ranked(rows)[0] for key, rows in told["found"].items()}
    assert best == {key: row for key, (_, row) in ASKED.items()}
    assert len(told["seconds"]) == 2 and all(sure > 0.3 for sure in told["sure"].values())
    assert run(folder, Settings(cache=cache_folder()))["MRR10"] == 1.0


def test_questions_that_nothing_answers_are_evenly_taken() -> None:
    queries = tuple(Query(f"q{place}", "text", "") for place in range(2000))
    labels = Labels((), queries, {"q3": {"a": 1}, "q4": {"a": 1}}, frozenset(f"q{place}" for place in range(5, 2000)))
    asked = [query.id for query in questions(labels)]
    assert asked[:2] == ["q3", "q4"] and len(asked) == 2 + GAPS_ASKED == len(set(asked))
    assert int(asked[-1][1:]) > 1900
    assert len(questions(labels, 1)) == 2


def figures() -> dict[str, object]:
    quality = {"R5": 0.8, "R10": 0.9, "MAP10": 0.6, "nDCG10": 0.7, "MRR10": 0.7, "gap_auroc": None}
    cost = dict.fromkeys(
        ("passages", "ingest_seconds", "ingest_cpu", "passages_per_second", "question_p50_ms", "question_p95_ms"), 4.0
    )
    cost |= dict.fromkeys(("question_cpu_p50_ms", "peak_mb_ingest", "peak_mb_question", "index_mb"), 2.0)
    ours = {"quality": quality, "cost": cost | {"cold_seconds": 0.5}, "ours_less_this": {"nDCG10": [0.0, 0.0, 0.0]}}
    other = {
        "quality": quality | {"nDCG10": 0.65},
        "cost": cost | {"cold_seconds": None, "question_p50_ms": 20.0},
        "ours_less_this": {"nDCG10": [0.05, 0.01, 0.09]},
    }
    one = {"rows": 3, "questions": 2, "gaps": 0, "arms": {"ours": ours, "bm25": other}}
    return {"commit": "abc", "machine": {"cores": 2}, "sets": {"tiny": one}}


def test_a_table_tells_ratios_and_the_interval_of_the_difference() -> None:
    text = as_text(figures())
    assert "+0.050 [+0.010, +0.090]" in text and "20.0 (5.0)" in text
    assert "| bm25 | 0.650 | 0.650 |" in as_markdown(figures())


def test_packages_that_are_not_there_are_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)
    assert main([str(folder), "--python", str(bare), "--arms", "bm25"]) == 1
    assert "lacks Stemmer, bm25s" in capsys.readouterr().err
