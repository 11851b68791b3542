"""One entry of the catalogue's data -> a Criterion, checked on the way."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from kb.errors import CatalogueError
from kb.model import Criterion, DatedFlag, Flag, Layer, Requirement

KEYS = {"number", "msc_id", "title", "title_confirmed", "flags", "flag_note", "note", "question", "names", "parts"}
PART_KEYS = {"id", "text", "layers", "core", "full", "not", "search"}
MSC_ID = re.compile(r"\d{1,2}\.\d{1,2}")
LAYERS = {layer.value: layer for layer in Layer}
FLAGS = {flag.value: flag for flag in Flag}


def criterion_of(entry: Any, section: str, file: str) -> Criterion:
    """The Criterion of an entry; raises CatalogueError that names the file, the entry and what is wrong with it."""
    number = entry.get("number") if isinstance(entry, dict) else None
    where = f"{file}, entry {number}"
    if not isinstance(entry, dict) or not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise CatalogueError(f"{file}: an entry has no number, only {str(entry)[:60]!r}. Give it its portal number.")
    _known(entry, KEYS, where)
    msc_id = _text(entry, "msc_id", where)
    if not MSC_ID.fullmatch(msc_id):
        raise CatalogueError(f"{where}: msc_id {msc_id!r} is not of the form 5.14.")
    parts = entry.get("parts")
    if not isinstance(parts, list) or not parts:
        raise CatalogueError(f"{where}: it has no list of parts.")
    return Criterion(
        number=number,
        msc_id=msc_id,
        section=section,
        title=_text(entry, "title", where),
        question=_text(entry, "question", where),
        flags=_flags(entry.get("flags"), where),
        requirements=tuple(_requirement(part, f"{number}.{place}", where) for place, part in enumerate(parts, 1)),
        names=_texts(entry, "names", where),
        title_confirmed=bool(entry.get("title_confirmed", False)),
        note=" ".join(_text(entry, name, where) for name in ("flag_note", "note") if name in entry),
    )


def _requirement(part: Any, identity: str, where: str) -> Requirement:
    where = f"{where}, part {identity}"
    if not isinstance(part, dict) or part.get("id") != identity:
        raise CatalogueError(f'{where}: its id must be "{identity}", in quotes and in order.')
    _known(part, PART_KEYS, where)
    layers = _texts(part, "layers", where)
    if not layers or not LAYERS.keys() >= set(layers):
        raise CatalogueError(f"{where}: its layers {list(layers)} must be among {', '.join(LAYERS)}.")
    core = _facets(part, "core", where)
    if not core:
        raise CatalogueError(f"{where}: it has no core facet.")
    return Requirement(
        id=identity,
        text=_text(part, "text", where),
        layers=tuple(LAYERS[layer] for layer in layers),
        core=core,
        full=_facets(part, "full", where),
        lookalikes=_texts(part, "not", where),
        search=_texts(part, "search", where),
    )


def _flags(values: Any, where: str) -> tuple[DatedFlag, ...]:
    try:
        flags = tuple(DatedFlag(FLAGS[value["flag"]], date.fromisoformat(str(value["since"]))) for value in values)
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(
            f"{where}: flags {values!r} must be a list of flag (Must or Should) and since (2020-03-01)."
        ) from error
    days = [dated.since for dated in flags]
    if not days or days != sorted(set(days)):
        raise CatalogueError(f"{where}: its flags must be in order of their days, each day once.")
    return flags


def _facets(part: Mapping[str, Any], name: str, where: str) -> dict[str, tuple[str, ...]]:
    facets = part.get(name) or {}
    if not isinstance(facets, dict):
        raise CatalogueError(f"{where}: {name} must name facets, each with a list of terms.")
    checked = {str(facet): _texts(facets, facet, f"{where}, {name}") for facet in facets}
    for facet, terms in checked.items():
        if not terms:
            raise CatalogueError(f"{where}, {name}: facet {facet} has no terms.")
    return checked


def _known(values: Mapping[str, Any], names: set[str], where: str) -> None:
    unknown = [str(name) for name in values if name not in names]
    if unknown:
        raise CatalogueError(f"{where}: unknown {', '.join(unknown)}. Known are {', '.join(sorted(names))}.")


def _text(values: Mapping[str, Any], name: str, where: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"{where}: {name} is {value!r}, it must be text.")
    return value.strip()


def _texts(values: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    found = values.get(name) or []
    if not isinstance(found, list):
        raise CatalogueError(f"{where}: {name} must be a list.")
    for value in found:
        if not isinstance(value, str) or not value.strip():
            raise CatalogueError(f"{where}: {name} has {value!r}, which must be text: put it in quotes.")
    return tuple(found)
