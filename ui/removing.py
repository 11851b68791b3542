"""Taking a document out: what it would leave uncovered is told first."""

from html import escape

import streamlit as st

from ingest.versions import settle
from kb.model import Document
from kb.removal import Effect, effect_of, remove
from kb.removal_told import MOST, line
from kb.settings import Settings
from ui import judged, session
from ui.words import counted, plain

REMOVED = "document removed"  # what a run hands to the next one
EFFECT = "effect of removing"


def draw_button(document: Document) -> None:
    """Draw the button that asks, and after it the dialog."""
    if st.button("Remove …", icon=":material/delete:", key=f"remove {document.path}", help="Out of this base"):
        st.session_state.pop(EFFECT, None)
        _ask(document)


def draw_said() -> None:
    """Say once what was removed by the run before."""
    said = judged.once(REMOVED)
    if said:
        st.success(plain(said), icon=":material/delete:")


@st.dialog("Remove a document", width="medium")
def _ask(document: Document) -> None:
    session.run(lambda: _draw(document))


def _draw(document: Document) -> None:
    if EFFECT not in st.session_state:
        with st.spinner("Looking at what it covers …"), session.assistant() as assistant:
            st.session_state[EFFECT] = effect_of(assistant, [document])
    effect: Effect = st.session_state[EFFECT]
    with session.assistant() as assistant:
        settings = assistant.settings
    st.text(", ".join(each.name for each in effect.documents))
    _draw_effect(effect)
    st.caption(_what_goes(effect, settings))
    yes, no, _ = st.columns([1, 1, 3])
    if no.button("Keep it", width="stretch"):
        st.rerun()
    if yes.button("Remove it", type="primary", width="stretch", icon=":material/delete:"):
        session.patiently(lambda: _remove(document))
        st.session_state[REMOVED] = f"Removed: {', '.join(each.name for each in effect.documents)}."
        st.rerun()


def _remove(document: Document) -> None:
    with session.assistant() as assistant:
        remove(assistant.base, assistant.settings, [document], settle)


def _draw_effect(effect: Effect) -> None:
    if effect.losses:
        st.warning(f"{counted(len(effect.losses), 'part')} would lose the evidence that there is now:")
        rows = "".join(f"<li>{escape(line(loss))}</li>" for loss in effect.losses[:MOST])
        more = f"<li>and {len(effect.losses) - MOST} more</li>" if len(effect.losses) > MOST else ""
        st.html(f'<ul class="list">{rows}{more}</ul>')
    else:
        st.success("No part of a criterion would stand worse without it.", icon=":material/done:")
    if effect.answers:
        st.warning(f"Approved answers quote it: {', '.join(map(str, effect.answers))}.")
    if effect.returning:
        st.info(plain(f"An earlier version holds again: {', '.join(each.name for each in effect.returning)}"))


def _what_goes(effect: Effect, settings: Settings) -> str:
    if all(each.path.startswith(str(settings.uploads)) for each in effect.documents):
        return "The uploaded copy is deleted with it. What people decided and wrote stays in the history."
    return "The file itself stays where it is; reading its folder again brings it back."
