"""What takes a moment to make, kept until the documents, the decisions, the day or the settings change."""

from collections.abc import Hashable
from dataclasses import dataclass

import streamlit as st

from kb.assistant import Assistant
from kb.by_site import site_matrix
from kb.gaps import GapReport
from kb.matrix import Matrix
from kb.overview import overview
from kb.party import Profile
from kb.snapshot import NAME
from ui import session


@dataclass(frozen=True, slots=True)
class Parties:
    """What the page about parties shows."""

    matrix: Matrix
    profiles: dict[str, Profile]  # by party
    sites: Matrix


def report() -> GapReport:
    """The gap report as things stand, the one that all pages show; raises CtpatError."""
    with st.spinner(session.JUDGING), session.assistant() as assistant:
        return overview(assistant).report


def parties() -> Parties:
    """Every party with what it shows and what to ask of it, and the sites; raises CtpatError."""
    with st.spinner(session.JUDGING), session.assistant() as assistant:
        return _parties(assistant, state(assistant))


def state(assistant: Assistant) -> Hashable:
    """What anything made of the documents rests on: equal as long as it need not be made anew."""
    store = assistant.base.store
    settings = assistant.settings
    held = (str(settings.database), settings.company, settings.user, settings.anniversary, assistant.as_of)
    return (*held, assistant.catalogue.sha256, store.changes, store.meta(NAME))


@st.cache_resource(show_spinner=False, max_entries=4)
def _parties(_assistant: Assistant, now: Hashable) -> Parties:  # noqa: ARG001 - the key
    with _assistant.base.reading():
        matrix = overview(_assistant).report.matrix
        profiles = {party: _assistant.party(party, matrix) for party in matrix.parties}
        return Parties(matrix, profiles, site_matrix(_assistant.map(), _assistant.documents()))
