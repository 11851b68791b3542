"""Countries whose programme the United States recognises (MRA): shipped data with years, editable."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from kb.errors import CatalogueError
from kb.shipped import shipped

CODE = 3  # letters: codes and the like are too short to be looked for in running text
FILE = "corpus/criteria/mutual-recognition.yaml"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One partner of a mutual recognition arrangement."""

    country: str
    code: str  # ISO 3166, EU for the European Union
    programme: str
    signed: int  # year
    names: tuple[str, ...] = ()  # other names of the country


def mutual_recognition(on: date) -> tuple[Arrangement, ...]:
    """The arrangements that were surely in place on a day: signed in an earlier year."""
    return tuple(arrangement for arrangement in _table().arrangements if arrangement.signed < on.year)


def recognised(country: str, on: date) -> bool | None:
    """Whether a country's (name or code) programme was recognised on a day; None where the data cannot tell.

    It cannot tell in the year of signing, nor for unlisted countries after the day up to which the data is known.
    """
    table = _table()
    key = _key(country)
    if key in table.not_partners:
        return False
    found = table.by_name.get(key)
    if found:
        return None if found.signed == on.year else found.signed < on.year
    return False if on.isoformat()[:7] <= table.known_until else None


def country_named(text: str) -> str:
    """The first country of the data that a text names in full; empty where it names none."""
    table = _table()
    folded = text.casefold()
    names = [name for name in (*table.by_name, *table.not_partners) if len(name) > CODE]
    found = [(match.start(), name) for name in names if (match := re.search(rf"\b{re.escape(name)}\b", folded))]
    return min(found)[1].title() if found else ""


@dataclass(frozen=True, slots=True)
class _Table:
    arrangements: tuple[Arrangement, ...]
    by_name: dict[str, Arrangement]
    not_partners: frozenset[str]
    known_until: str  # "2022-09"


@cache
def _table() -> _Table:
    import yaml

    path = shipped(FILE)
    try:
        values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        partners = [
            Arrangement(
                country=entry["country"],
                code=entry["code"],
                programme=entry["programme"],
                signed=int(entry["signed"]),
                names=tuple(entry.get("names", ())),
            )
            for entry in values["partners"]
        ]
        by_name = {
            _key(name): partner for partner in partners for name in (partner.country, partner.code, *partner.names)
        }
        for code, name in values["eu_members"].items():
            by_name |= {_key(code): by_name["eu"], _key(name): by_name["eu"]}
        excluded = [
            name
            for entry in values["not_partners"]
            for name in (entry["country"], entry["code"], *entry.get("names", ()))
        ]
        return _Table(tuple(partners), by_name, frozenset(map(_key, excluded)), str(values["known_until"]))
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CatalogueError(
            f"{path} is missing or not well formed ({error!r}). Correct it or install again."
        ) from error


def _key(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())
