"""What each part of the search is worth: python -m eval.ablation DIR…"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.beir import SUPPORT, Indexed, SearchMany, indexed, ranking, search_all
from eval.beir_folder import Labels, load
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


def compare(folder: Path, settings: Settings) -> dict[str, list[dict[str, float]]]:
    """Search -> the measures of each labelled question, in one order; raises LabelsError."""
    labels = load(folder)
    with indexed(labels, settings) as corpus:
        return {name: _measured(corpus, labels, *search) for name, search in SEARCHES.items()}


def _measured(corpus: Indexed, labels: Labels, search: SearchMany, support: float) -> list[dict[str, float]]:
    asked = [query for query in labels.queries if query.id in labels.relevant]
    found = search_all(corpus, asked, search)
    return [measure(ranking(corpus, found[query.id], support), labels.relevant[query.id]) for query in asked]


def table(results: dict[str, dict[str, list[dict[str, float]]]]) -> str:
    """A Markdown table of folder -> search -> questions: nDCG@10 and what shipped gains on rank fusion."""
    lines = [f"| set | n | {' | '.join(SEARCHES)} | shipped - rank fusion |", "|---" * (len(SEARCHES) + 3) + "|"]
    averages = {name: [mean(measured[name])[MEASURE] for measured in results.values()] for name in SEARCHES}
    for place, (folder, measured) in enumerate(results.items()):
        shipped, plain = ([row[MEASURE] for row in measured[name]] for name in ("shipped", "rank fusion"))
        gain, low, high = paired_interval(shipped, plain)
        values = " | ".join(f"{averages[name][place]:.3f}" for name in SEARCHES)
        lines.append(f"| {folder} | {len(measured['shipped'])} | {values} | {gain:+.3f} [{low:+.3f}, {high:+.3f}] |")
    overall = {name: sum(values) / len(values) for name, values in averages.items()}
    values = " | ".join(f"{value:.3f}" for value in overall.values())
    lines.append(f"| average | | {values} | {overall['shipped'] - overall['rank fusion']:+.3f} |")
    return "\n".join(lines)


def main(folders: Sequence[str]) -> int:
    """Print the table of the folders; 2 where there is none or one is not well formed."""
    if not folders:
        print("usage: python -m eval.ablation DIR…", file=sys.stderr)
        return 2
    try:
        settings = load_settings()
        results = {Path(folder).resolve().name: compare(Path(folder), settings) for folder in folders}
    except CtpatError as error:
        print(error, file=sys.stderr)
        return 2
    print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
