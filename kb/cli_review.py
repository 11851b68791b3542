"""The command line's part for responses on their way to the portal, change impact and the annual review window."""

import argparse
from pathlib import Path
from typing import Any

from kb import commands_review
from kb.response import Act

MOVES = (
    ("--submit-for-review", Act.SENT, "drafted → in review"),
    ("--approve", Act.APPROVED, "in review → approved, if evidence carries every sentence"),
    ("--submitted", Act.SUBMITTED, "approved → submitted: a person has put it into the portal"),
    ("--reviewed", Act.REVIEWED, "confirm in the annual window that it still holds, unchanged"),
)
NOTES = (
    ("--owner", Act.OWNER, "NAME", "who sees to it; an empty one takes the owner away"),
    ("--due", Act.DUE, "DATE", "by when, such as 2027-02-01; an empty one takes it away"),
    ("--comment", Act.COMMENT, "WORDS", "keep a comment"),
    ("--scss-comment", Act.SCSS_COMMENT, "WORDS", "the SCSS's comment, as the portal shows it"),
    ("--scss-status", Act.SCSS_STATUS, "WORDS", "the status, as the portal shows it"),
)
EXAMPLES = """\
examples:
  ctpat review                                     every criterion: state, owner, due date
  ctpat review 56 --start                          version 1, from the draft
  ctpat review 56 --text answer.txt --on 1         the next version; --on names the one that it was made on
  ctpat review 56 --submit-for-review
  ctpat review 56 --return "name the gate"
  ctpat review 56 --approve --by "B. Osei"
  ctpat review 56 --submitted

Every version stays in the history with its name, time and evidence. A text that was made on a version which is not the
newest any more is kept beside it and overwrites nothing."""


def add_review(command: Any) -> None:
    """Add `review`, `impact` and `window`; `command` makes a command of a name, what runs it and a text."""
    made = command("review", commands_review.review, "bring a Partner Response from draft to portal")
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.epilog = EXAMPLES
    made.add_argument("criterion", nargs="*", metavar="CRITERION", help="a criterion; all without it")
    made.set_defaults(note=None)
    step = made.add_mutually_exclusive_group()
    step.add_argument("--start", action="store_true", help="begin with the draft as it is today")
    step.add_argument("--text", type=Path, metavar="FILE", help="the next version, from a text file")
    for name, act, text in MOVES:
        step.add_argument(name, dest="move", action="store_const", const=act, help=text)
    step.add_argument("--return", dest="returned", metavar="REASON", help="back to drafted, with the reason")
    for name, act, metavar, text in NOTES:
        step.add_argument(name, dest="note", type=_noted(act), metavar=metavar, help=text)
    made.add_argument("--on", type=int, metavar="VERSION", help="the version that was seen or edited")
    made.add_argument(
        "--despite", default="", metavar="REASON", help="approve or confirm against what speaks against it"
    )
    made.add_argument("--by", default="", metavar="NAME", help="who does it; else user in ctpat.toml, or the login")
    command("impact", commands_review.impact, "list approved answers whose evidence changed, ran out or vanished")
    command("window", commands_review.window, "show what the annual review still asks for, and how many days are left")


def _noted(act: Act) -> Any:
    def noted(words: str) -> tuple[Act, str]:
        return act, words

    return noted
