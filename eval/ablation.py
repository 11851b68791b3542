"""What each part of the search is worth: python -m eval.ablation DIR…"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.ablation_arms import variants
from eval.beir import SUPPORT, Indexed, SearchMany, indexed, ranking, search_all
from eval.beir_folder import Labels, Query, load, reduced
from eval.bench import RESULTS, commit
from eval.metrics import mean, measure, paired_interval
from kb.errors import CtpatError
from kb.model import Hit
from kb.search import Base, dense_many, fused_many, lexical
from kb.settings import Settings, load_settings

RANK_CONSTANT = 60  # of reciprocal rank fusion, as published
MEASURE = "nDCG10"


def lexical_many(base: Base, questions: Sequence[str], limit: int, within: str = "") -> list[list[Hit]]:
    """What the lexical search alone finds for each question."""
    return [lexical(base, question, limit, within) for question in questions]


def rank_fusion_many(base: Base, questions: Sequence[str], limit: int, within: str = "") -> list[list[Hit]]:
    """Reciprocal rank fusion of the same two searches."""
    words = lexical_many(base, questions, limit, within)
    meaning = dense_many(base, questions, limit, within)
    return [_by_rank(lists)[:limit] for lists in zip(words, meaning, strict=True)]


def _by_rank(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    scores: dict[str, float] = {}
    hits: dict[str, Hit] = {}
    for found in lists:
        for rank, hit in enumerate(found, start=1):
            hits.setdefault(hit.passage.id, hit)
            scores[hit.passage.id] = scores.get(hit.passage.id, 0.0) + 1 / (RANK_CONSTANT + rank)
    return [replace(hits[key], score=scores[key]) for key in sorted(scores, key=lambda key: -scores[key])]


SEARCHES: dict[str, tuple[SearchMany, float]] = {  # with how much a row's other passages count
    "lexical": (lexical_many, 0.0),
    "dense": (dense_many, 0.0),
    "rank fusion": (rank_fusion_many, 0.0),
    "score fusion": (fused_many, 0.0),
    "shipped": (fused_many, SUPPORT),
}


Rows = dict[str, list[dict[str, float]]]  # search -> the measures of each question, in one order


def compare(folder: Path, settings: Settings, limit: int = 0, scopes: int = 0, changed: bool = False) -> Rows:
    """Search -> the measures of each labelled question, in one order; raises LabelsError.

    With `changed` the shipped search with one part changed stands beside it; of the questions
    `limit` and of the scopes `scopes`, evenly taken; all where they are 0.
    """
    labels = reduced(load(folder), scopes)
    asked = [query for query in labels.queries if query.id in labels.relevant]
    if 0 < limit < len(asked):
        asked = [asked[place * len(asked) // limit] for place in range(limit)]
    with indexed(labels, settings) as corpus:
        searches = dict(SEARCHES)
        if changed:
            searches |= {name: (search, SUPPORT) for name, search in variants(corpus.base).items()}
        return {name: _measured(corpus, labels, asked, *search) for name, search in searches.items()}


def _measured(
    corpus: Indexed, labels: Labels, asked: Sequence[Query], search: SearchMany, support: float
) -> list[dict[str, float]]:
    found = search_all(corpus, asked, search)
    return [measure(ranking(corpus, found[query.id], support), labels.relevant[query.id]) for query in asked]


def table(results: dict[str, Rows]) -> str:
    """A Markdown table of folder -> search -> questions: nDCG@10 and what shipped gains on rank fusion."""
    lines = [f"| set | n | {' | '.join(SEARCHES)} | shipped - rank fusion |", "|---" * (len(SEARCHES) + 3) + "|"]
    averages = {name: [mean(measured[name])[MEASURE] for measured in results.values()] for name in SEARCHES}
    for place, (folder, measured) in enumerate(results.items()):
        values = " | ".join(f"{averages[name][place]:.3f}" for name in SEARCHES)
        told = _told(measured["shipped"], measured["rank fusion"])
        lines.append(f"| {folder} | {len(measured['shipped'])} | {values} | {told} |")
    overall = {name: sum(values) / len(values) for name, values in averages.items()}
    values = " | ".join(f"{value:.3f}" for value in overall.values())
    lines.append(f"| average | | {values} | {overall['shipped'] - overall['rank fusion']:+.3f} |")
    return "\n".join(lines)


def table_of_changes(results: dict[str, Rows]) -> str:
    """A Markdown table of what each change does to the shipped search's nDCG@10: below 0 the part is worth having."""
    names = [name for name in next(iter(results.values())) if name not in SEARCHES or name in ("lexical", "dense")]
    lines = [f"| changed | {' | '.join(results)} | average |", "|---" * (len(results) + 2) + "|"]
    for name in names:
        told = [_told(measured[name], measured["shipped"]) for measured in results.values()]
        gains = [mean(rows[name])[MEASURE] - mean(rows["shipped"])[MEASURE] for rows in results.values()]
        lines.append(f"| {name} | {' | '.join(told)} | {sum(gains) / len(gains):+.4f} |")
    return "\n".join(lines)


def _told(rows: Sequence[dict[str, float]], others: Sequence[dict[str, float]]) -> str:
    gain, low, high = paired_interval([row[MEASURE] for row in rows], [row[MEASURE] for row in others])
    return f"{gain:+.3f} [{low:+.3f}, {high:+.3f}]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of the folders and keep the figures; 2 where a folder is not well formed."""
    parser = argparse.ArgumentParser(prog="python -m eval.ablation", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="labels in BEIR's form")
    parser.add_argument("--asked", type=int, default=0, metavar="N", help="questions of a set, evenly taken")
    parser.add_argument("--scopes", type=int, default=0, metavar="N", help="companies or contracts of a set")
    parser.add_argument("--arms-only", action="store_true", help="the two searches and their fusions, no changed parts")
    parser.add_argument("--output", type=Path, metavar="FILE", help="default: eval/results/ablation-COMMIT.json")
    asked = parser.parse_args(arguments)
    try:
        settings = load_settings()
        results = {
            folder.resolve().name: compare(folder, settings, asked.asked, asked.scopes, not asked.arms_only)
            for folder in asked.folders
        }
    except CtpatError as error:
        print(error, file=sys.stderr)
        return 2
    print(table(results))
    if not asked.arms_only:
        print(f"\n{table_of_changes(results)}")
    output = asked.output or RESULTS / f"ablation-{commit()}.json"
    means = {name: {arm: mean(rows) for arm, rows in measured.items()} for name, measured in results.items()}
    record = {"commit": commit(), "asked": asked.asked or "all", "scopes": asked.scopes or "all", "sets": means}
    output.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
