"""The command line: what is asked for, and how it may fail."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from kb import __version__, commands, commands_parties, shown
from kb.assistant import Assistant
from kb.cli_decide import add_audit, add_decide
from kb.cli_documents import add_documents
from kb.cli_export import add_draft, add_export
from kb.cli_review import add_review
from kb.errors import CtpatError, SourceError
from kb.settings import load_settings

EPILOG = "Nothing leaves this machine. Statuses are proposals for a person to decide; quotes are verbatim."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the user can put it right, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles default to a code page
    # A second thread only spins in products as small as ours: 7 ms of processor time for what one does in 2.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        asked = parser().parse_args(arguments)
        settings = load_settings(asked.workspace)
        with closing(Assistant(settings, asked.as_of or settings.as_of)) as assistant:
            result = asked.run(assistant, asked)
            if assistant.note:
                print(f"ctpat: {shown.one_line(assistant.note)}", file=sys.stderr)
        if result is not None:
            print(_as_json(result.as_json) if asked.json else shown.safe(result.text))
            if result.undone:
                raise SourceError(result.undone)
    except CtpatError as error:
        print(f"ctpat: {shown.one_line(str(error))}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone, as with `| head`
        return 1
    except KeyboardInterrupt:
        print("ctpat: stopped; what was finished is kept.", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    common = argparse.ArgumentParser(add_help=False)
    # Suppressed defaults let an option stand before or after the command.
    common.add_argument(
        "--workspace", type=_path, metavar="DIR", default=argparse.SUPPRESS, help="folder of the knowledge base"
    )
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document")
    common.add_argument(
        "--as-of", type=_day, metavar="DATE", default=argparse.SUPPRESS, help="judge as of a day (2026-11-22)"
    )
    top = argparse.ArgumentParser(
        prog="ctpat", description="Which document covers which CTPAT criterion.", epilog=EPILOG
    )
    top.add_argument("--version", action="version", version=f"ctpat {__version__}")
    top.add_argument(
        "--workspace", type=_path, metavar="DIR", help="folder of the knowledge base (default ./workspace)"
    )
    top.add_argument("--json", action="store_true", help="print one JSON document; messages go to standard error")
    top.add_argument("--as-of", type=_day, metavar="DATE", help="judge as of a day, such as 2026-11-22 (default today)")
    names = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Any, text: str, under: Any = names) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = under.add_parser(name, help=text, description=text, parents=[common])
        made.set_defaults(run=run)
        return made

    made = command(
        "demo", commands.demo, "build the sample knowledge base, ask about criterion 56, write the gap report"
    )
    made.add_argument("directory", nargs="?", type=_path, metavar="DIR", help="where to build it (default ./demo)")
    made = command("ingest", commands.ingest, "read files and folders into the knowledge base")
    made.add_argument("paths", nargs="+", type=_path, metavar="PATH")
    made.add_argument("--gone", action="store_true", help="take out what was read of paths that are not there any more")
    add_documents(command("documents", commands.documents, "list the documents, show one, or put one right"), command)
    _criteria_commands(command, names, common)
    made = command("ask", commands.ask, "answer a question with quotes")
    made.add_argument("question", nargs="+")
    made.add_argument("--after", action="append", default=[], metavar="QUESTION", help="what was asked before it")
    command("covers", commands.covers, "show what covers a criterion").add_argument("criterion", nargs="+")
    command("map", commands.map_criteria, "show where every criterion stands")
    add_draft(command)
    made = command("parties", commands_parties.parties, "show what each party shows, or one and what to ask of it")
    made.add_argument("name", nargs="*", metavar="NAME", help="a party, or a part of its name; all without it")
    made = command("gaps", commands.gaps, "write the gap report")
    made.add_argument("--format", choices=("md", "docx", "xlsx"), help="default: by the file's name, else md")
    made.add_argument("-o", "--output", type=_path, metavar="FILE")
    add_export(command, names, common)
    add_review(command)
    add_decide(command)
    add_audit(command)
    _eval_commands(command, names, common)
    made = command("app", commands.app, "open the assistant in the browser, on this machine unless people sign in")
    made.add_argument("--port", type=_port, default=8501)
    made.add_argument("--address", default="127.0.0.1", help="where to listen; anything else needs sign-in.toml")
    made.add_argument("--no-browser", action="store_true")
    return top


def _criteria_commands(command: Any, names: Any, common: argparse.ArgumentParser) -> None:
    group = names.add_parser("criteria", help="the catalogue of criteria", parents=[common])
    under = group.add_subparsers(metavar="list|show|import|diff", required=True)
    command("list", commands.criteria_list, "list all criteria", under)
    made = command("show", commands.criteria_show, "show one criterion: 56, MSC 5.1, a title, the VVTT one", under)
    made.add_argument("criterion", nargs="+")
    made = command(
        "import",
        commands.criteria_import,
        "take your own wording from CSV, XLSX or pasted portal text, or CBP's from its PDF",
        under,
    )
    made.add_argument("file", type=_path)
    made = command("diff", commands.criteria_diff, "compare two editions of CBP's PDF", under)
    made.add_argument("old", type=_path, metavar="OLD.pdf")
    made.add_argument("new", type=_path, metavar="NEW.pdf")


def _eval_commands(command: Any, names: Any, common: argparse.ArgumentParser) -> None:
    group = names.add_parser("eval", help="measure against labels", parents=[common])
    under = group.add_subparsers(metavar="labels|make-labels|answers|beir", required=True)
    made = command("labels", commands.eval_labels, "judge the workspace's documents against labelled criteria", under)
    made.add_argument("file", type=_path, help="XLSX or CSV with Criterion, File, Quoted words or Page; or JSON lines")
    made.add_argument("--split", choices=("dev", "test", "all"), default="all")
    made = command("make-labels", commands.eval_make_labels, "make labels of the evidence people decided on", under)
    made.add_argument("-o", "--output", type=_path, required=True, metavar="FILE", help="labels.xlsx or labels.csv")
    made = command("answers", commands.eval_answers, "put labelled questions and measure the answers", under)
    made.add_argument("file", nargs="?", type=_path, help="JSON lines of questions (default: the shipped ones)")
    made.add_argument("--split", choices=("dev", "test", "all"), default="all")
    made.add_argument("--base", default="", help="of the file's questions those of this base (sample, grc_library)")
    made = command("beir", commands.eval_beir, "measure search on a folder in BEIR form", under)
    made.add_argument("folder", type=_path)


def _as_json(result: Any) -> str:
    """One JSON document; what a terminal would act on stands in it as an escape, so that nothing is lost."""
    text = json.dumps(result, ensure_ascii=False, indent=1)
    return shown.ACTED_ON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _path(text: str) -> Path:
    if not text.strip():  # as from a variable that is not set: Path("") would be the current folder
        raise SourceError("An empty path was given: name the file or folder (. is the current folder).")
    return Path(text)


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is not a port from 1 to 65535")
    return port


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-22") from error


if __name__ == "__main__":
    sys.exit(main())
