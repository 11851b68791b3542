"""Pages over the sample company, for what a small base does not have: several sites, and much evidence of one part."""

import pytest
from conftest import Base
from driven import click, drawn, opened, turned

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_assistant_of_another_module")]


def test_the_sites_of_the_sample_are_told_apart(sample: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = drawn(turned(opened(sample.workspace, monkeypatch, "parties"), view="Own sites"))
    assert "DCE" in shown and "DCW" in shown and "papers that name the site" in shown


def test_the_viewer_leads_on_to_the_next_evidence_and_back(sample: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(sample.workspace, monkeypatch, "criteria", criterion="56")
    click(app, "evidence 56.1 0")
    assert any(caption.value.startswith("1 of ") for caption in app.caption)
    assert app.button(key="viewer previous").disabled
    for _ in range(3):
        click(app, "viewer next")
    shown = drawn(app)
    assert any(caption.value.startswith("4 of ") for caption in app.caption)
    assert '<table class="grid">' in shown and "<th>question</th>" in shown and "<th>▸ 14</th>" in shown
    for _ in range(3):
        click(app, "viewer previous")
    assert any(caption.value.startswith("1 of ") for caption in app.caption)
