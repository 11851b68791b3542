"""The audit trail: what was done to a knowledge base and by whom, each entry chained to the one before by its hash.

The store refuses to change or delete an entry. Whoever gets round that breaks the chain; the newest hash is kept beside
it, so that entries cannot be cut off its end unnoticed either. Who rewrites the whole of it and that hash too is found
out only by a hash that was noted elsewhere: `verify` gives it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kb.access import login_name, signed_in
from kb.people import member_of
from kb.settings import Settings
from kb.store import Store

HEAD = "audit head"  # named value of the store: number and hash of the newest entry
NOBODY = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done."""

    number: int  # from 1
    at: str  # ISO 8601 with the distance from UTC
    who: str
    what: str  # such as "decision" or "ingest"
    detail: str  # JSON, kept as it was written: the hash is of these characters
    previous: str  # hash of the entry before; empty for the first
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found."""

    entries: int
    head: str  # hash of the newest entry; empty where there is none
    bad: int = 0  # number of the first entry that does not fit; 0 where all do
    reason: str = ""  # what is wrong with it


def record(store: Store, who: str, what: str, detail: Mapping[str, Any]) -> None:
    """Append an entry, as part of the transaction under way where there is one; raises WorkspaceError."""
    with store.transaction():
        before = entries(store, last=1)
        number, previous = (before[0].number + 1, before[0].hash) if before else (1, "")
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        told = json.dumps(detail, sort_keys=True, default=str)
        member = signed_in()
        name = (member.name if member else who) or NOBODY
        proof = _hash(number, at, name, what, told, previous)
        store.add_audit((number, at, name, what, told, previous, proof))
        store.set_meta(HEAD, f"{number} {proof}")


def entries(store: Store, last: int = -1) -> list[Entry]:
    """The last entries (all: -1), oldest first."""
    return [Entry(number, *map(str, values)) for number, *values in store.audit(last)]


def detail_of(entry: Entry) -> dict[str, Any]:
    """What an entry tells; its characters as they are where somebody garbled them."""
    try:
        told = json.loads(entry.detail)
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {"unreadable": entry.detail}


def verify(store: Store) -> Verdict:
    """Whether every entry is as it was written, none is missing, and none was cut off at the end."""
    chain = entries(store)
    previous, head = "", chain[-1].hash if chain else ""
    for place, entry in enumerate(chain, start=1):
        if reason := _fault(entry, place, previous):
            return Verdict(len(chain), head, place, reason)
        previous = entry.hash
    newest = f"{len(chain)} {head}" if chain else ""
    if store.meta(HEAD) != newest:
        return Verdict(len(chain), head, len(chain) + 1, "entries were cut off here, or the note of the newest changed")
    return Verdict(len(chain), head)


def person(settings: Settings, named: str = "") -> str:
    """Who is at work: whoever has signed in, else as named, as ctpat.toml says, or the login; empty: none is known."""
    member = signed_in()
    if member:
        return member.name  # whatever name is given: a name that was signed in with is not chosen
    if named.strip():
        return " ".join(named.split())
    listed = member_of(settings.people, login_name())
    return listed.name if listed else " ".join(settings.user.split()) or login_name()


def _fault(entry: Entry, place: int, previous: str) -> str:
    if entry.number != place:
        return f"entry {place} is missing"
    if entry.previous != previous:
        return "it does not follow the entry before it"
    told = _hash(entry.number, entry.at, entry.who, entry.what, entry.detail, entry.previous)
    return "" if told == entry.hash else "it was changed after it was written"


def _hash(*values: int | str) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()
