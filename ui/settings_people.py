"""The tab of the people: who may do what, and whether they sign in."""

from typing import Any

import streamlit as st

from kb.people import Role, members
from kb.settings import Settings
from ui import saving, session
from ui.words import plain

FORM = "people"
EMPTY = {"Name": "", "Login": "", "Role": ""}  # a row to begin with, from which the columns are known
MAY = (
    ("viewer", "reads, asks and downloads"),
    ("editor", "adds documents, puts facts right, decides on evidence and writes responses"),
    ("approver", "approves, returns and submits responses, and changes settings and criteria"),
)


def draw(settings: Settings, may: bool) -> None:
    """Draw the tab."""
    if settings.sign_in:
        who = session.member(settings)
        st.caption(plain(f"People sign in. You are {who.name}, {who.role.value}."))
    else:
        st.caption(
            "Nobody needs to sign in: this app answers this machine only, and whoever sits at it may do all, unless"
            " their account stands here with another role. For a team, see “For a team” in the README."
        )
    st.caption(" ".join(f"A {name} {does}." if name == "viewer" else f"An {name} {does}." for name, does in MAY))
    shown = saving.shown(FORM, "rows", settings)  # what is edited are its rows, by their places
    with st.form("people", border=False):
        rows: Any = st.data_editor(
            [{"Name": each.name, "Login": each.login, "Role": each.role.value} for each in shown.people] or [EMPTY],
            num_rows="dynamic",
            hide_index=True,
            disabled=not may,
            key=saving.key(FORM, "rows"),
            column_config={
                "Name": st.column_config.TextColumn(width="medium", help="As decisions and the audit trail show it"),
                "Login": st.column_config.TextColumn(
                    width="medium", help="The e-mail address they sign in with, or their account on this machine"
                ),
                "Role": st.column_config.SelectboxColumn(width="small", options=[role.value for role in Role]),
            },
        )
        keep = st.form_submit_button("Keep", type="primary", icon=":material/check:", disabled=not may)
    if keep:
        with saving.in_place(FORM):
            saving.save(FORM, {"people": members(_rows(rows))})


def _rows(edited: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the editor without those that are empty."""
    told = [{name.lower(): value or "" for name, value in row.items()} for row in edited]
    return [row for row in told if any(str(value).strip() for value in row.values())]
