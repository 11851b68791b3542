"""The validation package: what a company hands to the officer, with the cited files and the cited places marked.

Partner Responses and supporting evidence only. What is missing, weak or against goes in where `internal` says so.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kb.assistant import Assistant
from kb.errors import ExportError
from kb.exhibits import ORIGINALS, Exhibit, copied, exhibits
from kb.model import Document, Grade
from kb.originals import Originals, file_sum
from kb.profile import Entry, SecurityProfile, profile
from kb.proofs import Proof, proofs
from kb.saving import in_place_of

INDEX, WORD, MANIFEST, SUMS = "index.html", "index.docx", "manifest.json", "SHA256SUMS"
WHEN = (1980, 1, 1, 0, 0, 0)  # of every file in a zip: the hour of making it is nobody's


@dataclass(frozen=True, slots=True)
class Contents:
    """What the pages of a package show."""

    profile: SecurityProfile
    entries: tuple[Entry, ...]  # those handed over
    proofs: Mapping[int, Sequence[Proof]]  # by criterion
    exhibits: Mapping[str, Exhibit]  # by path of the document
    files_left_out: tuple[tuple[str, str], ...]  # name and reason
    internal: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What became of a package."""

    target: Path
    entries: tuple[Entry, ...]
    exhibits: tuple[Exhibit, ...]
    left_out: tuple[tuple[int, str], ...]  # criteria, and why they are not in it
    files_left_out: tuple[tuple[str, str], ...]
    two_edged: tuple[tuple[str, tuple[str, ...]], ...]  # files that also speak against parts, with these parts' ids


def make_package(
    assistant: Assistant, target: Path, numbers: Sequence[int] | None = None, internal: bool = False
) -> Package:
    """Write the package of these criteria (None: all) to a .zip file, else to a folder that is new or empty.

    Raises ExportError where there is nothing to hand over, SourceError where the target cannot be written.
    """
    zipped = target.suffix.lower() == ".zip"
    if not zipped and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target} is not empty: name a new folder, or a .zip file.")
    originals = Originals(assistant.settings)
    contents, left_out = _chosen(assistant, profile(assistant, numbers), originals, internal)
    if not contents.entries:
        raise ExportError(f"There is nothing to hand over. {' '.join(why for _, why in left_out[:3])}")
    with in_place_of(target) as partial:
        if zipped:
            with TemporaryDirectory(prefix="ctpat-") as made:
                contents = _write(Path(made), contents, originals, assistant)
                _zip(Path(made), partial)
        else:
            partial.mkdir()
            contents = _write(partial, contents, originals, assistant)
    made_of = tuple(contents.exhibits.values())
    two_edged = _two_edged(contents)
    return Package(target, contents.entries, made_of, left_out, contents.files_left_out, two_edged)


def _chosen(
    assistant: Assistant, found: SecurityProfile, originals: Originals, internal: bool
) -> tuple[Contents, tuple[tuple[int, str], ...]]:
    """What is handed over, and the criteria that are not, each with the reason."""
    entries: list[Entry] = []
    evidence: dict[int, Sequence[Proof]] = {}
    left_out: list[tuple[int, str]] = []
    missing: dict[str, str] = {}
    for entry in found.entries:
        pieces, without = proofs(assistant, entry, originals)
        missing |= {document.name: fault for document, fault in without}
        why = _why_not(entry)
        if why and not internal:
            left_out.append((entry.number, why))
            continue
        entries.append(entry)
        evidence[entry.number] = [] if why else pieces
    contents = Contents(found, tuple(entries), evidence, exhibits(evidence), tuple(sorted(missing.items())), internal)
    return contents, tuple(left_out)


def _why_not(entry: Entry) -> str:
    """Why a criterion is not handed over; empty where it is."""
    status = entry.coverage.status.value
    if not entry.ready:
        why = "its draft is not approved, and the documents contradict it" if entry.text else "it has no text"
        return f"{entry.number} stands at “{status}”: {why}."
    gone = sorted({each.citation.document for each in entry.sources if each.fault})
    faults = sorted({each.fault for each in entry.sources if each.fault})
    return f"{entry.number} rests on {', '.join(gone)}, which {' or '.join(faults)}." if gone else ""


def _two_edged(contents: Contents) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The enclosed files that hold something against a part as well, of all criteria that were looked at."""
    against: dict[str, dict[str, None]] = {}
    for entry in contents.profile.entries:
        for judged in entry.coverage.judgements:
            for item in judged.evidence:
                if item.citation.path in contents.exhibits and (item.grade is Grade.CONTRADICTS or item.limits):
                    against.setdefault(item.citation.document, {})[judged.requirement.id] = None
    return tuple((name, tuple(parts)) for name, parts in sorted(against.items()))


def _write(folder: Path, contents: Contents, originals: Originals, assistant: Assistant) -> Contents:
    """Write all files of a package; the contents with what was marked where."""
    from kb.export import package_html, package_word

    made = {path: copied(each, folder, originals, contents.proofs) for path, each in contents.exhibits.items()}
    contents = Contents(
        contents.profile, contents.entries, contents.proofs, made, contents.files_left_out, contents.internal
    )
    texts = {path: assistant.base.store.text(path) for path in made}
    for name, html in package_html.pages(contents, texts).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(html, encoding="utf-8")
    package_word.save(contents, folder / WORD)
    told = json.dumps(_manifest(folder, contents), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(told, encoding="utf-8")
    sums = "".join(f"{file_sum(folder / name)}  {name}\n" for name in _names(folder))
    (folder / SUMS).write_text(sums, encoding="utf-8")
    return contents


def _manifest(folder: Path, contents: Contents) -> dict[str, Any]:
    """What is in the package, with sums, and what made it."""
    known = {each.original: each.document for each in contents.exhibits.values()}
    return {
        "package": "CTPAT validation package" + (", internal" if contents.internal else ""),
        "company": contents.profile.company,
        "as_of": contents.profile.as_of.isoformat(),
        "made_by": contents.profile.made_by,
        "criteria": [
            {"number": each.number, "msc_id": each.coverage.criterion.msc_id, "response": each.standing.value}
            for each in contents.entries
        ],
        "files": [
            {"file": name, "bytes": (folder / name).stat().st_size, "sha256": file_sum(folder / name)}
            | ({"document": _known(name, known).name} if name.startswith(ORIGINALS) else {})
            for name in _names(folder)
        ],
        "files_left_out": [{"document": name, "why": why} for name, why in contents.files_left_out],
    }


def _known(name: str, known: Mapping[str, Document]) -> Document:
    """The document of a file; a caption is called as its picture, with an ending of its own."""
    return known[name] if name in known else known[name.rpartition(".")[0]]


def _names(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


def _zip(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in _names(folder):
            entry = zipfile.ZipInfo(name, WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (folder / name).open("rb") as source, packed.open(entry, "w") as copy:
                while block := source.read(1 << 20):
                    copy.write(block)
