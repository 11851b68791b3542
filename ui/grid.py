"""Criteria by party or by site, as a table in which every sign leads to its criterion."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from kb.matrix import OPEN, SYMBOL, Cell, Matrix, State
from kb.model import Criterion
from kb.party import line
from kb.places import source
from ui.marks import badge

STATE_TONE = {
    State.AGAINST: "bad",
    State.SHOWN: "good",
    State.PARTLY: "part",
    State.STALE: "old",
    State.CLAIM: "clash",
    State.UNANSWERED: "clash",
    State.OURS: "none",
    State.NOTHING: "none",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows and columns of a matrix are shown."""

    names: Sequence[str]  # of parties or sites
    sections: Sequence[str]  # empty: all
    open_only: bool = False


def state_word(state: State) -> str:
    """Symbol and word of what a party shows."""
    return f"{SYMBOL[state]} {state.value}"


def state_badge(state: State) -> str:
    """What a party shows, as HTML."""
    return badge(state_word(state), STATE_TONE[state])


def rows(found: Matrix, choice: Choice) -> list[Criterion]:
    """The criteria that a choice leaves, in portal order."""
    return [
        each
        for each in found.criteria
        if not choice.sections or each.section in choice.sections
        if not choice.open_only or any(found.cells[name, each.number].state in OPEN for name in choice.names)
    ]


def draw(found: Matrix, choice: Choice, headed: str = "") -> None:
    """Draw the matrix; `headed` is the name in the address by which a column's head opens it, empty for none."""
    st.html(Path(__file__).with_name("grid.css"))
    shown = rows(found, choice)
    used = {found.cells[name, each.number].state for name in choice.names for each in shown}
    legend = "".join(state_badge(state) for state in State if state in used and state is not State.NOTHING)
    st.html(f'<div class="line legend">{legend}<span class="quiet">an empty box: nothing said</span></div>')
    heads = "".join(f'<th scope="col"><div>{_head(name, headed)}</div></th>' for name in choice.names)
    body = "".join(_row(found, each, choice.names) for each in shown)
    st.html(
        '<div class="grid"><table><thead><tr><th>No.</th><th>MSC</th><th class="title">Criterion</th>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head(name: str, headed: str) -> str:
    told = f'<span title="{escape(name)}">{escape(name)}</span>'
    return f'<a href="?{escape(urlencode({headed: name}))}">{told}</a>' if headed else told


def _row(found: Matrix, subject: Criterion, names: Sequence[str]) -> str:
    link = f"criteria?criterion={subject.number}"
    title = f'<a href="{link}">{escape(subject.title)}</a>'
    head = f'<td class="number">{subject.number}</td><td>{escape(subject.msc_id)}</td>'
    cells = "".join(_cell(found.cells[name, subject.number], link) for name in names)
    return f'<tr>{head}<th scope="row" class="title">{title}</th>{cells}</tr>'


def _cell(cell: Cell, link: str) -> str:
    if cell.state is State.NOTHING:
        return "<td></td>"
    piece = cell.evidence
    told = f"{cell.party}: {cell.shown}"
    told += f": “{line(piece.citation.quote)}” ({source(piece.citation)})" if piece else ""
    named = f"{cell.criterion.number} {cell.party}: {cell.shown}"
    return (
        f'<td class="tone-{STATE_TONE[cell.state]}"><a href="{link}" title="{escape(told)}"'
        f' aria-label="{escape(named)}">{SYMBOL[cell.state]}</a></td>'
    )
