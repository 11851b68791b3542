"""How far whoever is at this window has seen what others do about the criterion in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import streamlit as st

from kb.assistant import Assistant
from kb.audit import person
from kb.errors import ChangedError
from kb.meanwhile import Seen, changes, in_words, newest, papers_of
from kb.model import Coverage
from kb.response import Response
from ui import session
from ui.words import plain

BEGUN, LOOKED = "drawing begun at", "looked at"  # in the session: an entry of the audit trail, and a Look
KNOWN = "entries known"  # numbers of entries of the audit trail that this window made or told of


@dataclass(frozen=True, slots=True)
class Look:
    """What the window shows."""

    number: int  # of the criterion
    seen: Seen
    news: tuple[str, ...]  # what others did while it was open


def begin(assistant: Assistant) -> None:
    """Note how far the audit trail is, before what a page shows is read from the base."""
    st.session_state[BEGUN] = newest(assistant.base.store)


def at(coverage: Coverage) -> None:
    """Note what the page shows of a criterion, and tell what others did about it while it was open."""
    number, papers = coverage.criterion.number, papers_of(coverage)
    before = _held()
    news: tuple[str, ...] = ()
    if before and before.number == number:
        with session.assistant() as assistant:
            shown, by = with_known(before.seen) or before.seen, person(assistant.settings)
            found = changes(assistant.base.store, shown, str(number), papers, by, approving=True)
        news = (*before.news, *found.values())
    st.session_state[LOOKED] = Look(number, Seen(st.session_state[BEGUN], papers), news)
    if news:
        st.warning(plain(f"While you had this open: {in_words(news)}."), icon=":material/group:")


def leave() -> None:
    """Forget what the window shows, as when another page is opened: what is done there is no news to come back to."""
    st.session_state.pop(LOOKED, None)


def seen(response: Response | None = None) -> Seen | None:
    """What the page shows, for a button to carry; with the papers that a response rests on where one is given."""
    held = _held()
    if held and response:
        cited = (support.citation for support in response.newest.supports)
        names = (name for each in cited for name in (each.path, each.document))
        return replace(held.seen, papers=held.seen.papers.union(names))
    return held.seen if held else None


def with_known(shown: Seen | None) -> Seen | None:
    """What a button carries, with what this window has done or told since it was drawn."""
    return replace(shown, known=frozenset(st.session_state.get(KNOWN, ()))) if shown else None


@contextmanager
def doing() -> Iterator[Assistant]:
    """The assistant for what a person does in this window: that is no news to them, nor is what it is refused for."""
    with session.assistant() as assistant:
        store = assistant.base.store
        before = newest(store)
        try:
            yield assistant
        except ChangedError as error:
            _know(error.entries)
            raise
        finally:
            _know(range(before + 1, newest(store) + 1))


def _held() -> Look | None:
    held = st.session_state.get(LOOKED)
    return held if isinstance(held, Look) else None


def _know(entries: frozenset[int] | range) -> None:
    st.session_state[KNOWN] = frozenset(entries).union(st.session_state.get(KNOWN, ()))
