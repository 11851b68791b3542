"""The files that documents were read from: whether they are still there, and still the same."""

import email
import email.policy
import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from kb.errors import ZIP_FAULTS
from kb.model import Document
from kb.settings import Settings

INSIDE = "!/"  # between a file's path and the name of a file inside it
CAPTIONS = (".md", ".yaml", ".yml")  # of a picture or film, in a file beside it that is summed with it
GONE = "is not where it was read from"
CHANGED = "has changed since it was read"
LARGEST_INSIDE = 300 * 1024**2  # bytes of a file inside another


@dataclass(frozen=True, slots=True)
class Original:
    """The file of a document as it is on the disk today."""

    path: Path
    fault: str  # GONE or CHANGED; empty where its bytes are those that were read
    content: bytes | None = None  # of a file inside another, such as a mail's attachment
    caption: Path | None = None  # the file beside it that says what it shows

    def copy_to(self, target: Path) -> None:
        """Write its bytes to a file; raises OSError."""
        if self.content is None:
            shutil.copyfile(self.path, target)
        else:
            target.write_bytes(self.content)


class Originals:
    """Finds the files of documents, each looked at once."""

    def __init__(self, settings: Settings) -> None:
        self._uploads = settings.uploads
        self._found: dict[tuple[str, str], Original] = {}

    def of(self, document: Document) -> Original:
        """The file of a document; an upload of a workspace that was moved is looked for in this one."""
        key = document.path, document.sha256
        if key not in self._found:
            self._found[key] = self._look(document.path, document.sha256)
        return self._found[key]

    def _look(self, named: str, sha256: str) -> Original:
        outer, inside, _ = named.partition(INSIDE)
        path = Path(outer)
        places = [path, self._uploads / path.name] if path.parent.name == self._uploads.name else [path]
        there = [place for place in places if place.is_file()]
        for place in there:
            found = _inside(place, sha256) if inside else _same(place, sha256)
            if found:
                return found
        return Original(path, CHANGED if there else GONE)


def file_sum(path: Path, caption: Path | None = None) -> str:
    """The sha256 of a file's bytes, and of its caption's after them; empty where they cannot be read."""
    digest = hashlib.sha256()
    try:
        for each in (path, caption) if caption else (path,):
            with each.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def _same(path: Path, sha256: str) -> Original | None:
    """The file, alone or with its caption, where it has the sum."""
    if file_sum(path) == sha256:
        return Original(path, "")
    beside = [each for suffix in CAPTIONS for each in (path.with_suffix(suffix), path.with_name(path.name + suffix))]
    for caption in beside:
        if caption.is_file() and caption != path and file_sum(path, caption) == sha256:
            return Original(path, "", caption=caption)
    return None


def _inside(path: Path, sha256: str) -> Original | None:
    """The file of that sum inside a mail or an office file."""
    try:
        contents = _attached(path) if path.suffix.lower() == ".eml" else _packed(path)
        for content in contents:
            if hashlib.sha256(content).hexdigest() == sha256:
                return Original(path, "", content)
    except (OSError, LookupError, *ZIP_FAULTS):
        return None  # it could be taken out when it was read, so that it is another file now
    return None


def _attached(path: Path) -> Iterator[bytes]:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            yield from (each.as_bytes() for each in part.iter_parts() if isinstance(each, EmailMessage))
        elif isinstance(content := part.get_payload(decode=True), bytes):
            yield content


def _packed(path: Path) -> Iterator[bytes]:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        for entry in packed.infolist():
            if entry.file_size <= LARGEST_INSIDE and not entry.is_dir():
                yield packed.read(entry)
