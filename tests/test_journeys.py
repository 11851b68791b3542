"""What people do from beginning to end, in a real browser; screenshots of the ways are kept in screenshots/."""

import re
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import (
    REVIEW,
    add,
    button,
    dialog,
    free_port,
    go,
    served,
    settled,
    shot,
    text_field,
    unsaved,
    visit,
    window,
    write,
)
from conftest import SAMPLE

from kb.audit import entries
from kb.response import Act, State
from kb.responses import response
from kb.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

READING = 600_000  # milliseconds that reading the sample may take on a busy machine
STORAGE = (
    "Container Storage Procedure",
    "Effective date: 2026-05-04",
    "Owner: D. Prewitt. Approved by: B. Osei.",
    "1.1 Conveyances and instruments of international traffic, empty or loaded, are stored in a secure area: the yard",
    "is fenced and locked, so that nobody unauthorized gains access, alters their structure or tampers with a seal.",
    "1.2 Guards walk the fence of the yard each night and inspect the doors and the seals of the stored containers.",
)


def pdf(path: Path, lines: tuple[str, ...] = STORAGE) -> Path:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas").Canvas(str(path))
    for place, line in enumerate(lines):
        canvas.drawString(50, 780 - 24 * place, line)
    canvas.save()
    return path


def test_from_the_first_start_to_the_gap_report(browser: "Browser", tmp_path: Path) -> None:
    if not SAMPLE.is_dir():
        pytest.skip("the sample company's documents are not here")
    page = window(browser)
    with served(tmp_path) as address:
        visit(page, address)
        shot(page, "1 first start")
        button(page, "Load the sample").click()
        page.get_by_text(re.compile("Reading|Looking at the files")).first.wait_for()
        shot(page, "2 the sample is being read")
        page.get_by_text("Documents are being read.").wait_for(state="hidden", timeout=READING)
        page.get_by_role("button", name="Musts").or_(page.get_by_role("radio", name="Musts")).first.wait_for()
        settled(page)
        shot(page, "3 home")
        _ask_and_look(page)
        _write_and_approve(page)
        assert _download(page).suffix == ".docx"
    with closing(Store(tmp_path / "store.sqlite3")) as store:
        found = response(store, 56)
    assert found and found.state is State.APPROVED


def _ask_and_look(page: "Page") -> None:
    go(page, "Ask")
    page.get_by_role("textbox").first.fill("what covers criterion 56?")
    page.get_by_role("textbox").first.press("Enter")
    page.get_by_text("56 Secure Storage IIT").first.wait_for()
    settled(page)
    shot(page, "4 the answer")
    button(page, "Open criterion 56").click()
    page.get_by_role("tab", name="Response and review").wait_for()
    settled(page)
    page.get_by_role("button", name=re.compile("View$")).first.click()
    for place in range(2, 20):
        dialog(page).locator(".source").wait_for()
        if ".pdf" in dialog(page).locator(".source").inner_text():
            break
        dialog(page).get_by_role("button", name=re.compile("Next")).click()
        dialog(page).get_by_text(re.compile(rf"^{place} of ")).wait_for()
        settled(page)
    picture = dialog(page).locator("img").first
    picture.wait_for()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 400")
    shot(page, "5 the marked page")
    page.keyboard.press("Escape")
    dialog(page).wait_for(state="hidden")


def _write_and_approve(page: "Page") -> None:
    page.get_by_role("tab", name="Response and review").click()
    button(page, "Begin with the draft").click()
    text_field(page).wait_for()
    parts = [f"Open: {part} is being worked on." for part in ("56.1", "56.2", "56.3")]
    write(page, "\n".join([text_field(page).input_value(), *parts]))
    page.get_by_text("version 2 by").first.wait_for()
    page.get_by_label(re.compile("^Reason")).fill("Seen on the site by the officer")
    page.get_by_label(re.compile("^Reason")).press("Tab")
    settled(page)
    shot(page, "6 the draft")
    button(page, "Send to review").click()
    button(page, "Approve").wait_for()
    settled(page)
    page.get_by_label(re.compile("^Reason")).fill("Seen on the site by the officer")
    page.get_by_label(re.compile("^Reason")).press("Tab")
    settled(page)
    button(page, "Approve").click()
    button(page, "It is in the portal").wait_for()
    shot(page, "7 approved")


def _download(page: "Page") -> Path:
    go(page, "Reports")
    page.get_by_role("button", name=re.compile("Download the gap report")).click()
    word = page.get_by_role("button", name=re.compile("Word"))
    word.first.wait_for()
    shot(page, "8 reports")
    with page.expect_download() as begun:
        word.first.click()
    made = Path(begun.value.suggested_filename)
    with zipfile.ZipFile(begun.value.path()) as opened:
        assert "word/document.xml" in opened.namelist()
    return made


