"""What was done about a criterion since somebody looked at it: told before they decide on what is no longer so.

The audit trail names everything that is done, with its day and its person, so that it is what a view is held against.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.audit import Entry, detail_of, entries
from kb.decisions import TAKEN_BACK, WHAT
from kb.errors import ChangedError
from kb.model import Coverage
from kb.response import Act, Response
from kb.store import Store

RESPONSE = "response "  # begins the names of a response's steps in the audit trail
OF_NO_WEIGHT = (Act.OWNER, Act.DUE)  # steps of a response that nobody's approval hangs on
NO_STATE: Mapping[str, str] = {  # what is done with a response that makes it stand nowhere else, as a sentence has it
    Act.STARTED: "began the response",
    Act.EDITED: "changed the text of the response",
    Act.SET_ASIDE: "wrote another text for the response, which was set aside",
    Act.COMMENT: "commented on the response",
    Act.SCSS_COMMENT: "noted a comment of the SCSS",
    Act.SCSS_STATUS: "noted a status of the SCSS",
}
MOST, SHORT = 3, 60  # entries told in a sentence, characters of the words in one


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a person has seen what was done about a criterion."""

    entry: int  # the newest of the audit trail as their view was drawn
    papers: frozenset[str] = frozenset()  # paths and names of the documents in that view
    known: frozenset[int] = frozenset()  # later entries that they made in it or were told of


def newest(store: Store) -> int:
    """The number of the newest entry of the audit trail; 0 where there is none."""
    return sum(entry.number for entry in entries(store, last=1))


def papers_of(coverage: Coverage, response: Response | None = None) -> frozenset[str]:
    """Paths and names of the documents that a criterion's evidence, and its response's newest version, are from."""
    cited = [item.citation for judged in coverage.judgements for item in judged.evidence]
    cited += [support.citation for support in response.newest.supports] if response else []
    return frozenset(name for each in cited for name in (each.path, each.document))


def changes(
    store: Store, seen: Seen, subject: str, now: Collection[str], by: str, approving: bool = False
) -> dict[int, str]:
    """What was done about a part or a criterion since it was seen: number of the entry -> who did what when.

    `now` are the papers that it rests on today, `by` is who asks; the steps of a response count where `approving`.
    """
    return {
        entry.number: f"{_who(entry, by)} {told} on {entry.at[:16].replace('T', ' at ')}"
        for entry in _since(store, seen)
        if (told := _told(entry, subject, seen.papers.union(now), approving))
    }


def check(store: Store, seen: Seen, subject: str, now: Collection[str], by: str, approving: bool = False) -> None:
    """Raise ChangedError that tells those changes, where there are any."""
    found = changes(store, seen, subject, now, by, approving)
    if found:
        raise ChangedError(
            f"This has changed since you opened it: {in_words(list(found.values()))}. Nothing was written. Look at it"
            " as it is now, and click again if you still want it so.",
            frozenset(found),
        )


def in_words(told: Sequence[str]) -> str:
    """The last of some changes, and how many more there are."""
    more = f"; and {len(told) - MOST} more changes" if len(told) > MOST else ""
    return f"{'; '.join(told[-MOST:])}{more}"


def _since(store: Store, seen: Seen) -> Iterator[Entry]:
    later = newest(store) - seen.entry
    return (entry for entry in (entries(store, later) if later > 0 else []) if entry.number not in seen.known)


def _who(entry: Entry, by: str) -> str:
    return "you yourself, in another window," if entry.who == by else entry.who


def _told(entry: Entry, subject: str, papers: Collection[str], approving: bool) -> str:
    """What an entry did that bears on a subject, to stand after who did it; empty where it does not."""
    detail = detail_of(entry)
    if entry.what in (WHAT, TAKEN_BACK):
        return _of_decision(entry.what, detail, subject)
    if entry.what.startswith(RESPONSE):
        return _of_response(entry.what, detail, subject) if approving else ""
    read, removed, right = detail.get("read", ()), detail.get("removed", ()), detail.get("documents", ())
    for verb, what, names in (
        ("had read", "documents read", read),
        ("took out", "documents read", removed),
        ("took out", "documents removed", removed),
        ("corrected what is known of", "facts put right", right),
    ):
        touched = [str(name) for name in names if name in papers] if entry.what == what else []
        if touched:
            return f"{verb} {', '.join(touched[:MOST])}{' and others' if len(touched) > MOST else ''}"
    return ""


def _of_decision(what: str, detail: dict[str, Any], subject: str) -> str:
    about = str(detail.get("subject", ""))
    whole = (about.partition(".")[0], subject.partition(".")[0])
    if about != subject and not (whole[0] == whole[1] and (about in whole or subject in whole)):
        return ""
    words = _short(str(detail.get("quote") or detail.get("file") or detail.get("reason") or ""))
    verb = "decided" if what == WHAT else "took back the decision"
    return f"{verb} “{detail.get('ruling')}” on {about}" + (f" (“{words}”)" if words else "")


def _of_response(what: str, detail: dict[str, Any], subject: str) -> str:
    act = what.removeprefix(RESPONSE)
    if str(detail.get("criterion")) != subject.partition(".")[0] or act in OF_NO_WEIGHT:
        return ""
    words, version = _short(str(detail.get("words", ""))), detail.get("version")
    did = NO_STATE.get(act, f"set the response to “{act}”")
    return f"{did} (version {version}{f', “{words}”' if words else ''})"


def _short(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= SHORT else f"{told[: SHORT - 1]}…"
