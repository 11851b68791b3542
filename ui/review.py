"""The way of a response to the portal: its text to edit, where it stands, and what the SCSS says of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st

from kb import review as way
from kb.audit import person
from kb.impact import Finding, findings
from kb.people import Role
from kb.response import VERSIONS, Act, Response, State, Step
from kb.responses import response
from ui import attempt, draft, keeper, looking, missed, review_history, session
from ui.cards import citation_card
from ui.deciding import may
from ui.marks import STATE_TONE, badge, quiet, state_word
from ui.words import counted, plain

FAILED = "review failed"  # why the last step could not be taken, until it is shown
LOOK = 15.0  # seconds after which it is looked whether somebody else has saved a version
COMMENT_HEIGHT = 100  # pixels
KNOWN = 6  # of the last texts: what is typed and is one of them is kept already
NEXT = {  # state -> steps that can be taken: act, label, icon
    State.DRAFTED: ((Act.SENT, "Send to review", "send"),),
    State.IN_REVIEW: ((Act.APPROVED, "Approve", "check"), (Act.RETURNED, "Return", "undo")),
    State.APPROVED: (
        (Act.SUBMITTED, "It is in the portal", "upload"),
        (Act.REVIEWED, "Reviewed, unchanged", "event_available"),
        (Act.RETURNED, "Return", "undo"),
    ),
    State.SUBMITTED: (
        (Act.REVIEWED, "Reviewed, unchanged", "event_available"),
        (Act.RETURNED, "Return", "undo"),
    ),
}


def draw(number: int) -> None:
    """Draw the response of a criterion, or the button that begins one."""
    attempt.draw_failure(FAILED)
    with session.assistant() as assistant:
        found = response(assistant.base.store, number)
        changed = findings(found, assistant.papers()) if found else []
    writes = may(Role.EDITOR)
    if found is None:
        st.caption("Nobody has begun the response to this criterion. It begins with the draft, for you to put right.")
        st.button("Begin with the draft", icon=":material/edit_note:", key="begin", type="primary", disabled=not writes,
                  on_click=_start, args=(number,))  # fmt: skip
        return
    _draw_standing(found)
    _draw_news(number, found.newest.version)
    for aside in review_history.kept_aside(found):
        review_history.draw_aside(aside, found, _take)
    _draw_changed([each for each in changed if each.key not in found.settled])
    text, about = st.columns([3, 1], gap="medium")
    with text:
        _draw_editor(found, writes)
        if writes:
            _draw_steps(found)
        _draw_copy(found)
        _draw_quotes(found)
    with about:
        _draw_fields(found, writes)
    review_history.draw(found)


def _draw_standing(found: Response) -> None:
    newest = found.newest
    told = [badge(state_word(found.state.value), STATE_TONE[found.state.value])]
    told.append(quiet(f"version {newest.version} by {newest.by} on {review_history.minute(newest)}"))
    if found.in_force and found.in_force.version != newest.version:
        told.append(badge(f"version {found.in_force.version} is the one approved", "part"))
    if found.confirmed:
        told.append(quiet(f"{found.confirmed.act.value} by {found.confirmed.by} on {found.confirmed.at[:10]}"))
    st.html(f'<div class="line">{"".join(told)}</div>')


@st.fragment(run_every=LOOK)
def _draw_news(number: int, version: int) -> None:
    """Tell whoever has an older version open that there is a newer one."""
    session.run(lambda: _tell_news(number, version))  # by itself it is drawn where nobody else tells what is amiss


def _tell_news(number: int, version: int) -> None:
    with session.assistant() as assistant:
        found = response(assistant.base.store, number)
    if found is None or found.newest.version == version:
        return
    st.warning(
        plain(
            f"{found.newest.by} saved version {found.newest.version} on {review_history.minute(found.newest)}; you see"
            f" version {version}. What you have typed is not lost: it is offered to you beside the new version."
        )
    )
    if st.button("Show the new version", key=f"show newest {number}", icon=":material/refresh:"):
        st.rerun()


def _draw_changed(changed: list[Finding]) -> None:
    """The evidence of the approved version that is not what it was, with the old and the new words."""
    for each in changed:
        new = f'<div class="quote">now: {escape(each.new)}</div>' if each.new else ""
        st.html(
            f'<div class="card tone-bad"><b>{escape(each.why)}</b>'
            f'<div class="quote quiet">was: {escape(each.old)}</div>{new}</div>'
        )


def _draw_editor(found: Response, writes: bool) -> None:
    newest = found.newest
    key = f"text {found.criterion} {newest.version}"
    unsaved = st.container(key="unsaved")
    said = st.text_area(
        "Text for the portal (kept as the next version as soon as you leave the field)",
        value=newest.words,
        key=key,
        height=320,
        on_change=_edit,
        args=(found.criterion, key, newest.version),
        disabled=not writes,
    )
    if writes and missed.is_missed(key, said, newest.words):
        _edit(found.criterion, key, newest.version)
        st.rerun()
    if writes:
        known = [step.words for step in found.steps if step.act in (*VERSIONS, Act.SET_ASIDE)][-KNOWN:]
        with unsaved:
            keeper.draw(_name(found.criterion), key, newest.version, known, _keep(found.criterion))
    if newest.uncarried:
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in newest.uncarried)
        st.html(f'<div class="card tone-part"><b>No evidence carries</b><ul class="list">{items}</ul></div>')


def _name(number: int) -> str:
    """By which a text typed in this browser is told from those of other bases and people."""
    with session.assistant() as assistant:
        settings = assistant.settings
        return f"{settings.workspace} {session.member(settings).name} {number}"


def _draw_steps(found: Response) -> None:
    number = found.criterion
    reason = f"reason {number} {st.session_state.get(_reasons(number), 0)}"
    st.text_input("Reason (to return it, or to approve or confirm it despite what speaks against it)", key=reason)
    approves = may(Role.APPROVER)
    with st.container(horizontal=True):
        for act, label, icon in NEXT[found.state]:
            wish = way.Move(act, on=found.newest.version, seen=looking.seen(found))
            st.button(
                label,
                key=f"{act.value} {number}",
                icon=f":material/{icon}:",
                disabled=act is not Act.SENT and not approves,
                on_click=_take_step,
                args=(number, wish, reason),
            )


def _draw_copy(found: Response) -> None:
    shown = found.in_force or found.newest
    state = "approved" if found.in_force else "not approved yet"
    label = f"Copy for the portal (version {shown.version}, {state})"
    with st.expander(label, key="portal copy", icon=":material/content_copy:", on_change="rerun") as box:
        if box.open:
            st.code(shown.words, language=None, wrap_lines=True)


def _draw_quotes(found: Response) -> None:
    supports = found.newest.supports
    label = plain(f"{counted(len(supports), 'quote')} that version {found.newest.version} rests on")
    with st.expander(label, key="response quotes", icon=":material/format_quote:", on_change="rerun") as box:
        if not box.open:
            return
        with session.assistant() as assistant:
            cited = [assistant.verify(support.citation) for support in supports]
        for place, citation in enumerate(cited):
            citation_card(citation, f"response {place}", among=cited)
        if not cited:
            st.caption("None: the evidence carries no sentence of it.")


def _draw_fields(found: Response, writes: bool) -> None:
    fields = (
        (Act.OWNER, "Owner", found.owner),
        (Act.SCSS_STATUS, "SCSS status, as the portal shows it", found.scss_status),
    )
    for act, label, value in fields:
        key = _field(found, act)
        said = st.text_input(
            label, value=value, key=key, on_change=_note, args=(found.criterion, act, key), disabled=not writes
        )
        _catch_up(found, act, said, value)
    key = _field(found, Act.DUE)
    day = st.date_input(
        "Due", value=found.due, key=key, on_change=_note, args=(found.criterion, Act.DUE, key), disabled=not writes
    )
    _catch_up(found, Act.DUE, day, found.due)
    for act, label in ((Act.SCSS_COMMENT, "SCSS comment, as the portal shows it"), (Act.COMMENT, "Comment")):
        _draw_comment(found, act, label, writes)


def _draw_comment(found: Response, act: Act, label: str, writes: bool) -> None:
    """A field for a comment of any length, which is kept when it is left; what is typed outlives a reload."""
    number, key = found.criterion, _field(found, act)
    unsaved = st.container(key=f"unsaved {act.value}")
    said = st.text_area(
        label,
        key=key,
        height=COMMENT_HEIGHT,
        on_change=_note,
        args=(number, act, key),
        disabled=not writes,
        help="Kept in the history as soon as you leave the field.",
    )
    _catch_up(found, act, said, "")
    if writes:
        told = ["", *(step.words for step in found.steps if step.act is act)][-KNOWN:]
        with unsaved:
            keeper.draw(f"{_name(number)} {act.value}", key, found.newest.version, told, _comment(number, act))


def _catch_up(found: Response, act: Act, said: object, kept: object) -> None:
    """Keep what a field says that was left while no server was there."""
    key = _field(found, act)
    if missed.is_missed(key, said, kept):
        _note(found.criterion, act, key)
        st.rerun()


def _field(found: Response, act: Act) -> str:
    """The key of a field: another one when it was kept, and the same while others do something else."""
    return f"{act.value} {found.criterion} {sum(step.act is act for step in found.steps)}"


def _start(number: int) -> None:
    attempt.attempt(FAILED, lambda: _begin(number))


def _begin(number: int) -> None:
    phrase, _ = draft.worded(number)
    with looking.doing() as assistant:
        way.start(assistant, number, phrase=phrase)


def _edit(number: int, key: str, on: int) -> None:
    """Keep what was typed as the next version; a step that was clicked with it is taken with that one."""
    missed.note(key)
    _keep(number)(str(st.session_state[key]), on)
    attempt.attempt(FAILED, lambda: _mark_made(number, on))


def _mark_made(number: int, on: int) -> None:
    with session.assistant() as assistant:
        found = response(assistant.base.store, number)
        by = person(assistant.settings)
    if found and found.newest.by == by and found.newest.version == on + 1:
        st.session_state[_made(number, on)] = on + 1


def _made(number: int, on: int | None) -> str:
    return f"version made in this tab of {number} on {on}"


def _keep(number: int) -> Callable[[str, int], None]:
    """What makes a text the next version."""

    def keep(text: str, on: int) -> None:
        def edit() -> None:
            with looking.doing() as assistant:
                way.edit(assistant, number, text, on)

        attempt.attempt(FAILED, edit)

    return keep


def _take(aside: Step, found: Response) -> None:
    _keep(found.criterion)(aside.words, found.newest.version)


def _reasons(number: int) -> str:
    """Under which it is counted how many reasons were used up in this window: what could not be done keeps its own."""
    return f"reasons of {number}"


def _take_step(number: int, wish: way.Move, reason: str) -> None:
    """With the reason as it is when the button is clicked: that click may be what leaves the field."""

    def move() -> None:
        on = st.session_state.get(_made(number, wish.on), wish.on)
        with looking.doing() as assistant:
            way.move(
                assistant,
                number,
                replace(wish, reason=st.session_state[reason], on=on, seen=looking.with_known(wish.seen)),
            )
        st.session_state[_reasons(number)] = st.session_state.get(_reasons(number), 0) + 1

    attempt.attempt(FAILED, move)


def _note(number: int, act: Act, key: str) -> None:
    missed.note(key)
    told = st.session_state[key]
    _comment(number, act)(told.isoformat() if isinstance(told, date) else str(told or ""), 0)


def _comment(number: int, act: Act) -> Callable[[str, int], None]:
    """What keeps words about a response; a comment hangs on no version of its text."""

    def keep(words: str, _: int) -> None:
        if act in way.SAID and not words.strip():
            return

        def note() -> None:
            with looking.doing() as assistant:
                way.note(assistant, number, act, words)

        attempt.attempt(FAILED, note)

    return keep
