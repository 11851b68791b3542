"""Build the second company's documents from eval/second_company/sources; the writers are those of corpus/sources.

python eval/second_company/build_documents.py           build all into documents/
python eval/second_company/build_documents.py --check   build in memory and compare with the files on disk
"""

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
WRITERS = HERE.parents[1] / "corpus" / "sources"
COMPANY = "Pelicanmere Produce, LLC"
FICTION = "Fictional sample company"


def load_writers() -> tuple[Any, Any]:
    """Return corpus/sources' modules 'source' and 'build'."""
    if str(WRITERS) not in sys.path:
        sys.path.insert(0, str(WRITERS))
    return importlib.import_module("source"), importlib.import_module("build")


def load_tables() -> dict[str, Any]:
    """Return the workbooks (front matter by source name) and CSV texts that sources/ writes down in Python."""
    root = str(HERE.parents[1])
    if root not in sys.path:
        sys.path.insert(0, root)
    module = importlib.import_module("eval.second_company.sources.tables")
    return {"books": module.BOOKS, "texts": module.TEXTS}


def build_all() -> dict[str, bytes]:
    """Return every file by its path under documents/."""
    source, build = load_writers()
    tables = load_tables()
    made: dict[str, bytes] = {}
    sources = [source.read_source(path) for path in sorted((HERE / "sources").glob("*.md"))]
    for name, meta in tables["books"].items():
        sources.append(source.Source(origin=HERE / "sources" / f"{name}.py", meta=meta, path=str(meta["path"])))
    for each in sources:
        each.meta.setdefault("party", COMPANY)
        for path, data in build.build(each).items():
            made[path] = data.replace(b"(Brindlewick document control)", b"(Pelicanmere document control)")
    for path, text in tables["texts"].items():
        made[path] = text.encode()
    return made


def main(arguments: list[str] | None = None) -> int:
    """Build or check; 0 when all is well, 1 when a check finds a difference."""
    parser = argparse.ArgumentParser(description="Build the second company's documents.")
    parser.add_argument("--check", action="store_true", help="compare with the files on disk, write nothing")
    chosen = parser.parse_args(arguments)
    made = build_all()
    documents = HERE / "documents"
    if chosen.check:
        lines: list[str] = load_writers()[1].differences(made, documents)
        print("\n".join(lines) or f"{len(made)} files are as their sources make them")
        return int(bool(lines))
    for path, data in made.items():
        (documents / path).parent.mkdir(parents=True, exist_ok=True)
        (documents / path).write_bytes(data)
    print(f"{len(made)} files, {sum(map(len, made.values())):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
