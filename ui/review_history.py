"""What became of a response: comments, versions with what changed in them, and texts that were kept aside."""

from collections.abc import Callable
from html import escape

import streamlit as st

from kb.quoting import much_alike
from kb.response import VERSIONS, Act, Response, Step
from kb.review_told import differences
from ui.marks import quiet
from ui.words import counted, plain

MARKS = {"gone": "del", "new": "ins", "same": "span"}
COMMENTS = (Act.COMMENT, Act.SCSS_COMMENT)


def kept_aside(found: Response) -> list[Step]:
    """Texts of people who saved later than somebody else, which nobody has taken up since."""
    return [step for step in found.steps if step.act is Act.SET_ASIDE and step.number > found.newest.number]


def draw_aside(aside: Step, found: Response, take: Callable[[Step, Response], None]) -> None:
    """A text that was kept aside, against the newest version, and the button that takes it instead."""
    newest = found.newest
    told = (
        f"{aside.by} wrote this on version {aside.version} while {newest.by} made version {newest.version}, which"
        " stands. Nothing is lost: bring the two together in the editor, or take this text instead."
    )
    words = difference(newest.words, aside.words)
    st.html(
        f'<div class="card tone-clash"><div class="line"><b>Kept aside</b>{quiet(minute(aside))}</div>'
        f'<div class="missing">{escape(told)}</div><div class="missing aside">{words}</div></div>'
    )
    st.button("Take this text instead", key=f"take {aside.number}", icon=":material/swap_horiz:", on_click=take,
              args=(aside, found))  # fmt: skip


def draw(found: Response) -> None:
    """The comments, and every step with what it changed."""
    for step in reversed([step for step in found.steps if step.act in COMMENTS]):
        tone = "old" if step.act is Act.SCSS_COMMENT else "none"
        head = f"{step.act.value}, {step.by}, {minute(step)}"
        said = f'<div class="missing">{escape(step.words)}</div>'
        st.html(f'<div class="card tone-{tone}"><div class="line">{quiet(head)}</div>{said}</div>')
    label = plain(f"History, {counted(len(found.steps), 'step')}")
    with st.expander(label, key="response history", icon=":material/history:", on_change="rerun") as box:
        if box.open:
            st.html('<div class="line"><ins>added</ins> <del>taken out</del></div>')
            for step in reversed(found.steps):
                _draw_step(step, found)


def difference(old: str, new: str) -> str:
    """The new text with what was taken out and what was added, as HTML; quite another text stands as it is."""
    if not much_alike(old, new):
        return escape(new)
    return "".join(f"<{MARKS[kind]}>{escape(words)}</{MARKS[kind]}>" for kind, words in differences(old, new))


def minute(step: Step) -> str:
    """When a step was taken."""
    return step.at[:16].replace("T", " ")


def _draw_step(step: Step, found: Response) -> None:
    versions = {each.version: each.words for each in found.steps if each.act in VERSIONS}
    texts = (*VERSIONS, Act.SET_ASIDE)
    before = versions.get(step.version if step.act is Act.SET_ASIDE else step.version - 1, "")
    words = difference(before, step.words) if step.act in texts else escape(step.words)
    name = f"{step.act.value}, made on version" if step.act is Act.SET_ASIDE else f"{step.act.value}, version"
    told = f"<b>{escape(name)} {step.version}</b>{quiet(f'{step.by}, {minute(step)}, step {step.number}')}"
    st.html(f'<div class="card tone-none"><div class="line">{told}</div><div class="missing">{words}</div></div>')
