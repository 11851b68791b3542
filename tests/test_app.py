"""The pages show what the assistant says, and show text from documents as text."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from driven import APP, drawn, page
from streamlit.testing.v1 import AppTest

from ingest.pipeline import ingest
from kb.assistant import Assistant
from kb.settings import Settings, cache_folder
from ui import session

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")

SCRIPT = '<script>alert("read")</script> <b>bold</b> **starred** [link](https://example.org)'
PAPERS = {
    "Yard procedure.md": (
        "# Yard security procedure\n\nEffective date: 2026-02-01\n\nApproved by the security manager.\n\n"
        "## 1 Storage of containers and trailers\n\n"
        "1.1 Conveyances and containers, empty or loaded, are stored in the fenced and locked yard to prevent"
        " unauthorized access. Guards patrol the yard so that nobody can alter a container, its doors or its seals.\n\n"
        "1.2 Trailers are padlocked overnight.\n"
    ),
    "Visitor rules.txt": (
        "VISITOR RULES\n\nVisitors show a photo identification at the reception and sign the visitor log. Visitors wear"
        f" a temporary badge and are escorted.\n\nThe receptionist keeps the log for two years. {SCRIPT}\n"
    ),
    "Password policy.md": (
        "# Password policy\n\nPasswords have at least fourteen characters and are changed when there is a suspicion"
        " that they are known to others.\n"
    ),
    "&amp; [odd](x) __name__.txt": "The forklift is charged at night in the charging bay beside the north wall.\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app")
    papers = folder / "papers"
    papers.mkdir()
    for name, text in PAPERS.items():
        (papers / name).write_text(text, encoding="utf-8")
    (folder / "ctpat.toml").write_text('company = "Elm & Oak *Ltd*"\nas_of = 2026-11-22\n', encoding="utf-8")
    assistant = Assistant(Settings(workspace=folder, cache=cache_folder()), date(2026, 11, 22))
    with assistant.base.writing():
        ingest([papers], assistant.base)
    assistant.close()
    return folder


@pytest.fixture
def app(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CTPAT_WORKSPACE", str(workspace))
    return AppTest.from_file(APP, default_timeout=60).run()


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("CTPAT_WORKSPACE", str(tmp_path / "new"))
    yield AppTest.from_file(APP, default_timeout=60).run()
    session.intake().wait()


def test_the_sidebar_says_whose_base_it_is_and_as_of_which_day(app: AppTest) -> None:
    assert [element.value for element in app.sidebar.text] == ["Elm & Oak *Ltd*"]
    assert any("2026\\-11\\-22" in element.value for element in app.sidebar.caption)


def test_the_table_has_every_criterion(app: AppTest) -> None:
    table = page(app, "criteria").dataframe[0].value
    assert len(table) == 140
    assert list(table["No."])[:2] == [1, 2]


def test_an_address_with_filters_opens_that_view(app: AppTest) -> None:
    page(app, "criteria", flag="Must", section="Cybersecurity", text="password")
    table = app.dataframe[0].value
    assert set(table["Flag"]) == {"Must"}
    assert 196 in list(table["No."])
    assert set(table["Section"]) == {"Cybersecurity"}


def test_filters_that_mean_nothing_are_passed_over(app: AppTest) -> None:
    page(app, "criteria", status="splendid", flag="<b>", section="None")
    assert not app.exception
    assert len(app.dataframe[0].value) == 140


def test_a_filter_is_kept_in_the_address(app: AppTest) -> None:
    page(app, "criteria")
    app.text_input(key="text").set_value("seal").run()
    assert app.query_params["text"] == "seal"
    assert 0 < len(app.dataframe[0].value) < 140


def test_a_click_in_the_table_opens_the_criterion(app: AppTest) -> None:
    page(app, "criteria", text="secure storage iit")
    app.session_state[app.dataframe[0].key] = {"selection": {"rows": [], "columns": [], "cells": [(0, "Title")]}}
    assert "56 Secure Storage IIT" in drawn(app.run())
    assert app.query_params["criterion"] == "56"


def test_an_address_opens_a_criterion_with_its_evidence_and_draft(app: AppTest, workspace: Path) -> None:
    shown = drawn(page(app, "criteria", criterion="56", tab="Draft for the portal"))
    with session.assistant() as assistant:
        coverage, draft = assistant.coverage(56), assistant.draft(56)
    assert coverage.status.value in shown
    assert all(judged.requirement.id in shown for judged in coverage.judgements)
    assert "supports" in shown
    assert "stored in the fenced and locked yard" in draft.portal_text
    assert draft.portal_text in [element.value for element in app.code]


def test_the_neighbours_of_a_criterion_are_those_of_the_table(app: AppTest) -> None:
    page(app, "criteria", criterion="196", section="Cybersecurity")
    assert app.button(key="next").label == "Next: 197"
    assert "197 User Access by Job Duty" in drawn(app.button(key="next").click().run())
    app.button(key="back").click().run()
    assert set(app.dataframe[0].value["Section"]) == {"Cybersecurity"}


@pytest.mark.parametrize("number", ["999", "five"])
def test_an_address_with_no_such_criterion_is_told_in_a_sentence(app: AppTest, number: str) -> None:
    page(app, "criteria", criterion=number)
    assert not app.exception
    assert number in app.error[0].value


def test_the_documents_are_listed_with_what_was_read_from_them(app: AppTest) -> None:
    page(app, "documents")
    names = list(app.dataframe[0].value["Document"])
    assert sorted(names) == sorted(PAPERS)
    place = names.index("Yard procedure.md")
    app.session_state["documents table"] = {"selection": {"rows": [], "columns": [], "cells": [(place, "Kind")]}}
    app.run()
    facts = app.dataframe[1].value
    assert "2026-02-01" in list(facts["Value"])


def test_an_empty_base_says_how_to_start(fresh: AppTest) -> None:
    assert not fresh.exception
    ways = ["Load the sample", "Add your documents", "Import your portal questions"]
    assert [button.label for button in fresh.button] == ways
    assert "140 CTPAT criteria" in drawn(fresh)
    for name in ("ask", "criteria", "parties", "reports", "evaluate", "documents"):
        assert not page(fresh, name).exception


def test_a_folder_is_read_in_and_its_documents_appear(fresh: AppTest, workspace: Path) -> None:
    page(fresh, "documents")
    fresh.text_input[0].set_value(str(workspace / "papers"))
    next(button for button in fresh.button if button.label == "Read this folder").click().run()
    session.intake().wait()
    tables = [frame.value for frame in fresh.run().dataframe]
    assert [len(table) for table in tables if "Document" in table] == [len(PAPERS)]


def test_a_folder_that_is_not_there_is_told_in_a_sentence(fresh: AppTest, tmp_path: Path) -> None:
    page(fresh, "documents")
    fresh.text_input[0].set_value(str(tmp_path / "nowhere"))
    next(button for button in fresh.button if button.label == "Read this folder").click().run()
    session.intake().wait()
    fresh.run()
    assert not fresh.exception
    assert "is not there" in fresh.error[0].value
