"""In a real browser: what is typed outlives a reload, and an address that nobody has confirmed lets nobody in."""

import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import button, free_port, served, settled, visit, window

from kb.response import Act
from kb.responses import response
from kb.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

REVIEW = "/criteria?criterion=56&tab=Response+and+review"
ANN = '\n[[people]]\nname = "Ann Marsh"\nlogin = "ann@alder.example"\nrole = "approver"\n'


def test_a_comment_of_several_lines_outlives_a_reload_and_is_kept_once(browser: "Browser", workspace: Path) -> None:
    page = window(browser)
    with served(workspace) as address:
        visit(page, address + REVIEW)
        button(page, "Begin with the draft").click()
        field = page.get_by_role("textbox", name=re.compile("^SCSS comment"))
        field.wait_for()
        settled(page)
        page.wait_for_function("!!document.querySelector('.st-key-SCSS-comment-56-0 textarea')?.oninput")  # watched
        field.press_sequentially("Which gate?")
        field.press("Enter")
        field.press_sequentially("And its lock?")
        page.reload()
        page.get_by_text("Typed here and not saved").locator("visible=true").wait_for()
        page.get_by_role("button", name="Save it").locator("visible=true").dblclick()
        page.locator(".card").filter(has_text="And its lock?").first.wait_for()
        settled(page)
    with closing(Store(workspace / "store.sqlite3")) as store:
        found = response(store, 56)
    assert found and [step.words for step in found.steps if step.act is Act.SCSS_COMMENT] == [
        "Which gate?\nAnd its lock?"
    ]


def test_an_address_that_the_service_does_not_confirm_lets_nobody_in(browser: "Browser", workspace: Path) -> None:
    pytest.importorskip("authlib")
    from oidc import settings, sign_in_service

    port = free_port()
    with (workspace / "ctpat.toml").open("a", encoding="utf-8") as told:
        told.write(ANN)
    with sign_in_service() as service:
        (workspace / "sign-in.toml").write_text(settings(service, port), encoding="utf-8")
        with served(workspace, port) as address:
            page = window(browser)
            service.person.update({"email": "ann@alder.example", "name": "Ann Marsh"})  # and no email_verified
            page.goto(address)
            button(page, "Sign in").click()
            page.get_by_text(re.compile("does not say that ann@.*alder.example is yours")).first.wait_for()
            assert page.locator('[data-testid="stSidebarNav"], .card').count() == 0
