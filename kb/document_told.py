"""One document told in full: its facts, what a person put right, its warnings and its other versions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb import as_json
from kb.corrections import FIELDS, FILLED_KIND, Correction, words_of
from kb.model import Document, Fact
from kb.shown import table

NOT_FOR_PEOPLE = ("fingerprint", FILLED_KIND)  # facts that only the program works with
FROM_OUTSIDE = "(not in its words)"  # read from the file's name, its properties, or the text as a whole


@dataclass(frozen=True, slots=True)
class Told:
    """A document and all that is known of how it came to its facts."""

    document: Document
    read: Document  # the same before corrections
    corrections: Sequence[Correction]
    versions: Sequence[Document]  # the others of its family, the current one first
    passages: int


def told_of(
    document: Document,
    read: Document,
    corrections: Sequence[Correction],
    all_of_them: Sequence[Document],
    passages: int,
) -> Told:
    """What is told of one of all documents."""
    current = document.superseded_by or document.path
    family = [each for each in all_of_them if current in (each.path, each.superseded_by) and each.path != document.path]
    return Told(document, read, corrections, sorted(family, key=lambda each: bool(each.superseded_by)), passages)


def facts_for_people(document: Document) -> list[Fact]:
    """The facts that mean something to a person, those that can be put right first and in their order."""
    facts = [fact for fact in document.facts if fact.name not in NOT_FOR_PEOPLE]
    return sorted(facts, key=lambda fact: FIELDS.index(fact.name) if fact.name in FIELDS else len(FIELDS))


def text(told: Told) -> str:
    """The document as lines for a terminal."""
    document = told.document
    pages = f", {document.pages} page{'s' if document.pages > 1 else ''}" if document.pages else ""
    lines = [document.name, f"{document.path}\n{told.passages} passages{pages}\n"]
    lines.append(table([("Fact", "Value", "Sure", "The words it was read from"), *_rows(told)], most=90))
    if document.warnings:
        lines.append("\nA person should look at:\n" + "\n".join(f"  {warning}" for warning in document.warnings))
    if told.versions:
        lines.append("\nOther versions and copies:\n" + "\n".join(f"  {_version(each)}" for each in told.versions))
    return "\n".join(lines)


def json_of(told: Told) -> as_json.Json:
    """The document as `documents` lists it, with its facts, corrections and versions."""
    corrections = {each.field: each for each in told.corrections}
    read = {fact.name: fact for fact in told.read.facts}
    return as_json.document(told.document, told.passages) | {
        "facts": [
            _fact(fact, corrections.get(fact.name), read.get(fact.name)) for fact in facts_for_people(told.document)
        ],
        "versions": [as_json.document(each, 0) | {"passages": None} for each in told.versions],
    }


def _fact(fact: Fact, correction: Correction | None, read: Fact | None) -> as_json.Json:
    source = read if correction else fact
    return {
        "name": fact.name,
        "value": fact.value or None,
        "words": (source.words or None) if source else None,
        "confidence": source.confidence if source else None,
        "doubt": fact.doubt or None,
        "corrected": _correction(correction, read) if correction else None,
    }


def _correction(correction: Correction, read: Fact | None) -> as_json.Json:
    return {
        "read": (read.value or None) if read else None,
        "by": correction.by or None,
        "at": correction.at,
        "sha256": correction.sha256,
    }


def _rows(told: Told) -> Iterator[tuple[str, str, str, str]]:
    corrections = {each.field: each for each in told.corrections}
    read = {fact.name: fact for fact in told.read.facts}
    for fact in facts_for_people(told.document):
        correction = corrections.get(fact.name)
        if correction:
            was = read.get(fact.name)
            from_words = f", from “{was.words}”" if was and was.words else ""
            yield (
                fact.name,
                fact.value or "none",
                "",
                f"{words_of(correction)}; read: {(was and was.value) or 'nothing'}{from_words}",
            )
        else:
            yield (
                fact.name,
                fact.value or "?",
                f"{fact.confidence:.0%}",
                fact.words or (FROM_OUTSIDE if fact.value else ""),
            )


def _version(document: Document) -> str:
    told = [document.name]
    told += [f"version {document.version}"] if document.version else []
    told += [f"of {document.effective}"] if document.effective else []
    return ", ".join(told) + (" (superseded)" if document.superseded_by else " (current)")
