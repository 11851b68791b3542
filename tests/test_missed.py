"""What was typed while the server was away comes with the next connection, and is kept then."""

from pathlib import Path
from typing import Any

import pytest
from driven import drawn, opened
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, Case

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(tmp_path, yard=PROCEDURE)
    assert case.run("review", "56", "--start").code == 0
    return case


def brought(case: Case, patch: pytest.MonkeyPatch, **said: object) -> AppTest:
    """The response in a window that connects anew: its fields say what no server has heard of."""
    app = opened(case.workspace, patch, "criteria", criterion="56", tab="Response and review")
    drawn(app)
    for key, value in said.items():
        app.session_state[key] = value
    return app.run()


def kept(case: Case) -> Any:
    return case.run("review", "56").json


def test_the_text_becomes_the_next_version(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = brought(case, monkeypatch, **{"text 56 1": "Typed as the server went."})
    assert "version 2 by" in drawn(app)
    drawn(app.run())
    assert [each["words"] for each in kept(case)["versions"]][1:] == ["Typed as the server went."]


def test_a_text_that_is_refused_is_told_of_once_and_stays_in_its_field(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = brought(case, monkeypatch, **{"text 56 1": "  "})
    assert "is empty" in drawn(app)
    assert "is empty" not in drawn(app.run())
    assert len(kept(case)["versions"]) == 1


def test_the_smaller_fields_are_kept_too_and_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = brought(case, monkeypatch, **{"owner 56 0": "D. Prewitt", "comment 56 0": "Ask the yard."})
    drawn(app.run())
    steps = [(step["what"], step["words"]) for step in kept(case)["history"]]
    assert steps[1:] == [("owner", "D. Prewitt"), ("comment", "Ask the yard.")]
