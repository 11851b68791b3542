"""What is typed and not saved yet: kept in the browser, so that a reload or a lost connection loses none of it."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

NAME = "ctpat_keeper"
HTML = """
<div class="notice" role="status" hidden>
  <b>Typed here and not saved</b> <span class="at"></span>
  <div class="text"></div>
  <button class="save">Save it</button> <button class="drop">Discard it</button>
</div>
"""


def draw(name: str, area: str, on: int, known: Sequence[str], save: Callable[[str, int], None]) -> None:
    """Watch the text area with the key `area`; what was typed and is none of the `known` texts is offered.

    `name` tells texts in this browser apart; `on` is the version that is edited, which `save` is given with the text.
    """
    key = f"keeper {name}"

    def saved() -> None:
        told = st.session_state[key].save
        save(str(told["text"]), int(told["on"]))

    data = {"name": f"ctpat {name}", "area": _css(area), "on": on, "known": list(known)}
    _component()(key=key, data=data, on_save_change=saved)


@cache
def _component() -> Any:
    folder = Path(__file__).parent
    return st.components.v2.component(
        NAME, html=HTML, css=(folder / "keeper.css").read_text("utf-8"), js=(folder / "keeper.js").read_text("utf-8")
    )


def _css(key: str) -> str:
    """The end of the class that Streamlit gives to an element with a key."""
    return key.replace(" ", "-")
