"""The command line's part for single documents: what a person can put right of what was read."""

import argparse
from typing import Any

from kb import commands_documents
from kb.corrections import FIELDS, FILLED, FORM, TEMPLATE
from kb.model import Kind

EXAMPLES = """\
A correction wins over what is read, also when the file is read again; where the file has changed since, a warning says
so. FILE is a document's name or path, as ctpat documents shows it.

examples:
  ctpat documents set seal_control_r4.pdf --kind policy --effective 2026-02-16
  ctpat documents set vendors/acme/letter.pdf --party "Acme Woodcraft Ltd." --expires "7 May 2027"
  ctpat documents set yard_log.xlsx --site DCE --expires none
  ctpat documents set yard_log.xlsx --clear site"""
HELP = {
    "kind": ("KIND", ", ".join(kind.value for kind in Kind)),
    "title": ("TITLE", "what it is called"),
    "party": ("PARTY", "whose paper it is; none for the company's own"),
    "site": ("SITE", "the place that it speaks of, or all sites"),
    "effective": ("DATE", "effective, signed or performed on: 2026-02-16, 16 Feb 2026"),
    "expires": ("DATE", "the last day on which it holds, or none"),
    "version": ("VERSION", "its revision, such as 4 or 1.2"),
    "language": ("LANGUAGE", "en, es, ja, …"),
}


def add_documents(documents: argparse.ArgumentParser, command: Any) -> None:
    """Add `set`, `show` and `remove` below `documents`, which without them lists the documents."""
    under = documents.add_subparsers(metavar="set|show|remove")
    made = command(
        "show", commands_documents.documents_show, "show what was read of documents, from which words", under
    )
    made.add_argument("files", nargs="+", metavar="FILE")
    made = command("remove", commands_documents.documents_remove, "take documents out of the knowledge base", under)
    made.add_argument("files", nargs="+", metavar="FILE")
    made.add_argument("--yes", action="store_true", help="do it; without this, only tell what would lose its evidence")
    made = command("set", commands_documents.documents_set, "put right what was read of documents", under)
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.epilog = EXAMPLES
    made.add_argument("files", nargs="+", metavar="FILE")
    for field, (name, text) in HELP.items():
        made.add_argument(f"--{field}", metavar=name, help=text)
    form = made.add_mutually_exclusive_group()
    form.add_argument(f"--{TEMPLATE}", dest=FORM, action="store_const", const=TEMPLATE, help="a form not filled in")
    form.add_argument(f"--{FILLED}", dest=FORM, action="store_const", const=FILLED, help="no template, or filled in")
    fields = ", ".join(FIELDS)
    made.add_argument("--clear", action="append", default=[], metavar="FIELD", help=f"take back: {fields}, all")
    made.add_argument("--by", default="", metavar="NAME", help="who says so; else user in ctpat.toml, or the login")
