"""Where a person decides: accept and reject beside the evidence, and what concerns a part as a whole."""

from dataclasses import replace
from html import escape

import streamlit as st

from kb.access import allowed
from kb.decide import Wish, decide, undo
from kb.decisions import told
from kb.meanwhile import Seen
from kb.model import Decision, Evidence, Judgement, Ruling
from kb.people import Role
from ui import attempt, looking, session
from ui.marks import badge
from ui.words import plain

FAILED = "decision failed"  # why the last click could not be done, until it is shown
TAKEN = "decisions taken back"  # numbers, in this window
SHORT = 60  # characters of the words that were decided on
CHOICES = (
    ("accept", Ruling.ACCEPTED, "check", "Accept: these words are evidence for {}"),
    ("reject", Ruling.REJECTED, "close", "Reject: these words are no evidence for {}"),
)


def may(role: Role) -> bool:
    """Whether whoever is at the page has a role."""
    with session.assistant() as assistant:
        return allowed(assistant.settings, role)


def draw_failure() -> None:
    """Say why the last decision could not be kept, if it could not."""
    attempt.draw_failure(FAILED)


def draw_choice(item: Evidence, key: str) -> None:
    """Accept and reject for a piece of evidence that nobody has accepted yet."""
    if item.decision is not None:
        return
    place = f"{item.citation.sha256[:8]} {item.citation.start}"  # a click that comes late means these words, or nothing
    for name, ruling, icon, means in CHOICES:
        wish = _wish(ruling, item)
        st.button(name.capitalize(), key=f"{name} {key} {place}", icon=f":material/{icon}:", type="tertiary",
                  help=plain(means.format(item.requirement)), on_click=_settle, args=(wish,))  # fmt: skip


def draw_verdict(item: Evidence, key: str) -> None:
    """What somebody settled about a piece of evidence, or the buttons to settle it."""
    made = _made_about(item)
    if made:
        _draw_decision(made, f"undo {key}")
        return
    with st.container(horizontal=True, gap="small"):
        for name, ruling, icon, means in CHOICES:
            wish = _wish(ruling, item)
            st.button(name.capitalize(), key=f"{name} {key}", icon=f":material/{icon}:",
                      help=plain(means.format(item.requirement)), on_click=_settle, args=(wish,))  # fmt: skip


def draw_decisions(judged: Judgement, key: str, can_decide: bool = True) -> None:
    """What people settled about a part, each with a button that takes it back."""
    if judged.decisions:
        with st.container(gap=None):
            for decision in judged.decisions:
                _draw_decision(decision, f"undo {key} {decision.number}", can_decide)


def draw_menu(judged: Judgement, key: str) -> None:
    """What can be settled about a part without a piece of evidence: a file covers it, or it does not apply."""
    part = judged.requirement.id
    with st.container(horizontal=True, gap="small"):
        with st.popover("Covers this part …", icon=":material/attach_file:", type="tertiary", key=f"decide {key}"):
            _draw_link(part, key)
        with st.popover("Not applicable …", icon=":material/block:", type="tertiary", key=f"set apart {key}"):
            st.text_input("Why it does not apply", key=f"why {key}", max_chars=500)
            st.button("Not applicable", key=f"apart {key}", on_click=_set_apart,
                      args=(Wish(Ruling.NOT_APPLICABLE, part, seen=looking.seen()), f"why {key}"))  # fmt: skip


def _wish(ruling: Ruling, item: Evidence) -> Wish:
    return Wish(ruling, item.requirement, item.citation.path, citation=item.citation, seen=looking.seen())


def _draw_link(part: str, key: str) -> None:
    with session.assistant() as assistant:
        paths = {document.path: document.name for document in assistant.documents()}
    file = st.selectbox(
        "This file covers it", list(paths), format_func=lambda path: paths[path], index=None, key=f"file {key}"
    )
    words = st.text_input("By these words of it (may stay empty)", key=f"words {key}")
    wish = Wish(Ruling.LINKED, part, file or "", words, seen=looking.seen())
    st.button("Link the file", key=f"link {key}", disabled=not file, on_click=_settle, args=(wish,))


def _draw_decision(decision: Decision, key: str, can_decide: bool = True) -> None:
    again = badge("look again", "bad") if decision.look_again else ""
    why = f" {escape(decision.look_again)}." if decision.look_again else ""
    file = f"<b>{escape(decision.citation.document)}</b> " if decision.citation else ""
    whole = "(the whole file) " if decision.citation and not decision.citation.quote else ""
    quoted = f"“{escape(_short(decision.citation.quote))}” " if decision.citation and decision.citation.quote else ""
    words = f'<span class="quiet">{file}{whole}{quoted}{escape(told(decision))}.{why}</span>'
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.html(f'<div class="line">{again}{words}</div>')
        if can_decide:
            st.button("Undo", key=key, icon=":material/undo:", type="tertiary", on_click=_take_back,
                      args=(decision.number, looking.seen()))  # fmt: skip


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"


def _made_about(item: Evidence) -> Decision | None:
    """The decision in force about these words or their file."""
    number, cited = int(item.requirement.partition(".")[0]), item.citation
    with session.assistant() as assistant:
        judgements = assistant.coverage(number).judgements
    made = [each for judged in judgements if judged.requirement.id == item.requirement for each in judged.decisions]
    for decision in reversed(made):
        about = decision.citation
        if (
            about
            and about.path == cited.path
            and (not about.quote or (about.start < cited.end and cited.start < about.end))
        ):
            return decision
    return None


def _set_apart(wish: Wish, why: str) -> None:
    """With the reason as it is when the button is clicked: that click may be what leaves the field."""
    _settle(replace(wish, reason=st.session_state[why]))


def _settle(wish: Wish) -> None:
    def settle() -> None:
        with looking.doing() as assistant:
            decide(assistant, replace(wish, seen=looking.with_known(wish.seen)))

    attempt.attempt(FAILED, settle)


def _take_back(number: int, seen: Seen | None) -> None:
    def take_back() -> None:
        taken: set[int] = st.session_state.setdefault(TAKEN, set())
        if number in taken:  # a second click
            return
        with looking.doing() as assistant:
            undo(assistant, number, seen=looking.with_known(seen))
        taken.add(number)

    attempt.attempt(FAILED, take_back)
