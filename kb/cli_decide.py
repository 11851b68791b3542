"""The command line's part for decisions and the audit trail: what is asked for, in the words of the person."""

import argparse
import re
from collections.abc import Sequence
from typing import Any

from kb import commands_decide
from kb.model import Ruling

VERBS = {
    "accept": Ruling.ACCEPTED,
    "reject": Ruling.REJECTED,
    "link": Ruling.LINKED,
    "not-applicable": Ruling.NOT_APPLICABLE,
}
UNDO = "undo"
USAGE = """\
  ctpat decide PART accept FILE [--quote WORDS]      these words are evidence for the part
  ctpat decide PART reject FILE [--quote WORDS]      these words, or the whole file, are none
  ctpat decide PART link FILE [--quote WORDS]        this file covers the part, though it was not found
  ctpat decide PART not-applicable --reason WHY      the part, or a whole criterion, does not apply
  ctpat decide undo NUMBER                           take a decision back"""
EXAMPLES = f"""\
{USAGE}

PART is a part such as 58.2 (ctpat criteria show 58 lists them); FILE is a document's name or path, as ctpat documents
shows it. Part, word and file may stand in any order, options after them.

examples:
  ctpat decide 58.2 accept seal_control.md
  ctpat decide 58.2 accept seal_control.md --quote "counted every Friday" --note "seen on site"
  ctpat decide 56.1 reject brochure.pdf
  ctpat decide link yard_plan.pdf 56.1
  ctpat decide 113 not-applicable --reason "no cargo crosses the land border"
  ctpat decide undo 3

A decision is kept with name, time and the words it was made on. It holds until it is taken back; where the words, the
file or the question change, or the paper runs out, it raises no status any more until somebody has looked again."""


def add_decide(command: Any) -> None:
    """Add `decide` and `decisions`; `command` makes a command of a name, what runs it and a text."""
    made = command("decide", commands_decide.decide, "settle what is evidence, what is not, and what does not apply")
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.usage, made.description = f"\n{USAGE}", None
    made.epilog = EXAMPLES.removeprefix(USAGE).strip()
    made.add_argument("words", nargs="+", action=_Words, metavar="WORD", help="part, what is decided, file")
    made.add_argument("--quote", default="", metavar="WORDS", help="the words of the document that it is about")
    made.add_argument("--reason", "--note", default="", metavar="WHY", help="why; kept and shown with it")
    made.add_argument("--by", default="", metavar="NAME", help="who decides; else user in ctpat.toml, or the login")
    made = command("decisions", commands_decide.decisions, "list what was decided, and what must be looked at again")
    made.add_argument("criterion", nargs="*", metavar="CRITERION", help="a criterion or a part; all without it")


def add_audit(command: Any) -> None:
    """Add `audit`."""
    made = command("audit", commands_decide.audit, "list what was done and by whom, or verify that the list is whole")
    made.add_argument("verify", nargs="?", choices=("verify",), help="check the chain of hashes instead")
    made.add_argument("--last", type=_count, default=-1, metavar="N", help="only the last N entries")


class _Words(argparse.Action):
    """Takes the words apart: what is decided, of which part, on which file; wrong ones end with the usage."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002 - argparse gives it
    ) -> None:
        words: list[str] = list(values)
        verbs = [word for word in words if word in (*VERBS, UNDO)]
        if not verbs:
            parser.error(f"say what is decided: {', '.join((*VERBS, UNDO))}")
        words.remove(verbs[0])
        namespace.words, namespace.verb, namespace.number = [], verbs[0], None
        if verbs[0] == UNDO:
            namespace.number = self._number(parser, words)
            return
        namespace.ruling = VERBS[verbs[0]]
        namespace.part = self._part(parser, words)
        words.remove(namespace.part)
        expected = 0 if namespace.ruling is Ruling.NOT_APPLICABLE else 1
        if len(words) != expected:
            parser.error("name one file" if expected else "a file has no part in “not-applicable”")
        namespace.file = "".join(words)

    def _number(self, parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
        if len(words) != 1 or not words[0].isdecimal():
            parser.error("undo takes the number of one decision, as ctpat decisions shows it")
        return int(words[0])

    def _part(self, parser: argparse.ArgumentParser, words: Sequence[str]) -> str:
        parts = [word for word in words if re.fullmatch(r"\d+(?:\.\d+)?", word)]
        if not parts:
            parser.error("name the part, such as 58.2")
        return parts[0]


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of entries, such as 20")
    return int(text)
