"""The page Documents: what each covers, filters that stand in the address, and removal that tells its price first."""

import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import Base
from driven import click, drawn, opened, page
from streamlit.testing.v1 import AppTest

from ingest.outcome import IntakeReport
from ingest.pipeline import ingest
from kb.access import acting_as
from kb.model import Document
from kb.people import Member, Role
from ui import session

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")

YARD = "policies/yard_procedure.docx"


@pytest.fixture
def app(small: Base, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(small.workspace, monkeypatch, "documents")


def listed(app: AppTest) -> list[str]:
    return list(next(each.value for each in app.dataframe if "Covers" in each.value)["Document"])


def documents() -> list[Document]:
    with session.assistant() as assistant:
        return assistant.documents()


def test_each_document_shows_which_criteria_it_covers(app: AppTest) -> None:
    table = next(each.value for each in app.dataframe if "Covers" in each.value)
    row = table[table["Document"] == YARD].iloc[0]
    assert "56" in row["Covers"]


def test_an_address_opens_a_document_and_a_filtered_list(app: AppTest) -> None:
    page(app, "documents", document=YARD)
    assert YARD in [each.value.replace("\\", "") for each in app.subheader]
    page(app, "documents", kind="letter")
    assert listed(app) == ["vendors/pelican/letter.txt"]
    page(app, "documents", find="harborline")
    assert listed(app) == ["vendors/harborline/questionnaire.xlsx"]


def test_a_filter_that_is_set_stands_in_the_address(app: AppTest) -> None:
    next(each for each in app.selectbox if each.label == "Kind").set_value("letter").run()
    assert app.query_params["kind"] in ("letter", ["letter"])


def test_removal_tells_first_what_it_would_leave_uncovered(app: AppTest) -> None:
    page(app, "documents", document=YARD)
    shown = drawn(click(app, "remove "))
    assert "4 parts would lose the evidence" in shown and "covered → gap" in shown
    assert YARD in {each.name for each in documents()}


def test_who_may_not_add_is_not_offered_it(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Member("Vi Lund", "vi", Role.VIEWER)
    monkeypatch.setattr(session, "acting", lambda settings: acting_as(viewer))
    page(app, "documents", document=YARD)
    labels = {each.label for each in app.button}
    assert not labels & {"Read these files", "Read this folder", "Remove …", "Keep this"}


def test_files_added_while_others_are_read_wait_and_are_read_after_them(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(workspace, monkeypatch, "documents")
    go = threading.Event()

    def held(*given: Any) -> IntakeReport:
        assert go.wait(30)
        return ingest(*given)

    monkeypatch.setattr("ui.intake.ingest", held)
    (tmp_path / "gates.txt").write_text("The guard locks the gates each night.", encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    session.read_in([tmp_path / "gates.txt", tmp_path / "scan.pdf"])
    app.run()
    app.file_uploader[0].upload("lamps.txt", b"Lamps light the yard from dusk to dawn.")
    next(button for button in app.button if button.label == "Read these files").click().run()
    session.read_in([tmp_path / "nowhere"])
    assert "To be read after that: 2 files and folders" in drawn(app.run())
    go.set()
    session.intake().wait()
    shown = drawn(app.run())
    assert {"gates.txt", "lamps.txt"} <= {each.name for each in documents()}
    assert "nowhere" in shown.replace("\\", "") and any("2 read, 1 refused" in each.value for each in app.warning)
    assert any("scan.pdf" in list(each.value["File"]) for each in app.dataframe if "What" in each.value)
