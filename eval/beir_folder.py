"""Reads a folder of labels in BEIR's form: corpus.jsonl, queries.jsonl, qrels.tsv and, where there is one, gaps.tsv."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import LabelsError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the corpus."""

    id: str
    title: str
    text: str
    scope: str  # the company, contract or product it belongs to; empty where there is only one


@dataclass(frozen=True, slots=True)
class Query:
    """One question, put to the rows of its scope only."""

    id: str
    text: str
    scope: str


@dataclass(frozen=True, slots=True)
class Labels:
    """A corpus, its questions and what answers them."""

    rows: tuple[Row, ...]
    queries: tuple[Query, ...]  # those with evidence or known to have none
    relevant: Mapping[str, Mapping[str, int]]  # query id -> row id -> grade above 0
    gaps: frozenset[str]  # ids of queries that nothing in the corpus answers


def load(folder: Path) -> Labels:
    """The labels of a folder; raises LabelsError naming the file and line that is not well formed."""
    rows = tuple(
        Row(_field(line, "_id", place), line.get("title") or "", _field(line, "text", place), _scope(line))
        for place, line in _json_lines(folder / "corpus.jsonl")
    )
    queries = tuple(
        Query(_field(line, "_id", place), _field(line, "text", place), _scope(line))
        for place, line in _json_lines(folder / "queries.jsonl")
    )
    asked, held = {query.id for query in queries}, {row.id for row in rows}
    if not rows or not queries or len(asked) < len(queries) or len(held) < len(rows):
        raise LabelsError(f"{folder}: corpus.jsonl and queries.jsonl must have lines, each with an _id of its own.")
    relevant = _relevant(folder / "qrels.tsv", asked, held)
    gaps = frozenset(_gaps(folder / "gaps.tsv", asked))
    labelled = tuple(query for query in queries if query.id in relevant or query.id in gaps)
    return Labels(rows, labelled, relevant, gaps)


def reduced(labels: Labels, scopes: int) -> Labels:
    """The labels of so many scopes, evenly taken in order of name; all where there are no more or `scopes` is 0."""
    names = sorted({row.scope for row in labels.rows})
    if not 0 < scopes < len(names):
        return labels
    kept = {names[place * len(names) // scopes] for place in range(scopes)}
    rows = tuple(row for row in labels.rows if row.scope in kept)
    queries = tuple(query for query in labels.queries if query.scope in kept)
    asked = {query.id for query in queries}
    relevant = {key: held for key, held in labels.relevant.items() if key in asked}
    return Labels(rows, queries, relevant, labels.gaps & asked)


def save(labels: Labels, folder: Path) -> None:
    """Write labels as a folder that load() reads."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"_id": r.id, "title": r.title, "text": r.text, "metadata": {"scope": r.scope}} for r in labels.rows]
    queries = [{"_id": q.id, "text": q.text, "metadata": {"scope": q.scope}} for q in labels.queries]
    for name, lines in (("corpus", rows), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    told = [f"{key}\t{row}\t{grade}" for key, held in labels.relevant.items() for row, grade in held.items()]
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *told]) + "\n", encoding="utf-8")
    gaps = [f"{key}\tnothing" for key in sorted(labels.gaps)]
    (folder / "gaps.tsv").write_text("\n".join(["query-id\treason", *gaps]) + "\n", encoding="utf-8")


def _json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, text in _lines(path):
        try:
            line = json.loads(text)
        except ValueError as error:
            raise LabelsError(f"{place} is not JSON ({error}).") from error
        if not isinstance(line, dict):
            raise LabelsError(f"{place} is not a JSON object.")
        yield place, line


def _lines(path: Path) -> list[tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(f"{path} cannot be read ({error}); a folder of labels needs it.") from error
    return [(f"{path}, line {number}", line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _field(line: Mapping[str, Any], name: str, place: str) -> str:
    if not isinstance(line.get(name), str):
        raise LabelsError(f"{place} has no text {name!r}.")
    return str(line[name])


def _scope(line: Mapping[str, Any]) -> str:
    metadata = line.get("metadata")
    return str(metadata.get("scope") or "") if isinstance(metadata, dict) else ""


def _relevant(path: Path, asked: set[str], held: set[str]) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for place, line in _lines(path)[1:]:
        cells = line.rstrip("\r").split("\t")
        if len(cells) != 3 or not cells[2].strip().lstrip("-").isdigit():
            raise LabelsError(f"{place} is not query-id, corpus-id, whole number, apart by tabs.")
        if cells[0] not in asked or cells[1] not in held:
            raise LabelsError(f"{place} names a query or a corpus row that is not there.")
        if (grade := int(cells[2])) > 0:
            relevant.setdefault(cells[0], {})[cells[1]] = grade
    return relevant


def _gaps(path: Path, asked: set[str]) -> Iterator[str]:
    for place, line in _lines(path)[1:] if path.exists() else []:
        identity = line.rstrip("\r").split("\t")[0]
        if identity not in asked:
            raise LabelsError(f"{place} names a query that is not there.")
        yield identity
