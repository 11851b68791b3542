"""Evaluate: labels run from a sheet or from the sample, told in words, and labels made of decisions."""

from pathlib import Path

import pytest
from driven import click, drawn, opened
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, SECURE, Case

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_test")

LABELS = "Criterion,File,Status\n56,yard.md,covered\n58,yard.md,covered\n11,,gap\n"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


@pytest.fixture
def app(case: Case, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(case.workspace, monkeypatch, "evaluate")


def upload(app: AppTest, name: str, text: str) -> AppTest:
    return app.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()


def test_labels_are_uploaded_run_and_told_in_words_and_figures(app: AppTest, case: Case) -> None:
    assert not [button for button in app.button if button.key == "run"]
    upload(app, "mine.csv", LABELS)
    assert (case.workspace / "labels" / "mine.csv").read_text(encoding="utf-8") == LABELS
    shown = drawn(click(app, "run"))
    assert "mine.csv: 3 criteria" in shown
    assert "<b>67%</b><span>judged as labelled" in shown
    assert "▽ 1" in shown
    assert 58 in list(app.dataframe[0].value["No."])


def test_a_second_run_is_compared_with_the_first(app: AppTest, case: Case) -> None:
    upload(app, "mine.csv", LABELS)
    click(app, "run")
    case.write("yard", "# Yard\n\nThe yard is large.\n")
    case.ingest()
    shown = drawn(click(app, "run"))
    assert "Worse than in the last run:" in shown
    assert len(app.dataframe[-1].value) == 2


def test_wrong_labels_are_told_in_a_sentence(app: AppTest) -> None:
    upload(app, "wrong.csv", "Criterion,Status\n56,splendid\n")
    click(app, "run")
    assert not app.exception and "splendid" in app.error[0].value


def test_a_name_that_climbs_stays_in_the_workspace(app: AppTest, case: Case) -> None:
    upload(app, "../../out.csv", LABELS)
    assert [path.name for path in (case.workspace / "labels").iterdir()] == ["out.csv"]


def test_labels_are_made_of_what_people_decided(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a sheet of labels is made here" in drawn(opened(case.workspace, monkeypatch, "evaluate"))
    case.decide("56.1", "accept", "yard.md", "--quote", SECURE)
    app = opened(case.workspace, monkeypatch, "evaluate")
    assert [button.label for button in app.get("download_button")] == ["Excel", "CSV"]


def test_the_samples_labels_are_offered_only_with_the_sample(app: AppTest) -> None:
    assert not app.selectbox
