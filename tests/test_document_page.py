"""The page Documents: the report of the last reading, a document's facts, and putting them right in place."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import streamlit
from door import ctpat
from streamlit.testing.v1 import AppTest

from ingest.versions import settle
from kb.base import KnowledgeBase
from kb.correcting import put_right
from kb.settings import load_settings

APP = str(Path(__file__).parents[1] / "app.py")
LETTER = "Acme Ltd.\nDate: 3/4/2026\nDear Sirs,\nWe keep all containers in a fenced yard.\nSincerely,\nJ. Smith\n"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "letter.txt").write_text(LETTER, encoding="utf-8")
    assert ctpat("ingest", papers, workspace=tmp_path / "w").code == 0
    monkeypatch.setenv("CTPAT_WORKSPACE", str(tmp_path / "w"))
    streamlit.cache_resource.clear()
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.switch_page("ui/documents.py")
    app.run()
    app.session_state["documents table"] = {"selection": {"rows": [], "columns": [], "cells": [(0, "Kind")]}}
    yield app.run()
    streamlit.cache_resource.clear()


def key_of(app: AppTest, name: str) -> str:
    return next(str(element.key) for element in app.text_input if str(element.key).startswith(f"{name} "))


def send(app: AppTest) -> AppTest:
    return next(button for button in app.button if button.label == "Keep this").click().run()


def facts(app: AppTest) -> dict[str, tuple[str, str]]:
    assert not app.exception
    table = app.dataframe[-1].value
    return {row["What"]: (row["Value"], row["The words it was read from"]) for _, row in table.iterrows()}


def test_a_document_is_shown_with_the_words_its_facts_were_read_from(app: AppTest) -> None:
    assert facts(app)["effective"] == ("2026-03-04", "Date: 3/4/2026")
    assert any("two ways" in warning.value for warning in app.warning)
    assert "effective" in list(app.dataframe[0].value["What"])  # the report of the last reading


def test_a_fact_is_put_right_in_place_and_taken_back(app: AppTest) -> None:
    app.text_input(key=key_of(app, "effective")).set_value("3 April 2026")
    app.text_input(key=key_of(app, "by")).set_value("Ann Marsh")
    send(app)
    value, words = facts(app)["effective"]
    assert value == "2026-04-03" and words.startswith("put right by Ann Marsh")
    assert not any("two ways" in warning.value for warning in app.warning)
    app.multiselect[0].set_value(["effective"])
    assert facts(send(app))["effective"][0] == "2026-03-04"


def test_what_cannot_be_so_is_told_and_nothing_changes(app: AppTest) -> None:
    app.text_input(key=key_of(app, "expires")).set_value("soon")
    send(app)
    assert any("not read as a date" in error.value for error in app.error)
    assert "expires" not in facts(app)


def put_right_elsewhere(workspace: Path, **told: str) -> None:
    """What another window keeps meanwhile."""
    with closing(KnowledgeBase(load_settings(workspace))) as base:
        put_right(base, base.documents(), told, (), "B. Osei", settle)


def test_what_somebody_else_put_right_meanwhile_is_neither_undone_nor_overwritten_unseen(
    app: AppTest, tmp_path: Path
) -> None:
    put_right_elsewhere(tmp_path / "w", party="Acme Limited", site="West")
    app.text_input(key=key_of(app, "party")).set_value("Acme Corp.")
    send(app)
    told = " ".join(each.value for each in app.error).replace("\\", "")
    assert "The party of letter.txt was put right by B. Osei on" in told and "“Acme Limited” now" in told
    assert app.text_input(key=key_of(app, "party")).value == "Acme Corp."
    shown = facts(send(app))
    assert not app.error and (shown["party"][0], shown["site"][0]) == ("Acme Corp.", "West")
