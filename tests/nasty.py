"""Writes a folder of files that are hostile or broken: python tests/nasty.py FOLDER [--quick | --undo].

--undo makes folders removable that lie too deep within one another.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nasty_case import Case
from nasty_folder import CASES as FOLDER_CASES
from nasty_office import CASES as OFFICE_CASES
from nasty_pdf import CASES as PDF_CASES
from nasty_text import CASES as TEXT_CASES

CASES = (*PDF_CASES, *OFFICE_CASES, *TEXT_CASES, *FOLDER_CASES)
UNIX = os.name == "posix"


def write_cases(folder: Path, cases: Sequence[Case]) -> None:
    """Write the cases that this system can hold below a folder."""
    for case in cases:
        if UNIX or not case.unix:
            path = folder / case.name
            path.parent.mkdir(parents=True, exist_ok=True)
            case.make(path)


def expectation(case: Case) -> dict[str, str]:
    """What is expected of a case, under the name that an ingest tells of it."""
    name = case.name.encode(errors="backslashreplace").decode()
    return {"name": name, "expected": case.expected, "says": case.says}


def make_removable(folder: Path) -> None:
    """Take up folders that lie too deep within one another for the system's own removal."""
    for top in folder.glob("folders/deep_*"):
        while (top / "d" / "d").is_dir():
            (top / "d" / "d").rename(top / "up")
            (top / "d").rmdir()
            (top / "up").rename(top / "d")


def main() -> None:
    """Write all cases, or without the large ones, and say on standard output what is expected of each."""
    folder, *words = sys.argv[1:]
    if "--undo" in words:
        make_removable(Path(folder))
        return
    chosen = [case for case in CASES if (UNIX or not case.unix) and not (case.large and "--quick" in words)]
    write_cases(Path(folder), chosen)
    for case in chosen:
        sys.stdout.write(json.dumps(expectation(case)) + "\n")


if __name__ == "__main__":
    main()
