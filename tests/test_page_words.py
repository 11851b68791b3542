"""Text of documents in labels stays text, also where Markdown would make a link of it."""

import pytest

from ui.words import plain


@pytest.mark.parametrize("text", ["who@else.example", "www.evil.example", "WWW.evil.example", "https://evil.example"])
def test_an_address_becomes_no_link(text: str) -> None:
    shown = plain(text).replace("\\", "")
    assert text not in shown
    assert shown.replace("\u2060", "") == text
