"""The pages there are, and the way from one to another."""

from pathlib import Path
from typing import NoReturn

import streamlit as st

FOLDER = Path(__file__).parent
PAGES = {  # name of the file -> title and icon, in the order of the navigation
    "home": ("Home", "home"),
    "criteria": ("Criteria", "checklist"),
    "ask": ("Ask", "forum"),
    "documents": ("Documents", "folder_open"),
    "parties": ("Parties", "groups"),
    "reports": ("Reports", "flag"),
    "evaluate": ("Evaluate", "query_stats"),
    "settings": ("Settings", "settings"),
}


def every() -> list[st.Page]:
    """All pages in the order of the navigation; the first one is where the assistant opens."""
    return [_page(name) for name in PAGES]


def open_criterion(number: int) -> NoReturn:
    """Go to the page of one criterion."""
    open_page("criteria", criterion=str(number))


def open_page(name: str, **address: str) -> NoReturn:
    """Go to a page; `address` are the parameters of its address, such as a filter."""
    st.switch_page(_page(name), query_params=address)


def draw_link(label: str, name: str, icon: str | None = None, **address: str) -> None:
    """Draw a link to a page; `label` is Markdown, `address` are the parameters of the page's address."""
    st.page_link(_page(name), label=label, icon=icon, query_params=address)


def _page(name: str) -> st.Page:
    title, icon = PAGES[name]
    return st.Page(FOLDER / f"{name}.py", title=title, icon=f":material/{icon}:", default=name == "home")
