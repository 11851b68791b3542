"""The people of a knowledge base and what each of them may do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kb.errors import SettingsError

LONGEST = 120  # characters of a name or a login


class Role(StrEnum):
    """What a person may do; each role may do what the ones before it may."""

    VIEWER = "viewer"  # read, ask, download
    EDITOR = "editor"  # add documents, put facts right, decide on evidence, write responses
    APPROVER = "approver"  # approve, return and submit responses, change settings and criteria


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a role."""

    name: str  # as decisions and the audit trail name them
    login: str  # the address that they sign in with, or the name of their account on this machine
    role: Role

    def may(self, role: Role) -> bool:
        """Whether the person has a role, or one that includes it."""
        ranks = list(Role)
        return ranks.index(self.role) >= ranks.index(role)


def members(rows: Sequence[Mapping[str, Any]]) -> tuple[Member, ...]:
    """The people of a list of {name, login, role}; raises SettingsError with what is wrong with it."""
    made = tuple(_member(row, place) for place, row in enumerate(rows, start=1))
    logins = [member.login.casefold() for member in made]
    twice = next((member.login for member in made if logins.count(member.login.casefold()) > 1), "")
    if twice:
        raise SettingsError(f"{twice} stands twice among the people: one login belongs to one person.")
    return made


def member_of(people: Iterable[Member], login: str) -> Member | None:
    """The person who signs in with a login; None where nobody of the people does."""
    wanted = login.strip().casefold()
    return next((member for member in people if member.login.casefold() == wanted), None) if wanted else None


def _member(row: Mapping[str, Any], place: int) -> Member:
    unknown = sorted(row.keys() - {"name", "login", "role"})
    if unknown:
        raise SettingsError(f"Person {place} has an unknown entry “{unknown[0]}”: name, login and role are known.")
    name, login = _text(row, "name", place), _text(row, "login", place)
    role = str(row.get("role") or "").strip().lower()
    if role not in set(Role):
        raise SettingsError(f"{name} has the role “{role}”: one of {', '.join(Role)}.")
    return Member(name, login, Role(role))


def _text(row: Mapping[str, Any], field: str, place: int) -> str:
    told = " ".join(str(row.get(field) or "").split())
    if not told:
        raise SettingsError(f"Person {place} has no {field}: name, login and role must all be given.")
    if len(told) > LONGEST or re.search(r"[\x00-\x1f\x7f]", told):
        raise SettingsError(f"The {field} of person {place} is too long or not plain text: at most {LONGEST} letters.")
    return told
