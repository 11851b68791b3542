"""Parties: the matrix, one party with its papers, what is open there, and the list to send it."""

from urllib.parse import quote_plus

import pytest
from conftest import Base
from driven import click, drawn, opened, page, turned
from streamlit.testing.v1 import AppTest

from kb.matrix import OPEN, State
from ui import session

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")

HARBORLINE = "Harborline Deconsolidation LLC"


@pytest.fixture
def app(small: Base, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(small.workspace, monkeypatch, "parties")


def test_every_party_is_listed_with_its_papers_and_what_is_to_ask(app: AppTest) -> None:
    table = app.dataframe[0].value.set_index("Party")
    with session.assistant() as assistant:
        found = assistant.parties()
        asks = len(assistant.party(HARBORLINE, found).asks)
    assert tuple(table.index) == found.parties
    assert table.loc[HARBORLINE, "To ask"] == asks
    assert table.loc[HARBORLINE, "Questionnaire"].startswith("✓ to 2027-")
    assert table.loc["Pelican Warehousing LLC", "Letter"].startswith("✓ to 2027-06-")


def test_a_click_in_the_list_opens_the_party(app: AppTest) -> None:
    app.session_state["parties table"] = {"selection": {"rows": [], "columns": [], "cells": [(0, "Party")]}}
    assert HARBORLINE in drawn(app.run())
    assert app.query_params["party"] == HARBORLINE


def test_the_matrix_says_by_sign_and_word_what_the_command_says(app: AppTest) -> None:
    shown = drawn(turned(app, view="By criterion"))
    with session.assistant() as assistant:
        found = assistant.parties()
    cells = [cell for cell in found.cells.values() if cell.state is not State.NOTHING]
    assert shown.count("<td class=") - shown.count('<td class="number"') == len(cells)
    assert 'href="criteria?criterion=56"' in shown
    assert f'href="?party={quote_plus(HARBORLINE)}"' in shown
    assert 'aria-label="56 Harborline Deconsolidation LLC: partly"' in shown


def test_the_matrix_is_filtered_by_party_section_and_what_is_open(app: AppTest) -> None:
    shown = drawn(turned(turned(app, view="By criterion"), parties=[HARBORLINE], open=True))
    with session.assistant() as assistant:
        found = assistant.parties()
    numbers = [cell.criterion.number for cell in found.of(HARBORLINE) if cell.state in OPEN]
    assert shown.count("<tr>") == len(numbers) + 1
    assert "Pelican" not in shown
    section = next(each.section for each in found.criteria if each.number == numbers[0])
    app.multiselect(key="section").set_value([section]).run()
    assert f'criterion={numbers[0]}"' in drawn(app)


def test_a_party_shows_what_is_open_with_the_words(app: AppTest) -> None:
    shown = drawn(page(app, "parties", party=HARBORLINE))
    assert "To: Harborline Deconsolidation LLC" in shown and "In the process of extending the fenced area" in shown
    app.session_state["party tabs"] = next(tab.label for tab in app.tabs if tab.label.startswith("Open"))
    assert "In the process of extending the fenced area" in drawn(app.run())
    with session.assistant() as assistant:
        found = assistant.parties()
        one = assistant.party(HARBORLINE, found)
    assert f"Open ({len(one.by_state(*OPEN)) + len(one.answers)})" in [tab.label for tab in app.tabs]


def test_the_list_to_send_comes_as_a_word_document_and_a_table(app: AppTest) -> None:
    page(app, "parties", party=HARBORLINE)
    assert [button.label for button in app.get("download_button")] == ["Word", "Table (CSV)"]


def test_the_neighbours_of_a_party_are_a_click_away(app: AppTest) -> None:
    page(app, "parties", party=HARBORLINE)
    assert "Pelican Warehousing LLC" in drawn(click(app, "next"))
    click(app, "back")
    assert "Party" in app.dataframe[0].value


def test_a_party_that_is_not_there_is_told_in_a_sentence(app: AppTest) -> None:
    page(app, "parties", party="<b>Nobody</b>")
    assert "Nobody" in app.error[0].value
    assert len(app.dataframe) == 1


def test_sites_need_several_papers_that_name_them(app: AppTest) -> None:
    turned(app, view="Own sites")
    assert "No site is named" in app.info[0].value
