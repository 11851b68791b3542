"""Reports: the gap report with its filters, what has changed, what runs out, and the files."""

from pathlib import Path

import pytest
from driven import click, drawn, opened, turned
from small import write_xlsx
from streamlit.testing.v1 import AppTest
from streamlit.util import AttributeDictionary
from yard_case import LOG, PROCEDURE, Case

from kb.audit import person
from kb.errors import AccessError
from kb.overview import overview
from ui import kept, session

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")

CERTIFICATE = """# Certificate of yard security

Certificate number: YS-2231
Issued to: Rio Logistics S.A.
Issued on: 2025-02-01
Valid until: 2026-02-01

This certificate confirms that Rio Logistics keeps containers in a guarded and fenced yard with a locked gate.
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("reports"), yard=PROCEDURE, certificate=CERTIFICATE)


@pytest.fixture
def app(case: Case, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(case.workspace, monkeypatch, "reports")


def test_the_report_has_the_assistants_numbers_and_lists_every_gap(app: AppTest) -> None:
    shown = drawn(app)
    with session.assistant() as assistant:
        report = assistant.gap_report()
    for count in (report.summary["must_open"], report.summary["gap"], report.summary["covered"]):
        assert f"<b>{count}</b>" in shown
    assert list(app.dataframe[0].value["No."]) == [gap.criterion.number for gap in report.gaps]


def test_a_redrawn_page_does_not_make_the_report_again(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    with session.assistant() as assistant:
        monkeypatch.setattr(type(assistant), "gap_report", lambda self: made.append(self))
    drawn(app.run())
    drawn(turned(app, view="Expired or expiring"))
    assert not made


def test_the_open_criteria_are_filtered_by_flag_and_section(app: AppTest) -> None:
    turned(app, flag="Should", section=["Cybersecurity"])
    table = app.dataframe[0].value
    assert set(table["Flag"]) == {"Should"}
    report = kept.report()
    sections = {gap.criterion.number: gap.criterion.section for gap in report.gaps}
    assert {sections[number] for number in table["No."]} == {"Cybersecurity"}


def test_a_chosen_criterion_says_what_is_missing_and_leads_to_its_page(app: AppTest) -> None:
    first = kept.report().gaps[0]
    key = app.dataframe[0].key
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(0, "Title")]}}
    shown = drawn(app.run())
    assert first.judgements[0].requirement.id in shown and "<b>Missing:</b>" in shown
    click(app, "open gap")
    assert app.query_params["criterion"] == str(first.criterion.number)


def test_what_has_run_out_is_listed(app: AppTest) -> None:
    turned(app, view="Expired or expiring")
    table = app.dataframe[0].value.set_index("Document")
    assert table.loc["certificate.md", "Counts until"] == "2026-02-01"
    assert table.loc["certificate.md", "When"] == "◷ out of date"


def test_the_difference_to_the_report_that_was_saved_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    app = turned(opened(case.workspace, monkeypatch, "reports"), view="Since the last report")
    assert "No earlier report was saved" in drawn(app)
    assert case.run("gaps", "-o", tmp_path / "report.md").code == 0
    case.write("log", LOG)
    case.ingest()
    assert "Since the report of 2026-11-22: " in drawn(app.run())
    rows = app.dataframe[0].value.set_index("No.")
    assert rows.loc[56, "Why"] == "now spoken against by log.md"


def test_the_three_forms_of_the_report_can_be_downloaded(app: AppTest) -> None:
    assert [button.label for button in app.get("download_button")] == ["Word", "Excel", "Markdown"]


def test_in_a_team_a_download_is_made_by_whoever_asked_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    member = '[[people]]\nname = "Vi Lund"\nlogin = "{}@alder.example"\nrole = "viewer"\n'
    (tmp_path / "ctpat.toml").write_text(member.format("vi"))
    monkeypatch.setenv("CTPAT_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("CTPAT_SIGN_IN", "1")
    visitor = {"is_logged_in": True, "email": "vi@alder.example", "email_verified": True}
    monkeypatch.setattr("streamlit.user", AttributeDictionary(visitor))
    made = session.later(_who)
    monkeypatch.setattr("streamlit.user", AttributeDictionary({}))  # as in the thread that makes a download
    assert made() == "Vi Lund"
    (tmp_path / "ctpat.toml").write_text(member.format("ed"))
    with pytest.raises(AccessError, match="not among the people"):
        made()


def _who() -> str:
    with session.assistant() as assistant:
        return person(assistant.settings)


def test_the_profile_is_made_by_a_click(app: AppTest) -> None:
    turned(app, view="Files to hand over")
    drawn(click(app, "make profile"))
    assert [button.key for button in app.get("download_button")][-1] == "take profile"


def test_a_package_of_nothing_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(tmp_path, canteen="# Canteen\n\nThe canteen opens at seven.\n")
    app = turned(opened(case.workspace, monkeypatch, "reports"), view="Files to hand over")
    click(app, "make package")
    assert not app.exception and len(app.error) == 1


def test_a_workbook_of_the_users_own_is_filled_in(app: AppTest, tmp_path: Path) -> None:
    path = tmp_path / "questions.xlsx"
    with session.assistant() as assistant:
        asked = assistant.catalogue.criterion(56).question
    rows = (("Portal number", "Question", "Partner Response"), ("56", asked, ""))
    write_xlsx(path, {"Questions": rows})
    turned(app, view="Files to hand over")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    app.file_uploader[0].set_value(("questions.xlsx", path.read_bytes(), kind)).run()
    app.text_input(key="workbook columns").set_value("colour F").run()
    assert "“colour F” names no column" in click(app, "make workbook").error[0].value
    app.text_input(key="workbook columns").set_value("response = c").run()
    shown = drawn(click(app, "make workbook"))
    assert [button.label for button in app.get("download_button")][-1] == "questions filled\\.xlsx"
    assert "questions filled.xlsx" in shown and str(tmp_path) not in shown


def test_all_pages_show_one_and_the_same_gap_report(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTPAT_WORKSPACE", str(case.workspace))
    with session.assistant() as assistant:
        assert kept.report() is overview(assistant).report
