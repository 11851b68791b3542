"""Home shows what the assistant knows, at once where nothing has changed, and every figure leads to its list."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from conftest import Base
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, Case

from kb.assistant import Assistant
from kb.decide import Wish, decide
from kb.model import Flag, Ruling, Status
from kb.overview import overview
from kb.worklist import List
from ui import session

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")

APP = Path(__file__).parents[1] / "app.py"
WITH_ANNIVERSARY = 'company = "Alder Goods"\nas_of = 2026-11-22\nanniversary = 2027-02-14\n'


@pytest.fixture
def home(small: Base, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CTPAT_WORKSPACE", str(small.workspace))
    return AppTest.from_file(APP, default_timeout=60).run()


def links(app: AppTest) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Label -> page and the parameters of its address."""
    assert not app.exception
    return {
        link.proto.label.replace("\\", ""): (link.proto.page, parse_qs(link.proto.query_string))
        for link in app.get("page_link")
    }


def said(app: AppTest) -> str:
    told = [str(element.proto.body) for element in app.get("html")]
    return "\n".join([*told, *(caption.value for caption in app.caption)]).replace("\\", "")


def test_the_figures_are_the_assistants_and_lead_to_their_criteria(home: AppTest) -> None:
    with session.assistant() as assistant:
        counts = overview(assistant).counts(Flag.MUST)
    found = links(home)
    for status, symbol in ((Status.COVERED, "✓"), (Status.GAP, "✗")):
        page, address = found[f"**{counts[status]}** {symbol} {status.value}"]
        assert page == "criteria" and address == {"status": [status.value], "flag": ["Must"]}
    assert f"of {sum(counts.values())} Musts" in said(home)


def test_all_criteria_can_be_counted_by_a_click_or_by_the_address(home: AppTest, small: Base) -> None:
    home.segmented_control(key="counted").set_value("All criteria").run()
    assert "of 140 criteria" in said(home)
    other = AppTest.from_file(APP, default_timeout=60)
    other.query_params["counted"] = "All criteria"
    assert "of 140 criteria" in said(other.run())


def test_every_section_leads_to_its_criteria(home: AppTest) -> None:
    page, address = links(home)["Cybersecurity"]
    assert page == "criteria" and address == {"section": ["Cybersecurity"], "flag": ["Must"]}


def test_nothing_is_judged_again_on_a_rerun(home: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*_: object) -> None:
        raise AssertionError("judged again")

    monkeypatch.setattr(Assistant, "_judge", judge)
    assert not home.run().exception


def test_without_an_anniversary_it_leads_to_the_settings(home: AppTest) -> None:
    assert links(home)["Set the anniversary"][0] == "settings"


def test_what_has_run_out_and_whose_items_are_open_leads_to_the_paper_and_the_party(home: AppTest, small: Base) -> None:
    with session.assistant() as assistant:
        report = overview(assistant).report
    found = links(home)
    party, numbers = next(iter(report.parties.items()))
    assert found[f"{party} **{len(numbers)}**"] == ("parties", {"party": [party]})
    leads = [address for page, address in found.values() if page == "documents"]
    assert {"document": [report.expiring[0].document.name]} in leads


def test_what_changed_since_the_last_report_leads_to_its_criteria(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    (case.workspace / "ctpat.toml").write_text(WITH_ANNIVERSARY, encoding="utf-8")
    monkeypatch.setenv("CTPAT_WORKSPACE", str(case.workspace))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert "No report was saved yet" in said(app) and "84</b> days left" in said(app)
    assert links(app)["**140** of 140 responses still to be reviewed"] == ("criteria", {"list": [List.DUE.value]})
    with session.assistant() as assistant:
        assistant.keep_report(overview(assistant).report)
        decide(assistant, Wish(Ruling.NOT_APPLICABLE, "58", reason="no such units"))
    app.run()
    changed = next(label for label in links(app) if " 58 " in label)
    assert "→ not applicable" in changed and links(app)[changed] == ("criteria", {"criterion": ["58"]})


def test_an_empty_base_leads_to_the_first_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTPAT_WORKSPACE", str(tmp_path / "new"))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception and "Add your documents" in [button.label for button in app.button]
    assert not app.get("page_link")
