"""The way of a response to the portal: its text to edit, where it stands, what the SCSS says, and its history."""

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from kb import review as way
from kb.errors import CtpatError
from kb.impact import Finding, findings
from kb.response import VERSIONS, Act, Response, State, Step
from kb.responses import response
from kb.review_told import differences
from ui import session
from ui.marks import badge
from ui.words import counted, plain

FAILED = "review failed"  # why the last step could not be taken, until it is shown
TONE = {State.DRAFTED: "none", State.IN_REVIEW: "part", State.APPROVED: "good", State.SUBMITTED: "old"}
NEXT = {  # state -> steps that can be taken: act, label, icon, whether a reason is asked for
    State.DRAFTED: ((Act.SENT, "Send to review", "send", False),),
    State.IN_REVIEW: ((Act.APPROVED, "Approve", "check", False), (Act.RETURNED, "Return", "undo", True)),
    State.APPROVED: (
        (Act.SUBMITTED, "It is in the portal", "upload", False),
        (Act.REVIEWED, "Reviewed, unchanged", "event_available", False),
        (Act.RETURNED, "Return", "undo", True),
    ),
    State.SUBMITTED: (
        (Act.REVIEWED, "Reviewed, unchanged", "event_available", False),
        (Act.RETURNED, "Return", "undo", True),
    ),
}
MARKS = {"gone": "del", "new": "ins", "same": "span"}


def draw(number: int) -> None:
    """Draw the response of a criterion, or the button that begins one."""
    failed = st.session_state.pop(FAILED, "")
    if failed:
        st.error(plain(failed), icon=":material/error:")
    with session.assistant() as assistant:
        found = response(assistant.base.store, number)
        changed = findings(found, assistant.papers()) if found else []
    if found is None:
        st.caption("Nobody has begun the response to this criterion.")
        st.button("Begin with the draft", icon=":material/edit_note:", key="begin", on_click=_start, args=(number,))
        return
    _draw_standing(found)
    _draw_changed([each for each in changed if each.key not in found.settled])
    text, about = st.columns([3, 1], gap="medium")
    with text:
        _draw_editor(found)
        _draw_steps(found)
    with about:
        _draw_fields(found)
    _draw_history(found)


def _draw_standing(found: Response) -> None:
    newest = found.newest
    told = [badge(found.state.value, TONE[found.state])]
    told.append(_quiet(f"version {newest.version} by {newest.by} on {_minute(newest)}"))
    if found.in_force and found.in_force.version != newest.version:
        told.append(badge(f"version {found.in_force.version} is the one approved", "part"))
    if found.confirmed:
        told.append(_quiet(f"{found.confirmed.act.value} by {found.confirmed.by} on {found.confirmed.at[:10]}"))
    st.html(f'<div class="line">{"".join(told)}</div>')


def _draw_changed(changed: list[Finding]) -> None:
    """The evidence of the approved version that is not what it was, with the old and the new words."""
    for each in changed:
        new = f'<div class="quote">now: {escape(each.new)}</div>' if each.new else ""
        st.html(
            f'<div class="card tone-bad"><b>{escape(each.why)}</b>'
            f'<div class="quote quiet">was: {escape(each.old)}</div>{new}</div>'
        )


def _draw_editor(found: Response) -> None:
    newest = found.newest
    key = f"text {found.criterion} {newest.version}"
    st.text_area(
        "Text for the portal (kept as the next version as soon as you leave the field)",
        value=newest.words,
        key=key,
        height=320,
        on_change=_edit,
        args=(found.criterion, key, newest.version),
    )
    if newest.uncarried:
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in newest.uncarried)
        st.html(f'<div class="card tone-part"><b>No evidence carries</b><ul class="list">{items}</ul></div>')


