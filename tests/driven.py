"""Pages driven as a person would, and what is drawn on them."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "app.py"
KINDS = ("text", "code", "caption", "markdown", "error", "warning", "info")


def opened(workspace: Path, patch: pytest.MonkeyPatch, name: str, **address: str) -> AppTest:
    """The app over a workspace, at one of its pages."""
    patch.setenv("CTPAT_WORKSPACE", str(workspace))
    return page(AppTest.from_file(APP, default_timeout=120), name, **address)


def page(app: AppTest, name: str, **address: str | list[str]) -> AppTest:
    """Another page of the same window."""
    app.switch_page(f"ui/{name}.py")
    app.query_params.clear()
    app.query_params.update(address)
    return app.run()


def drawn(app: AppTest) -> str:
    """All that is drawn as HTML or written as text."""
    assert not app.exception
    told = [str(element.proto.body) for element in app.get("html")]
    return "\n".join(told + [str(element.value) for kind in KINDS for element in app.get(kind)])


def click(app: AppTest, key: str) -> AppTest:
    """A click on the first button whose key begins so."""
    return next(button for button in app.button if str(button.key).startswith(key)).click().run()


def turned(app: AppTest, **widgets: object) -> AppTest:
    """The page with widgets turned to other values."""
    for key, value in widgets.items():
        app.session_state[key] = value
    return app.run()
