"""What each command does; a door: it asks the assistant and hands back what to print."""

import argparse
import json
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb import as_json, shown
from kb.assistant import Assistant
from kb.errors import WorkspaceError
from kb.export.values import gap_values
from kb.model import Criterion
from kb.writing import save_report, saved_as


@dataclass(frozen=True, slots=True)
class Result:
    """One result in both forms."""

    text: str
    as_json: Any
    undone: str = ""  # why it ends as something to put right, though there is a result to print


def demo(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Build the sample knowledge base, ask about criterion 56 and write the gap report."""
    from kb.demo import build

    return Result(*build(asked.directory or asked.workspace or Path("demo"), _progress))


def ingest(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Read files and folders into the knowledge base."""
    from ingest.pipeline import ingest as read_in

    with assistant.base.writing():
        report = json.loads(read_in(asked.paths, assistant.base, _progress, asked.gone).to_json())
        assistant.base.keep_report(report)
    return Result(shown.intake(report), report, _nothing_read(report["files"], assistant.base.stamps()))


def documents(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """List the documents."""
    passages = assistant.passage_counts()
    found = assistant.documents()
    rows = [as_json.document(document, passages.get(document.path, 0)) for document in found]
    return Result(shown.documents(found, passages), {"documents": rows})


def criteria_list(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """List all criteria."""
    subjects = assistant.catalogue.criteria
    rows = [as_json.catalogue_entry(subject, assistant.as_of) for subject in subjects]
    return Result(shown.criteria(subjects, assistant.as_of), {"edition": assistant.catalogue.edition, "criteria": rows})


def criteria_show(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Show one criterion."""
    from kb import criteria_told
    from kb.criteria_official import official_of

    subject = _criterion(assistant, asked)
    document = official_of(assistant.settings.overrides)
    texts = shown.criterion(subject, assistant.as_of), criteria_told.official(document, subject.msc_id)
    row = {"official": criteria_told.official_json(document, subject.msc_id)}
    return Result("\n".join(filter(None, texts)), as_json.catalogue_entry(subject, assistant.as_of) | row)


def criteria_import(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Take the user's own wording, or CBP's text from a PDF."""
    from ingest.msc import read_msc
    from kb.criteria_take import take_criteria

    taken = take_criteria(assistant, asked.file, read_msc)
    return Result(taken.text, taken.as_json)


def criteria_diff(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Compare two editions of CBP's text."""
    from ingest.msc import read_msc
    from kb import criteria_told
    from kb.criteria_diff import compare_editions, resting_on
    from kb.responses import responses

    found = compare_editions(read_msc(asked.old), read_msc(asked.new))
    kept = responses(assistant.base.store) if assistant.settings.database.exists() else {}
    resting = resting_on(found, assistant.catalogue.criteria, kept)
    text = "\n".join(filter(None, (criteria_told.diff(found), criteria_told.resting(resting))))
    return Result(text, criteria_told.diff_json(found) | {"approved_answers": criteria_told.resting_json(resting)})


def ask(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Answer a question."""
    _warn(assistant)
    found = assistant.ask(" ".join(asked.question), asked.after)
    return Result(shown.answer(found), as_json.answer(found))


def covers(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Show what covers a criterion."""
    _warn(assistant)
    with assistant.base.reading():  # so that what is told is what was judged
        found = assistant.coverage(_criterion(assistant, asked).number)
        text = assistant.told(found)
    return Result(shown.answer(text), as_json.coverage(found, assistant.as_of))


def map_criteria(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Show where every criterion stands."""
    _warn(assistant)
    found = assistant.map()
    rows = [as_json.coverage(coverage, assistant.as_of) for coverage in found]
    return Result(shown.coverages(found), {"criteria": rows, "made_by": assistant.made_by()})


def gaps(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Write the gap report, or print it."""
    _warn(assistant)
    report = assistant.gap_report()
    text = save_report(report, asked.output, asked.format)
    if saved_as(asked.output, asked.format):
        try:
            assistant.keep_report(report)
        except WorkspaceError as error:  # the report is written all the same
            _progress(f"The next report will not be compared with this one: {error}")
    return Result(text, gap_values(report))


def eval_labels(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Judge the workspace's documents against labelled criteria."""
    _warn(assistant)
    from eval.label_runs import evaluate
    from eval.labels import as_text

    figures = evaluate(assistant, asked.file, asked.split)
    return Result(as_text(figures), figures)


def eval_make_labels(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Write labels made of what people decided on evidence."""
    from eval.make_labels import make_labels, save_labels

    rows = make_labels(assistant)
    save_labels(rows, asked.output)
    told = f"{len(rows)} rows in {asked.output}. Fill in Status where you know it, then: ctpat eval labels FILE"
    return Result(told, {"file": str(asked.output), "rows": len(rows)})


def eval_answers(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Measure the answers to labelled questions."""
    _warn(assistant)
    from eval.answers import SHIPPED, as_text, measure

    figures = measure(assistant, asked.file or SHIPPED, asked.split, asked.base)
    return Result(as_text(figures), figures)


def eval_beir(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Measure search on a folder in BEIR form."""
    from eval.beir import run

    figures = run(asked.folder, assistant.settings)
    return Result("\n".join(f"{name}: {value}" for name, value in figures.items()), figures)


def app(assistant: Assistant, asked: argparse.Namespace) -> None:
    """Open the assistant in the browser, on the loopback address unless people sign in."""
    from kb.serve import serve

    serve(assistant.settings, asked.port, browser=not asked.no_browser, address=asked.address)


def _nothing_read(files: Sequence[Mapping[str, Any]], known: Collection[str]) -> str:
    """A sentence where not one of the files could be read, now or before; empty otherwise."""
    if not files or any(file["path"] in known or file["status"] == "removed" for file in files):
        return ""
    if len(files) > 1:
        return f"Nothing was read: {len(files)} files, and the reason is told of each."
    return f"Nothing was read: {files[0]['path']}: {files[0]['reason']}"


def _criterion(assistant: Assistant, asked: argparse.Namespace) -> Criterion:
    return assistant.catalogue.look_up(" ".join(asked.criterion))


def _warn(assistant: Assistant) -> None:
    if assistant.warning:
        _progress(assistant.warning)


def _progress(message: str) -> None:
    print(shown.safe(message), file=sys.stderr, flush=True)
