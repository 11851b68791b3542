"""The picture of a page in a frame of its own, which begins where the marked words are."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st

from kb.page_picture import Picture

NAME = "ctpat_sheet"


def draw(picture: Picture, told: str) -> None:
    """Draw a page; `told` says to screen readers what it is."""
    with st.container(key="sheet"):
        st.image(picture.png, width="stretch", alt=told)
    if picture.marked:
        _component()(key="sheet place", data={"top": picture.top, "name": sha256(picture.png).hexdigest()})


@cache
def _component() -> Any:
    script = Path(__file__).with_name("sheet.js").read_text("utf-8")
    return st.components.v2.component(NAME, html="<span></span>", js=script)