def test_an_uploaded_pdf_covers_a_part_until_it_is_removed(browser: "Browser", workspace: Path, tmp_path: Path) -> None:
    page = window(browser)
    with served(workspace) as address:
        visit(page, address)
        add(page, pdf(tmp_path / "container_storage.pdf"))
        shot(page, "9 uploaded")
        visit(page, f"{address}/documents?document=container_storage.pdf")
        page.get_by_text(re.compile(r"^Evidence for \d+ criteri")).click()
        page.get_by_role("link", name=re.compile(r"^56 ")).click()
        page.locator(".card").filter(has_text="container_storage.pdf").first.wait_for()
        shot(page, "10 it covers a part")
        visit(page, f"{address}/documents?document=container_storage.pdf")
        button(page, "Remove …").click()
        dialog(page).get_by_text(re.compile("would lose the evidence|No part of a criterion")).wait_for()
        shot(page, "10 removing it")
        button(page, "Remove it").click()
        page.get_by_text("Removed: container_storage.pdf.").wait_for()
    assert not (workspace / "uploads" / "container_storage.pdf").exists()


def test_two_browsers_edit_one_draft_and_no_word_is_lost(browser: "Browser", workspace: Path) -> None:
    first, second = window(browser), window(browser)
    with served(workspace) as address:
        visit(first, address + REVIEW)
        button(first, "Begin with the draft").click()
        text_field(first).wait_for()
        visit(second, address + REVIEW)
        text_field(second).wait_for()
        write(first, "The first one's text.")
        first.get_by_text("version 2 by").first.wait_for()
        write(second, "The second one's text.")
        second.get_by_text(re.compile("your text is kept in the history")).first.wait_for()
        shot(second, "11 two at one draft")
    with closing(Store(workspace / "store.sqlite3")) as store:
        found = response(store, 56)
    assert found and found.newest.words == "The first one's text."
    assert [step.words for step in found.steps if step.act is Act.SET_ASIDE] == ["The second one's text."]


def test_a_reload_and_a_restart_lose_nothing_and_repeat_nothing(browser: "Browser", workspace: Path) -> None:
    page, port = window(browser), free_port()
    with served(workspace, port) as address:
        visit(page, address + REVIEW)
        button(page, "Begin with the draft").click()
        text_field(page).wait_for()
        write(page, "Kept before the reload.")
        page.get_by_text("version 2 by").first.wait_for()
        settled(page)
        page.wait_for_function("!!document.querySelector('.st-key-text-56-2 textarea')?.oninput")  # it is watched
        text_field(page).press_sequentially(" Typed and not left.")
        page.reload()
        unsaved(page).wait_for()
        shot(page, "12 after a reload")
        button(page, "Save it").click()
        page.get_by_text("version 3 by").first.wait_for()
    with served(workspace, port) as address:
        visit(page, address + REVIEW)
        text_field(page).wait_for()
        assert "Typed and not left." in text_field(page).input_value()
        page.reload()
        settled(page)
    with closing(Store(workspace / "store.sqlite3")) as store:
        found = response(store, 56)
        assert found and [step.act for step in found.steps] == [Act.STARTED, Act.EDITED, Act.EDITED]
        assert sum(entry.what == "response edited" for entry in entries(store)) == 2


PEOPLE = """
[[people]]
name = "Ann Marsh"
login = "ann@alder.example"
role = "approver"

[[people]]
name = "Vi Lund"
login = "vi@alder.example"
role = "viewer"
"""


def test_a_team_signs_in_and_each_does_what_their_role_allows(browser: "Browser", workspace: Path) -> None:
    pytest.importorskip("authlib")
    from oidc import settings, sign_in_service

    port = free_port()
    with (workspace / "ctpat.toml").open("a", encoding="utf-8") as told:
        told.write(PEOPLE)
    with sign_in_service() as service:
        (workspace / "sign-in.toml").write_text(settings(service, port), encoding="utf-8")
        with served(workspace, port) as address:
            viewer = _signed_in(window(browser), address, service.person, "vi@alder.example")
            visit(viewer, address + REVIEW)
            assert button(viewer, "Begin with the draft").is_disabled()
            stranger = window(browser)
            _sign_in(stranger, address, service.person, "who@else.example")
            stranger.get_by_text(re.compile("not among the people of this knowledge base")).first.wait_for()
            shot(stranger, "16 a stranger")
            assert stranger.locator('[data-testid="stMain"] a, [data-testid="stSidebarNav"], .card').count() == 0
            approver = _signed_in(window(browser), address, service.person, "ann@alder.example")
            approver.get_by_text("Ann Marsh, approver").wait_for()
            visit(approver, address + REVIEW)
            button(approver, "Begin with the draft").click()
            approver.get_by_text("version 1 by Ann Marsh").first.wait_for()
            shot(approver, "17 signed in")
            go(approver, "Reports")
            button(approver, "Download the gap report").click()
            with approver.expect_download() as taken:
                button(approver, "Markdown").click()
            assert "56" in Path(taken.value.path()).read_text(encoding="utf-8")
    with closing(Store(workspace / "store.sqlite3")) as store:
        assert entries(store, last=1)[0].who == "Ann Marsh"


def _signed_in(page: "Page", address: str, person: dict[str, Any], email: str) -> "Page":
    _sign_in(page, address, person, email)
    settled(page)
    return page


def _sign_in(page: "Page", address: str, person: dict[str, Any], email: str) -> None:
    person.clear()
    person.update({"email": email, "email_verified": True, "name": email})
    page.goto(address)
    button(page, "Sign in").wait_for()
    shot(page, "15 signing in")
    button(page, "Sign in").click()
