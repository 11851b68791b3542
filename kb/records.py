"""Nouns to and from the JSON that the store keeps."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from kb.model import Citation, Document, Fact, Kind, Locator, Passage


def document_to_json(document: Document) -> str:
    """A Document as JSON."""
    return json.dumps(asdict(document), default=str, ensure_ascii=False)


def document_from_json(record: str) -> Document:
    """The Document that document_to_json wrote."""
    values: dict[str, Any] = json.loads(record)
    values["kind"] = Kind(values["kind"])
    for name in ("effective", "expires"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    values["facts"] = tuple(Fact(**fact) for fact in values["facts"])
    values["warnings"] = tuple(values["warnings"])
    values["corrected"] = ()  # what was read is kept; corrections are laid over it when it is fetched
    return Document(**values)


def locator_to_json(locator: Locator) -> str:
    """A Locator as JSON."""
    return json.dumps(asdict(locator), ensure_ascii=False)


def locator_from_json(record: str) -> Locator:
    """The Locator that locator_to_json wrote."""
    values: dict[str, Any] = json.loads(record)
    values["trail"] = tuple(values["trail"])
    return Locator(**values)


def citation_to_values(citation: Citation) -> dict[str, Any]:
    """A Citation as values that JSON holds."""
    return asdict(citation) | {"locator": locator_to_json(citation.locator)}


def citation_from_values(values: Mapping[str, Any]) -> Citation:
    """The Citation that citation_to_values made values of."""
    return Citation(**{**values, "locator": locator_from_json(values["locator"])})


def fields_to_json(fields: Mapping[str, str]) -> str:
    """A table row's fields as JSON."""
    return json.dumps(dict(fields), ensure_ascii=False)


def passage_from_row(row: tuple[str, str, int, int, str, str, str, str]) -> Passage:
    """The Passage of a row (id, path, first, last, text, context, locator, fields) of the store."""
    identity, path, start, end, text, context, locator, fields = row
    return Passage(identity, path, start, end, text, locator_from_json(locator), context, json.loads(fields))
