"""What a person put right of what was read from a document; it is kept by path and wins over what was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kb.model import Document, Fact, Kind

DAYS = ("effective", "expires")
FORM, FILLED_KIND = "form", "kind if filled"  # names of facts
TEMPLATE, FILLED = "template", "filled"  # values of the fact "form"
FIELDS = ("kind", "title", "party", "site", *DAYS, "version", "language", FORM)


@dataclass(frozen=True, slots=True)
class Correction:
    """One fact of one document as a person says it is."""

    path: str  # of the document
    field: str  # one of FIELDS
    value: str  # dates as ISO 8601; empty where there is none: no party but the company itself, no expiry
    by: str  # the person's name
    at: str  # day and minute, ISO 8601
    sha256: str  # of the file as it was when the person looked at it


def corrected(document: Document, corrections: Iterable[Correction]) -> Document:
    """A document as it was read, with a person's corrections laid over it; those of an older file are warned of."""
    told = {correction.field: correction for correction in corrections}
    if not told:
        return document
    values: dict[str, Any] = {
        field: _value(correction) for field, correction in told.items() if field not in ("kind", FORM)
    }
    facts = {field: correction.value for field, correction in told.items()} | _kind_and_form(document, told)
    filled = FORM in told and facts[FORM] == FILLED
    answers = ("placeholders",) if filled else ()  # facts without which it goes
    if filled:
        values["placeholders"] = 0
    answered = {fact.doubt for fact in document.facts if fact.name in {*facts, *answers} and fact.doubt}
    kept = [warning for warning in document.warnings if warning not in answered]
    return replace(
        document,
        **values,
        kind=Kind(facts.get("kind", document.kind)),
        facts=(
            *(fact for fact in document.facts if fact.name not in {*facts, *answers}),
            *(Fact(name, value, words_of(told[name]) if name in told else "") for name, value in facts.items()),
        ),
        warnings=(*kept, *(_look_again(each) for each in told.values() if each.sha256 != document.sha256)),
        corrected=tuple(field for field in FIELDS if field in told),
    )


def values_of(document: Document) -> dict[str, str]:
    """Field -> its value of a document as a correction would say it; empty where there is none."""
    values = {field: getattr(document, field) for field in FIELDS if field != FORM}
    form = next((fact.value for fact in document.facts if fact.name == FORM), "")
    told = {
        field: value.isoformat() if isinstance(value, date) else str(value or "") for field, value in values.items()
    }
    return told | {FORM: form}


def as_read(document: Document, read: Document) -> Document:
    """A corrected document with what was read in place of the corrections; `read` is the one that is stored."""
    if not document.corrected:
        return document
    fields = {field for field in document.corrected if field != FORM}
    fields |= {"kind", "placeholders"} if {"kind", FORM} & set(document.corrected) else set()
    kept = {field: getattr(read, field) for field in (*sorted(fields), "facts", "warnings")}
    return replace(document, **kept, corrected=())


def words_of(correction: Correction) -> str:
    """Who put it right and when."""
    by = f" by {correction.by}" if correction.by else ""
    return f"put right{by} on {correction.at[:10]}"


def _value(correction: Correction) -> str | date | None:
    if correction.field not in DAYS:
        return correction.value
    return date.fromisoformat(correction.value) if correction.value else None


def _kind_and_form(document: Document, told: Mapping[str, Correction]) -> dict[str, str]:
    """The facts kind and form where either is corrected; a template is a kind of its own, so one says the other."""
    if "kind" not in told and FORM not in told:
        return {}
    kind = told["kind"].value if "kind" in told else document.kind.value
    if FORM not in told:
        return {"kind": kind, FORM: TEMPLATE if kind == Kind.TEMPLATE else FILLED}
    if told[FORM].value == TEMPLATE:
        return {"kind": Kind.TEMPLATE.value, FORM: TEMPLATE}
    if kind == Kind.TEMPLATE:
        kind = next((fact.value for fact in document.facts if fact.name == FILLED_KIND), Kind.OTHER.value)
    return {"kind": kind, FORM: FILLED}


def _look_again(correction: Correction) -> str:
    told = f"“{correction.value}”" if correction.value else "none"
    return (
        f"Its {correction.field} was {words_of(correction)} ({told}), and the file has changed since: look again, and"
        " say it anew or take it back."
    )
