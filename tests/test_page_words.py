"""Text of documents in labels stays text, also where Markdown would make a link of it."""

import pytest

from ui.words import on_a_page, plain


@pytest.mark.parametrize("text", ["who@else.example", "www.evil.example", "WWW.evil.example", "https://evil.example"])
def test_an_address_becomes_no_link(text: str) -> None:
    shown = plain(text).replace("\\", "")
    assert text not in shown
    assert shown.replace("\u2060", "") == text


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "No evidence carries 1 sentence, such as “A: b.”: put it right, or approve it --despite “reason”.",
            "No evidence carries 1 sentence, such as “A: b.”: put it right, or approve it with a reason.",
        ),
        (
            "It is not what it was (gone): ctpat impact shows it; edit and approve it anew, or confirm it --despite"
            " “reason”.",
            "It is not what it was (gone): edit and approve it anew, or confirm it with a reason.",
        ),
        ("The response to 56 has no text yet: ctpat review 56 --text FILE.", "The response to 56 has no text yet."),
        ("a.md is accepted for 56.1 already: ctpat decisions 56.1.", "a.md is accepted for 56.1 already."),
        ("There is no decision 4: there are none. See ctpat decisions.", "There is no decision 4: there are none."),
        (
            "Nothing to put right was given: name a fact, such as --kind policy, or --clear kind.",
            "Nothing to put right was given: name a fact to change, or one to take back.",
        ),
        ("You sent it at 10:05: nothing was kept.", "You sent it at 10:05: nothing was kept."),
    ],
)
def test_what_went_wrong_is_told_without_commands(told: str, shown: str) -> None:
    assert on_a_page(told) == shown
