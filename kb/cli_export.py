"""The command line's part for drafts, exports, and backups."""

import argparse
from pathlib import Path
from typing import Any

from kb import commands_export
from kb.workbook_columns import ROLES

DRAFT = """\
examples:
  ctpat draft 56                       today's draft, with its sources
  ctpat draft 56 --portal              the text for the portal alone: the approved one, else today's draft
  ctpat draft --all -o drafts.docx     the drafts of all criteria (.docx, .xlsx or .md)"""
EXPORT = """\
examples:
  ctpat export profile -o profile.docx
  ctpat export workbook questionnaire.xlsx -o filled.xlsx
  ctpat export workbook questionnaire.xlsx -o filled.xlsx --columns answer=F,response=G
  ctpat export package -o package.zip --musts
  ctpat export package -o folder 56 58 --section Cybersecurity"""


def add_draft(command: Any) -> None:
    """Add `draft`; `command` makes a command of a name, what runs it and a text."""
    made = command("draft", commands_export.draft, "draft the Partner Response of a criterion, or of all")
    _examples(made, DRAFT)
    which = made.add_mutually_exclusive_group(required=True)
    which.add_argument("criterion", nargs="*", metavar="CRITERION", default=[])
    which.add_argument("--all", action="store_true", help="of all criteria")
    made.add_argument("--portal", action="store_true", help="the text for the portal alone, approved where it is")
    made.add_argument("--open-items", action="store_true", help="also say what is open, in lines that begin with Open:")
    made.add_argument("-o", "--output", type=Path, metavar="FILE", help="with --all: .docx, .xlsx or .md")


def add_export(command: Any, names: Any, common: argparse.ArgumentParser) -> None:
    """Add `export profile`, `export workbook`, `export package`, `backup` and `restore`."""
    group = names.add_parser(
        "export", help="the profile, your own questionnaire, the validation package", parents=[common]
    )
    _examples(group, EXPORT)
    under = group.add_subparsers(metavar="profile|workbook|package", required=True)
    made = command("profile", commands_export.profile_file, "write the whole security profile to a file", under)
    made.add_argument("-o", "--output", type=Path, metavar="FILE", required=True, help=".docx, .xlsx or .md")
    made = command("workbook", commands_export.workbook, "fill your own questionnaire workbook in, as a copy", under)
    made.add_argument("file", type=Path, metavar="THEIRS.xlsx")
    made.add_argument("-o", "--output", type=Path, metavar="FILLED.xlsx", required=True)
    made.add_argument("--sheet", default="", metavar="NAME", help="the sheet, where it is not found by itself")
    made.add_argument(
        "--columns", type=_columns, default={}, metavar="ROLE=F,…", help=f"columns by letter: {', '.join(ROLES)}"
    )
    made.add_argument("--overwrite", action="store_true", help="write over what cells hold already")
    made = command("package", commands_export.package, "write the package for a validation", under)
    made.add_argument("criterion", nargs="*", metavar="CRITERION", help="only these")
    made.add_argument("-o", "--output", type=Path, metavar="FOLDER_or_FILE.zip", required=True)
    made.add_argument("--section", action="append", default=[], metavar="NAME", help="only the criteria of a section")
    made.add_argument("--musts", action="store_true", help="only Musts")
    made.add_argument("--internal", action="store_true", help="with gaps and weak evidence: for the company alone")
    made = command("backup", commands_export.backup, "write all that cannot be made again to one file")
    made.add_argument("file", type=Path, metavar="FILE.zip")
    made = command("restore", commands_export.restore_backup, "bring a backup into a workspace that is empty")
    made.add_argument("file", type=Path, metavar="FILE.zip")


def _examples(made: argparse.ArgumentParser, text: str) -> None:
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.epilog = text


def _columns(text: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    found = {role.strip().lower(): letters.strip().upper() for role, _, letters in pairs}
    for role, letters in found.items():
        if role not in ROLES or not (letters.isalpha() and letters.isascii() and len(letters) <= 3):
            raise argparse.ArgumentTypeError(f"{role}={letters} is not a role and a column, such as response=G")
    return found
