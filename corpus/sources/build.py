"""Build the sample company's documents from corpus/sources/content into corpus/documents.

    python corpus/sources/build.py            build all
    python corpus/sources/build.py A1 C18     build the sources whose file name begins so
    python corpus/sources/build.py --check    build in memory and compare with the files on disk

A source is content/<package>/<id>_<slug>.md or .yaml. Front matter (a .yaml is all front matter):

    path: policies/POL-SEC-03_Seal_Control_r4.pdf    # under corpus/documents
    format: pdf         # pdf, docx, xlsx (.yaml only), eml, scan (image-only PDF), jpg, mp4
    title, number, revision, effective, owner, approved, next_review, site, party   # the control block
    layout: document    # document (title and control block), plain, letter, certificate, msc
    address, header, header_right, footer, font: serif, size: 9.5, justify, columns: 2, landscape, paper: a4
    numbering: word     # DOCX: Word counts headings and '+ ' (1.1), '++ ' (1.1.1) clauses; else type the numbers
    from, to, cc, subject, sent                      # eml
    scene: seal, label: BHG0048213                   # jpg
    sheets: [{name, title_rows, fields, columns, widths, rows, notes, merge}]   # xlsx

Body: '# heading' to '####', '2.1.1a clause text', '(c) text', '§ 3.4 text', paragraphs, '- bullets', | tables |,
**bold**, *italic*, a line ending in a backslash breaks, and on lines of their own: <!-- pagebreak -->,
<!-- widths: 1 4 3 1 --> before a table, <!-- signature: Name | title, date -->, <!-- space: 24 -->.
A row of a sheet is a list, or {section: text} for a band. Quote ids such as "5.10" in YAML.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from source import Source, SourceError, read_source
from write_docx import write_docx
from write_eml import write_eml
from write_media import write_jpg, write_mp4
from write_pdf import write_pdf
from write_scan import write_scan
from write_xlsx import write_xlsx

HERE = Path(__file__).resolve().parent
CONTENT = HERE / "content"
DOCUMENTS = HERE.parent / "documents"
WRITERS: dict[str, Callable[[Source], bytes]] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "xlsx": write_xlsx,
    "eml": write_eml,
    "scan": write_scan,
    "jpg": write_jpg,
    "mp4": write_mp4,
}
CAPTIONED = ("jpg", "mp4")


def build(source: Source) -> dict[str, bytes]:
    """Return the files that a source makes, by path under the documents folder."""
    kind = source.text("format")
    if kind not in WRITERS:
        raise SourceError(f"{source.origin}: format '{kind}' is unknown; use one of {', '.join(WRITERS)}")
    target = PurePosixPath(source.path)
    if target.is_absolute() or ".." in target.parts:
        raise SourceError(f"{source.origin}: path must stay under the documents folder, not '{source.path}'")
    try:
        made = {source.path: WRITERS[kind](source)}
    except SourceError as error:
        name = str(source.origin)
        raise error if name in str(error) else SourceError(f"{name}: {error}") from error
    if kind in CAPTIONED:
        made[str(target.with_suffix(".md"))] = (source.body.strip() + "\n").encode()
    return made


def find_sources(wanted: list[str], content: Path = CONTENT) -> list[Source]:
    """Return the content sources in order of name, all of them or those whose id is wanted."""
    paths = sorted(path for path in content.rglob("*") if path.suffix in (".md", ".yaml"))
    if wanted:
        paths = [path for path in paths if path.stem.split("_")[0] in wanted or path.stem in wanted]
        if not paths:
            raise SourceError(f"no source in {content} has the id {', '.join(wanted)}")
    return [read_source(path) for path in paths]


def build_all(sources: list[Source]) -> dict[str, bytes]:
    """Return every file of the sources; two sources for one path are an error."""
    made: dict[str, bytes] = {}
    for source in sources:
        for path, data in build(source).items():
            if path in made:
                raise SourceError(f"{source.origin}: '{path}' is already made by another source")
            made[path] = data
    return made


def differences(made: dict[str, bytes], documents: Path) -> list[str]:
    """Return one line for each file that is missing, different, or made by no source."""
    found = {str(path.relative_to(documents).as_posix()) for path in documents.rglob("*") if path.is_file()}
    lines = [f"missing: {path}" for path in sorted(made.keys() - found)]
    lines += [f"no source: {path}" for path in sorted(found - made.keys())]
    return lines + [
        f"differs: {path}" for path in sorted(made.keys() & found) if (documents / path).read_bytes() != made[path]
    ]


def main(arguments: list[str] | None = None) -> int:
    """Build or check; 0 when all is well, 1 when a check finds a difference, 2 on a bad source."""
    parser = argparse.ArgumentParser(description="Build the sample company's documents.")
    parser.add_argument("ids", nargs="*", help="ids such as A1 C18; all when none is given")
    parser.add_argument("--check", action="store_true", help="compare with the files on disk, write nothing")
    parser.add_argument("--content", type=Path, default=CONTENT)
    parser.add_argument("--documents", type=Path, default=DOCUMENTS)
    chosen = parser.parse_args(arguments)
    try:
        made = build_all(find_sources(chosen.ids, chosen.content))
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    if chosen.check:
        lines = differences(made, chosen.documents)
        print("\n".join(lines) or f"{len(made)} files are as their sources make them")
        return int(bool(lines))
    for path, data in made.items():
        target = chosen.documents / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{len(data):>9,}  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
