"""Build the fourth company's documents from eval/fourth_company/sources; the writers are those of corpus/sources.

python eval/fourth_company/build_documents.py           build all into documents/
python eval/fourth_company/build_documents.py --check   build in memory and compare with the files on disk
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE.parents[1]) not in sys.path:
    sys.path.insert(0, str(HERE.parents[1]))

from eval.company_files import build_company, build_or_check  # noqa: E402

__all__ = ["build_all", "main"]


def build_all() -> dict[str, bytes]:
    """Return every file by its path under documents/."""
    return build_company(HERE, "Saltmarsh Harbor Provisions, Inc.", "Saltmarsh")


def main(arguments: list[str] | None = None) -> int:
    """Build or check; 0 when all is well, 1 when a check finds a difference."""
    return build_or_check(arguments, build_all, HERE / "documents")


if __name__ == "__main__":
    sys.exit(main())
