"""Read the fourth company's built documents with the plain readers of the second."""

from pathlib import Path

from eval.second_company.read_text import fold, read_text

HERE = Path(__file__).resolve().parent
DOCUMENTS = HERE / "documents"

__all__ = ["DOCUMENTS", "fold", "read_all"]


def read_all() -> dict[str, str]:
    """Return the folded text of every built document by its path under documents/."""
    files = sorted(path for path in DOCUMENTS.rglob("*") if path.is_file())
    return {path.relative_to(DOCUMENTS).as_posix(): read_text(path) for path in files}
