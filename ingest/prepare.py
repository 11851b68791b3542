"""Reads one file, with the files inside it, into what the knowledge base keeps of it."""

import hashlib
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ingest.facts import document_of, facts_of
from ingest.intake import Source
from ingest.isolate import Isolation
from ingest.outcome import FileOutcome, FileStatus
from ingest.passages import make_passages
from ingest.readers.registry import EXTENSIONS
from ingest.reading import Attachment, Reading
from kb.errors import CtpatError, RefusedFileError
from kb.model import Document, Fact, Passage

Mail = Mapping[str, str]
NO_MAIL: Mail = MappingProxyType({})
MAIL = {"sender": "mail sender", "sent": "mail sent", "subject": "mail subject"}  # as a mail's attachments know them
INSIDE = "!/"  # between a file's path and the name of a file inside it
DEEPEST = 3  # files inside files inside files
MOST_ATTACHMENTS = 200
MOST_INSIDE = 1000  # at all depths
CHANGED = "It changed while it was read: ingest it again when it is finished."
TOO_DEEP = "{} more inside it lie too deep, as files in files in files: save them as files of their own."
DECORATION = 20_000  # bytes; a smaller picture in a mail is a logo
DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.I)
NAMED_PARTS = 4  # of the path, that give hints on kind and party
OLDER_FORMATS = frozenset(
    (
        ".doc",
        ".dot",
        ".xls",
        ".xlsb",
        ".ppt",
        ".msg",
        ".rtf",
        ".odp",
        ".heic",
        ".zip",
        ".7z",
        ".rar",
    )
)


class Entry(NamedTuple):
    """One file as the knowledge base takes it."""

    document: Document
    text: str
    passages: Sequence[Passage]
    size: int  # bytes
    modified: int  # nanoseconds since the epoch


@dataclass(slots=True)
class Prepared:
    """What reading a source came to: itself first, then the files inside it."""

    source: Source
    sha256: str = ""
    same: bool = False  # the bytes are those that the knowledge base knows
    entries: list[Entry] = field(default_factory=list)
    outcomes: list[FileOutcome] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preparation:
    """Reads sources for one ingest; safe to call from several threads."""

    isolation: Isolation
    known: Mapping[str, str]  # path -> sha256 of what the knowledge base holds
    names: Mapping[str, str]  # path -> name that it goes by there

    def prepare(self, source: Source) -> Prepared:
        """Read a source; whatever is wrong with it is told in its outcome, never raised."""
        prepared = Prepared(source)
        try:
            prepared.sha256 = source.sha256()
        except OSError as error:
            reason = f"It cannot be opened ({error.strerror}): check that it is there and its permissions."
            prepared.outcomes.append(self._failed(source.key, reason))
            return prepared
        prepared.same = self.known.get(source.key) == prepared.sha256
        if not prepared.same:
            try:
                self._read(source.path, source.key, source.name, prepared.sha256, prepared)
            except OSError as error:  # no room to lay down the files inside it: it is read whole or not at all
                reason = f"The files inside it cannot be laid down to be read ({error.strerror}): make room, and retry."
                prepared.entries.clear()
                prepared.outcomes[:] = [self._failed(source.key, reason)]
            if prepared.entries and source.has_changed():
                prepared.outcomes[0], prepared.entries[0] = _with_warning(prepared, CHANGED)
        return prepared

    def _read(
        self, path: Path, key: str, name: str, sha256: str, prepared: Prepared, depth: int = 0, mail: Mail = NO_MAIL
    ) -> None:
        begun = time.perf_counter()
        try:
            reading = self.isolation.read(path)
            reading = replace(reading, properties={**mail, **reading.properties})
            entry, outcome = self._indexed(key, name, sha256, reading, prepared.source)
            outcome = replace(outcome, seconds=round(time.perf_counter() - begun, 3))
        except CtpatError as error:
            outcome = self._refused(path, key, str(error))
            prepared.outcomes.append(replace(outcome, seconds=round(time.perf_counter() - begun, 3)))
            return
        except Exception as error:  # noqa: BLE001 one file's fault must not cost the others; it is told in the outcome
            reason = f"It cannot be read ({type(error).__name__}: {error}). Save it again, or as PDF, and retry."
            prepared.outcomes.append(self._failed(key, reason))
            return
        if entry:
            prepared.entries.append(entry)
        prepared.outcomes.append(outcome)
        if reading.attachments and depth < DEEPEST:
            self._read_inside(reading, key, name, prepared, depth + 1)
        elif reading.attachments:
            prepared.outcomes.append(self._failed(f"{key}{INSIDE}…", TOO_DEEP.format(len(reading.attachments))))

    def _indexed(
        self, key: str, name: str, sha256: str, reading: Reading, source: Source
    ) -> tuple[Entry | None, FileOutcome]:
        made = make_passages(key, sha256, reading)
        if not made.passages:
            if not reading.attachments:
                raise RefusedFileError("No text was found in it: replace it with the whole file.")
            return None, FileOutcome(key, FileStatus.SKIPPED, "It has no text of its own, only the files inside it.")
        shown = self.names.get(key, name)
        hints = "/".join(Path(key).parts[-NAMED_PARTS:])
        facts = (*facts_of(hints, reading, made.text), *_mail_facts(reading))
        document = document_of(key, shown, sha256, reading, facts)
        outcome = FileOutcome(
            key,
            FileStatus.INDEXED,
            kind=document.kind.value,
            pages=reading.pages,
            passages=len(made.passages),
            characters=made.characters,
            characters_in_passages=made.characters_in_passages,
            warnings=document.warnings,
        )
        return Entry(document, made.text, made.passages, source.size, source.modified), outcome

    def _read_inside(self, reading: Reading, key: str, name: str, prepared: Prepared, depth: int) -> None:
        """Read the files inside a file, each as a document of its own that knows the mail it came with."""
        used: set[str] = set()
        mail = _mail_of(reading)
        with tempfile.TemporaryDirectory(prefix="ctpat-") as folder:
            for number, attachment in enumerate(reading.attachments):
                inner = _name_of(attachment, number, used)
                inner_key = f"{key}{INSIDE}{inner}"
                if number >= MOST_ATTACHMENTS or len(prepared.outcomes) > MOST_INSIDE:
                    reason = f"Only the first {MOST_ATTACHMENTS} files inside a file are read: save this one as a file."
                    prepared.outcomes.append(self._failed(inner_key, reason))
                    continue
                if _is_decoration(attachment):
                    reason = "It is a small picture of a mail's decoration."
                    prepared.outcomes.append(FileOutcome(inner_key, FileStatus.SKIPPED, reason))
                    continue
                place = Path(folder) / str(number)
                place.mkdir()
                path = place / _placed(inner)
                path.write_bytes(attachment.content)
                sha256 = hashlib.sha256(attachment.content).hexdigest()
                self._read(path, inner_key, f"{name}{INSIDE}{inner}", sha256, prepared, depth, mail)

    def _refused(self, path: Path, key: str, reason: str) -> FileOutcome:
        """Skipped where it is of a type that holds no documents, else failed."""
        if path.suffix.lower() in EXTENSIONS or path.suffix.lower() in OLDER_FORMATS or key in self.known:
            return self._failed(key, reason)
        return FileOutcome(key, FileStatus.SKIPPED, reason)

    def _failed(self, key: str, reason: str) -> FileOutcome:
        kept = " What was indexed of it before stays." if key in self.known else ""
        return FileOutcome(key, FileStatus.FAILED, reason + kept)


