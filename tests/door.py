"""The command line called in this process, as a program would call it."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document that it has to be."""
        return json.loads(self.out)


def ctpat(*arguments: str | Path, workspace: Path | None = None) -> Ran:
    """Run one command, in a workspace where one is given."""
    given = [*(["--workspace", str(workspace)] if workspace else []), *map(str, arguments)]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(given)
        except SystemExit as ended:  # argparse
            code = ended.code if isinstance(ended.code, int) else 1
    return Ran(code, out.getvalue(), err.getvalue())


def told_in_one_line(ran: Ran) -> str:
    """The sentence of a command that failed as the contract says; asserts that it is one."""
    assert ran.code == 1, (ran.code, ran.out, ran.err)
    assert ran.out == ""
    last = ran.err.strip().splitlines()[-1]
    assert last.startswith("ctpat: ") and "Traceback" not in ran.err
    return last
