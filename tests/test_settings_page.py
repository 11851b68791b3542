"""The page Settings: what is kept is kept in the workspace, and what cannot be so is told and stays typed."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from driven import drawn, opened
from streamlit.testing.v1 import AppTest

from kb.access import acting_as
from kb.errors import ChangedError, ModelUnavailableError
from kb.llm import OpenAICompatible
from kb.people import Member, Role
from kb.settings import load_settings
from kb.settings_file import change
from kb.store import Store
from ui import session
from ui.intake import Intake

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")

KEY = "sk-never-shown"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    (tmp_path / "ctpat.toml").write_text('# mine\ncompany = "Elm"\n', encoding="utf-8")
    return opened(tmp_path, monkeypatch, "settings")


def field(app: AppTest, label: str) -> Any:
    return next(each for kind in (app.text_input, app.text_area, app.toggle) for each in kind if each.label == label)


def fill(app: AppTest, **values: object) -> None:
    for label, value in values.items():
        field(app, label.replace("_", " ")).set_value(value)


def send(app: AppTest, label: str, place: int = 0) -> AppTest:
    return [button for button in app.button if button.label == label][place].click().run()


def test_the_company_is_kept_beside_what_was_written_by_hand(app: AppTest, tmp_path: Path) -> None:
    fill(app, Company="Oak & Sons", Your_name="Ann Marsh")
    assert any("Kept" in each.value for each in send(app, "Keep").success)
    assert (tmp_path / "ctpat.toml").read_text(encoding="utf-8").startswith("# mine\n")
    assert (load_settings(tmp_path).company, load_settings(tmp_path).user) == ("Oak & Sons", "Ann Marsh")
    assert app.sidebar.text[0].value == "Oak & Sons"


def test_what_cannot_be_so_is_told_and_nothing_typed_is_lost(app: AppTest, tmp_path: Path) -> None:
    fill(app, Address="nowhere", Name_of_the_model="m")
    send(app, "Keep", 1)
    assert any("no address of a language model" in each.value.replace("\\", "") for each in app.error)
    assert field(app, "Address").value == "nowhere"
    assert field(app, "Name of the model").value == "m"
    assert load_settings(tmp_path).model_address == ""


def test_a_key_is_kept_and_never_shown(app: AppTest, tmp_path: Path) -> None:
    fill(app, Address="http://127.0.0.1:9/v1", Name_of_the_model="m", Key=KEY)
    send(app, "Keep", 1)
    assert load_settings(tmp_path).model_key == KEY
    fill(app, Name_of_the_model="other")
    send(app, "Keep", 1)
    assert (load_settings(tmp_path).model_key, load_settings(tmp_path).model_name) == (KEY, "other")
    assert KEY not in drawn(app) + "".join(str(each) for each in (*app.text_input, *app.text_area))
    app.checkbox[0].check()
    send(app, "Keep", 1)
    assert load_settings(tmp_path).model_key == ""


def test_a_try_tells_the_answer_or_the_reason(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def complete(model: OpenAICompatible, prompt: str) -> str:
        asked.append(prompt)
        if model.name == "broken":
            raise ModelUnavailableError("The language model broken did not answer: refused.")
        return "ready <b>"

    monkeypatch.setattr(OpenAICompatible, "complete", complete)
    fill(app, Address="http://127.0.0.1:9/v1", Name_of_the_model="works")
    shown = drawn(send(app, "Try it"))
    assert "ready <b>" in shown and "It answered in" in app.success[0].value
    fill(app, Name_of_the_model="broken")
    send(app, "Try it")
    assert any("did not answer" in each.value for each in app.error)
    assert asked == ["Reply with the one word ready."] * 2


def test_portal_questions_are_taken_and_what_changed_is_told(app: AppTest, tmp_path: Path) -> None:
    fill(app, **{"… or paste the questions as the portal shows them": "56"})
    send(app, "Import")
    assert app.error and not load_settings(tmp_path).overrides.exists()
    wording = "Conveyance and IIT : Secure Storage IIT (56)\nAre conveyances and IIT stored in our new secure area?\n"
    fill(app, **{"… or paste the questions as the portal shows them": wording})
    send(app, "Import")
    assert not app.error, [each.value for each in app.error]
    assert load_settings(tmp_path).overrides.exists()
    assert any("56" in each.value for each in app.text)


def test_a_viewer_may_look_and_not_change(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = '[[people]]\nname = "Vi"\nlogin = "vlund"\nrole = "viewer"\n'
    (tmp_path / "ctpat.toml").write_text(told, encoding="utf-8")
    monkeypatch.setenv("LOGNAME", "vlund")
    app.run()
    assert not app.exception
    assert all(button.disabled for button in app.button if button.label in ("Keep", "Import", "Try it"))


def test_while_documents_are_read_nothing_is_kept_and_what_was_typed_stays(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as reading:
        reading.setattr(Intake, "running", property(lambda intake: True))
        app.run()
        fill(app, Company="Oak")
        send(app, "Keep")
        assert any("Documents are being read" in each.value for each in app.error)
        assert field(app, "Company").value == "Oak" and load_settings(tmp_path).company == "Elm"
    send(app, "Keep")
    assert not app.error and load_settings(tmp_path).company == "Oak"


def saved_elsewhere(tmp_path: Path, **values: object) -> None:
    """What another window saves meanwhile."""
    settings = load_settings(tmp_path)
    with closing(Store(settings.database)) as store, acting_as(Member("Ann Marsh", "ann", Role.APPROVER)):
        change(settings, values, store)


def test_what_somebody_else_saved_meanwhile_is_told_and_not_overwritten_unseen(app: AppTest, tmp_path: Path) -> None:
    saved_elsewhere(tmp_path, company="Oak", user="Ann Marsh")
    fill(app, Company="Beech")
    send(app, "Keep")
    told = " ".join(each.value for each in app.error).replace("\\", "")
    assert "The company was changed by Ann Marsh on" in told and "is now “Oak”" in told
    assert load_settings(tmp_path).company == "Oak" and field(app, "Company").value == "Beech"
    send(app, "Keep")
    assert not app.error
    assert (load_settings(tmp_path).company, load_settings(tmp_path).user) == ("Beech", "Ann Marsh")


def test_a_form_is_drawn_anew_with_what_somebody_else_saved(app: AppTest, tmp_path: Path) -> None:
    saved_elsewhere(tmp_path, company="Oak")
    fill(app, Company="Beech")
    send(app, "Keep")
    send(app, "Show what is kept now")
    assert not app.error and field(app, "Company").value == "Oak"


def test_people_who_were_added_meanwhile_are_not_lost_to_another_list(tmp_path: Path) -> None:
    ann, vi, ed = (Member(name, name.lower(), role) for name, role in zip(("Ann", "Vi", "Ed"), Role, strict=True))
    lead = replace(ann, role=Role.APPROVER)
    (tmp_path / "ctpat.toml").write_text('company = "Elm"\n', encoding="utf-8")
    settings = load_settings(tmp_path)
    with closing(Store(settings.database)) as store:
        seen = change(settings, {"people": (lead,)}, store)
        change(settings, {"people": (lead, vi)}, store, seen)
        with pytest.raises(ChangedError, match=r"The list of people was changed by .* is now Ann <ann>: approver; Vi"):
            change(settings, {"people": (lead, ed)}, store, seen)
        assert load_settings(tmp_path).people == (lead, vi)
        settings.file.write_text(settings.file.read_text(encoding="utf-8").replace("Vi", "Vivian"), encoding="utf-8")
        with pytest.raises(ChangedError, match=r"changed in ctpat\.toml itself"):
            change(settings, {"people": (lead, ed)}, store, seen)


def test_questions_are_imported_while_documents_are_read(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.intake()
    monkeypatch.setattr(Intake, "running", property(lambda intake: True))
    app.run()
    wording = "Conveyance and IIT : Secure Storage IIT (56)\nAre conveyances and IIT stored in our new secure area?\n"
    fill(app, **{"… or paste the questions as the portal shows them": wording})
    send(app, "Import")
    assert not app.error and load_settings(tmp_path).overrides.exists()
    assert session.intake() is before  # what reads goes on in the same base
    with session.assistant() as assistant:
        assert "our new secure area" in assistant.catalogue.criterion(56).question
