"""How often the facts of the sample's documents are read right: `python -m eval.facts`."""

import argparse
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.intake import walk
from ingest.isolate import Isolation
from ingest.pipeline import READERS
from ingest.prepare import Preparation
from kb.errors import LabelsError
from kb.model import Document

HERE = Path(__file__).parent
LABELS = HERE / "labels" / "sample_facts.tsv"
DOCUMENTS = HERE.parent / "corpus" / "documents"
NOT_LABELLED = "?"
PLAIN = ("kind", "party", "site", "effective", "expires", "version", "language")  # fields of a Document


@dataclass(slots=True)
class Tally:
    """How one fact was read, file by file."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)  # something else was read
    missed: list[str] = field(default_factory=list)  # nothing was read
    invented: list[str] = field(default_factory=list)  # there is nothing to read

    @property
    def labelled(self) -> int:
        """Number of files that are labelled for this fact."""
        return self.right + len(self.wrong) + len(self.missed) + len(self.invented)


def read_labels(path: Path) -> dict[str, dict[str, str]]:
    """File -> fact -> value as a person read it, empty where there is none; raises LabelsError."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return {row.pop("file"): row for row in csv.DictReader(lines, delimiter="\t")}
    except (OSError, KeyError) as error:
        raise LabelsError(f"The labels {path} cannot be read ({error}).") from error


def read_documents(folder: Path) -> dict[str, Document]:
    """Name -> Document of the files below a folder, without any knowledge base."""
    found: dict[str, Document] = {}
    with Isolation(READERS) as isolation:
        preparation = Preparation(isolation, {}, {})
        for source in walk([folder]).sources:
            found.update((entry.document.name, entry.document) for entry in preparation.prepare(source).entries)
    return found


def compare(labels: dict[str, dict[str, str]], documents: dict[str, Document]) -> dict[str, Tally]:
    """Fact -> how it was read; raises LabelsError for a label of a file that was not read."""
    tallies: dict[str, Tally] = {}
    for name, label in labels.items():
        if name not in documents:
            raise LabelsError(f"The labels name {name}, which was not read.")
        for fact, wanted in label.items():
            if wanted == NOT_LABELLED:
                continue
            tally, read = tallies.setdefault(fact, Tally()), _read(documents[name], fact)
            if _is_right(fact, wanted, read):
                tally.right += 1
            else:
                kind = tally.missed if not read else tally.wrong if wanted else tally.invented
                kind.append(f"{name}: {read or 'nothing'} for {wanted or 'nothing'}")
    return tallies


def as_text(tallies: dict[str, Tally]) -> str:
    """A line a fact, then every file that is not right."""
    lines = [f"{'fact':<10} {'right':>9} {'wrong':>6} {'missed':>7} {'invented':>9}"]
    for fact, tally in tallies.items():
        right = f"{tally.right}/{tally.labelled}"
        lines.append(f"{fact:<10} {right:>9} {len(tally.wrong):>6} {len(tally.missed):>7} {len(tally.invented):>9}")
    for fact, tally in tallies.items():
        lines.extend(f"{fact}: {each}" for each in (*tally.wrong, *tally.missed, *tally.invented))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the sample and print how often each fact was right."""
    parser = argparse.ArgumentParser(prog="python -m eval.facts", description=main.__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DOCUMENTS)
    parser.add_argument("--labels", type=Path, default=LABELS)
    asked = parser.parse_args(arguments)
    print(as_text(compare(read_labels(asked.labels), read_documents(asked.folder))))


def _read(document: Document, fact: str) -> str:
    if fact in PLAIN:
        return str(getattr(document, fact) or "")
    return next((each.value for each in document.facts if each.name == fact), "")


def _is_right(fact: str, wanted: str, read: str) -> bool:
    """Alike but for case and marks; a site is right that names each of the places wanted."""
    if fact == "site" and wanted and read:
        return all(f" {_plain(place)} " in f" {_plain(read)} " for place in wanted.split(";"))
    return _plain(wanted) == _plain(read)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


if __name__ == "__main__":
    main()
