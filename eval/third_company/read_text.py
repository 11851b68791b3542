"""Read the third company's built documents with the plain readers of the second; a scan has the text of its source."""

from pathlib import Path

from eval.company_files import load_writers
from eval.second_company.read_text import fold, read_text

HERE = Path(__file__).resolve().parent
DOCUMENTS = HERE / "documents"

__all__ = ["DOCUMENTS", "fold", "read_all"]


def scanned() -> dict[str, str]:
    """Return the text that was on the paper of each scan, by path under documents/."""
    source = load_writers()[0]
    sources = [source.read_source(path) for path in sorted((HERE / "sources").glob("*.md"))]
    return {each.path: fold(each.body) for each in sources if each.text("format") == "scan"}


def read_all() -> dict[str, str]:
    """Return the folded text of every built document by its path under documents/."""
    paper = scanned()
    files = sorted(path for path in DOCUMENTS.rglob("*") if path.is_file())
    names = [path.relative_to(DOCUMENTS).as_posix() for path in files]
    return {name: paper.get(name) or read_text(path) for name, path in zip(names, files, strict=True)}
