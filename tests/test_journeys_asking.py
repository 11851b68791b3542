"""Ask with a language model, in a real browser: what the page draws by its own clock."""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import button, dialog, served, settled, visit, window
from lying_server import LyingServer, streamed
from test_ask_words import ASKING, PAPERS, QUESTION, configured
from test_shortening import LIE, SHORT, entry
from yard_case import Case

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_sentences_come_one_by_one_while_a_document_is_looked_at(browser: "Browser", tmp_path: Path) -> None:
    go_on = [threading.Event(), threading.Event()]

    def say(quotes: list[str]) -> Iterable[str]:
        yield '{"sentences": [' + entry(1, SHORT[2])
        go_on[0].wait(60)
        yield "," + entry(2, LIE) + ',{"number": 3, "words": "Visitors show'
        go_on[1].wait(60)
        yield SHORT[1].removeprefix("Visitors show") + '"}]}'

    server = LyingServer(streamed(say))
    case = Case(tmp_path, **PAPERS)
    configured(case, server)
    page = window(browser)
    with served(case.workspace) as address:
        visit(page, f"{address}/ask")
        box = page.locator('[data-testid="stChatInputTextArea"]')
        box.fill(QUESTION)
        box.press("Enter")
        page.get_by_text(SHORT[2]).wait_for()
        assert page.get_by_text(ASKING).is_visible() and not page.get_by_text(SHORT[1]).count()
        button(page, "View").click()
        dialog(page).wait_for()
        go_on[0].set()
        page.wait_for_timeout(1500)
        assert "Visitors show a photo identification at the reception and" not in page.content()
        go_on[1].set()
        page.get_by_text(SHORT[1]).wait_for()
        page.get_by_text("is not shown").wait_for()
        settled(page)
        assert "armed guards" not in page.content() and not page.locator('[data-testid="stException"]').count()
        assert dialog(page).is_visible()
    server.close()