def _with_warning(prepared: Prepared, warning: str) -> tuple[FileOutcome, Entry]:
    """The outcome and the entry of a source itself, with one more warning."""
    outcome, entry = prepared.outcomes[0], prepared.entries[0]
    warnings = (*entry.document.warnings, warning)
    return replace(outcome, warnings=warnings), entry._replace(document=replace(entry.document, warnings=warnings))


def _mail_of(reading: Reading) -> Mail:
    """Sender, date and subject of the mail that a file is, or came with, as properties of the files inside it."""
    if "sender" not in reading.properties:
        return {name: value for name, value in reading.properties.items() if name in MAIL.values()}
    return {name: reading.properties[key] for key, name in MAIL.items() if key in reading.properties}


def _mail_facts(reading: Reading) -> Iterator[Fact]:
    for name in MAIL.values():
        if name in reading.properties:
            value = reading.properties[name]
            yield Fact(name, value, value)


def _placed(inner: str) -> str:
    """The name under which a file inside a file is laid down: Windows keeps some names for devices."""
    return f"_{inner}" if DEVICES.fullmatch(inner.partition(".")[0].strip()) else inner


def _name_of(attachment: Attachment, number: int, used: set[str]) -> str:
    """A file name for an attachment: no folders, no characters that a system refuses, none twice."""
    last = attachment.name.replace("\\", "/").rpartition("/")[2]
    safe = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*')
    safe = safe.encode(errors="replace").decode().strip(" .")[-120:] or f"attachment-{number + 1}"
    stem, dot, suffix = safe.rpartition(".")
    count, name = 2, safe
    while name.lower() in used:
        name = f"{stem} ({count}){dot}{suffix}" if dot else f"{safe} ({count})"
        count += 1
    used.add(name.lower())
    return name


def _is_decoration(attachment: Attachment) -> bool:
    suffix = "." + attachment.name.rpartition(".")[2].lower()
    return EXTENSIONS.get(suffix) == "image" and len(attachment.content) < DECORATION