def _draw_steps(found: Response) -> None:
    number, steps = found.criterion, len(found.steps)
    reason = st.text_input("Reason (to return it, or to approve or confirm it despite what speaks against it)",
                           key=f"reason {number} {steps}")  # fmt: skip
    with st.container(horizontal=True):
        for act, label, icon, asked in NEXT[found.state]:
            wish = way.Move(act, reason, found.newest.version)
            st.button(
                label,
                key=f"{act.value} {number}",
                icon=f":material/{icon}:",
                disabled=asked and not reason.strip(),
                on_click=_try,
                args=(lambda wish=wish: _move(number, wish),),
            )


def _draw_fields(found: Response) -> None:
    shown = (
        (Act.OWNER, "Owner", found.owner),
        (Act.SCSS_STATUS, "SCSS status, as the portal shows it", found.scss_status),
        (Act.SCSS_COMMENT, "SCSS comment", ""),
        (Act.COMMENT, "Comment", ""),
    )
    for act, label, value in shown:
        key = f"{act.value} {found.criterion} {len(found.steps)}"
        st.text_input(label, value=value, key=key, on_change=_note, args=(found.criterion, act, key))
    key = f"due {found.criterion} {len(found.steps)}"
    st.date_input("Due", value=found.due, key=key, on_change=_note, args=(found.criterion, Act.DUE, key))


def _draw_history(found: Response) -> None:
    said = [step for step in found.steps if step.act in (Act.COMMENT, Act.SCSS_COMMENT)]
    for step in reversed(said):
        tone = "old" if step.act is Act.SCSS_COMMENT else "none"
        head = f"{step.act.value}, {step.by}, {_minute(step)}"
        st.html(f'<div class="card tone-{tone}">{_quiet(head)}<div class="missing">{escape(step.words)}</div></div>')
    with st.expander(
        plain(f"History, {counted(len(found.steps), 'step')}"), key="response history", on_change="rerun"
    ) as box:
        if box.open:
            for step in reversed(found.steps):
                _draw_step(step, found)


def _draw_step(step: Step, found: Response) -> None:
    versions = {each.version: each.words for each in found.steps if each.act in VERSIONS}
    texts = (*VERSIONS, Act.SET_ASIDE)
    before = versions.get(step.version if step.act is Act.SET_ASIDE else step.version - 1, "")
    words = _difference(before, step.words) if step.act in texts else escape(step.words)
    name = f"{step.act.value}, made on version" if step.act is Act.SET_ASIDE else f"{step.act.value}, version"
    told = f"<b>{escape(name)} {step.version}</b>{_quiet(f'{step.by}, {_minute(step)}, step {step.number}')}"
    st.html(f'<div class="card tone-none"><div class="line">{told}</div><div class="missing">{words}</div></div>')


def _difference(old: str, new: str) -> str:
    return "".join(f"<{MARKS[kind]}>{escape(words)}</{MARKS[kind]}>" for kind, words in differences(old, new))


def _start(number: int) -> None:
    _try(lambda: _begin(number))


def _begin(number: int) -> None:
    with session.assistant() as assistant:
        way.start(assistant, number)


def _edit(number: int, key: str, on: int) -> None:
    text = str(st.session_state[key])

    def edit() -> None:
        with session.assistant() as assistant:
            way.edit(assistant, number, text, on)

    _try(edit)


def _move(number: int, wish: way.Move) -> None:
    with session.assistant() as assistant:
        way.move(assistant, number, wish)


def _note(number: int, act: Act, key: str) -> None:
    told = st.session_state[key]
    words = told.isoformat() if isinstance(told, date) else str(told or "")

    def note() -> None:
        with session.assistant() as assistant:
            way.note(assistant, number, act, words)

    _try(note)


def _try(step: Callable[[], None]) -> None:
    try:
        step()
    except CtpatError as error:
        st.session_state[FAILED] = str(error)


def _minute(step: Step) -> str:
    return step.at[:16].replace("T", " ")


def _quiet(words: str) -> str:
    return f'<span class="quiet">{escape(words)}</span>'
