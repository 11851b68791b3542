"""The look of what the pages draw as HTML; colours follow Streamlit's light or dark theme."""

from pathlib import Path

import streamlit as st

ICON = str(Path(__file__).with_name("icon.svg"))  # a Material icon would be fetched from the internet
SCHEMES = ("light", "dark")
SIDE = 230  # pixels of the sidebar: the rest of a laptop's width is the tables'


def apply() -> None:
    """Put the style sheet into the page."""
    st.html(Path(__file__).with_name("style.css"))
    scheme = st.context.theme.type
    if scheme in SCHEMES:  # dialogs and menus lie outside of the part of the page that Streamlit sets it for
        st.html(f"<style>body {{ color-scheme: {scheme}; }}</style>")
