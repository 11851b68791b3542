"""The pages there are, and the way from one to another."""

from pathlib import Path
from typing import NoReturn

import streamlit as st

FOLDER = Path(__file__).parent
TITLES = {"ask": "Ask", "criteria": "Criteria", "documents": "Documents", "gap_report": "Gap report"}
ICONS = {"ask": "forum", "criteria": "checklist", "documents": "folder_open", "gap_report": "flag"}


def every() -> list[st.Page]:
    """All pages in the order of the navigation; the first one is where the assistant opens."""
    return [_page(name) for name in TITLES]


def open_criterion(number: int) -> NoReturn:
    """Go to the page of one criterion."""
    st.switch_page(_page("criteria"), query_params={"criterion": str(number)})


def open_page(name: str) -> NoReturn:
    """Go to a page."""
    st.switch_page(_page(name))


def _page(name: str) -> st.Page:
    icon = f":material/{ICONS[name]}:"
    return st.Page(FOLDER / f"{name}.py", title=TITLES[name], icon=icon, default=name == "ask")
