"""Which reader reads a file: by what it contains, then by what it is called."""

import stat
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from ingest.readers.bounds import bounded
from ingest.readers.sniffing import content_type
from ingest.reading import Reader, Reading
from kb.errors import RefusedFileError

EXTENSIONS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".odt": "odf",
    ".ods": "odf",
    ".pptx": "pptx",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "text",
    ".text": "text",
    ".log": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".eml": "eml",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"), "image"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mpg", ".mpeg", ".m4v", ".mp3", ".wav", ".m4a"), "media"),
}
IN_PROCESS = frozenset({"csv", "text"})
LITTLE = 16 * 1024  # bytes; a larger text may hold a reader up longer than it may wait
MARKED = (".md", ".markdown")
TEXT_FORMATS = frozenset({"csv", "text", "eml", "html"})
REFUSALS = {
    "doc": "is an old Word document: open it in Word and save it as .docx or PDF.",
    "xls": "is an old Excel workbook: open it in Excel and save it as .xlsx.",
    "ppt": "is an old PowerPoint presentation: open it and save it as PDF.",
    "msg": "is an Outlook message: open it and save it as .eml or PDF.",
    "rtf": "is a rich text file: open it and save it as .docx or PDF.",
    "odp": "is an OpenDocument drawing or presentation: open it and save it as PDF.",
    "xlsb": "is a binary Excel workbook: open it in Excel and save it as .xlsx.",
    "locked": "is protected by a password: save an unprotected copy.",
    "ole": "is an old Office file: open it and save it as .docx, .xlsx or PDF.",
    "heic": "is a picture in a format of telephones (HEIC): save it as JPEG.",
    "epub": "is an electronic book: save it as PDF.",
    "iwork": "is a Pages, Numbers or Keynote file: export it as PDF, .docx or .xlsx.",
    "visio": "is a Visio drawing: save it as PDF.",
    "tnef": "is a wrapping that only Outlook opens: have the mail sent again as HTML, or save its files in Outlook.",
    "zip": "is an archive: unpack it and add the files in it.",
    "broken zip": "is damaged (its archive cannot be opened): open it in the program that made it and save it again.",
    "binary": "is of a type that is not read: save it as PDF, DOCX, XLSX or TXT.",
}


def reader_for(path: Path) -> Reader:
    """The reader of a file; raises RefusedFileError for what is not a file or of a type that is not read."""
    name, warning = _format(path)
    read = _named(name)
    if not warning:
        return read

    def read_with_warning(path: Path) -> Reading:
        reading = read(path)
        return replace(reading, warnings=(warning, *reading.warnings))

    return read_with_warning


def read_file(path: Path, reader: str = "") -> Reading:
    """Read a file here and now, by its own reader or the one named; whatever goes wrong is a RefusedFileError."""
    try:
        return bounded((_named(reader) if reader else reader_for(path))(path), path.name)
    except RefusedFileError:
        raise
    except RecursionError as error:
        raise RefusedFileError(f"{path.name} holds parts too deep within one another: save them as files.") from error
    except MemoryError as error:
        raise RefusedFileError(f"{path.name} needs more memory than a file may use: split it.") from error
    except Exception as error:  # whatever a malformed file makes a library raise is told to its owner
        cause = " ".join(f"{type(error).__name__}: {error}".split())[:100]
        raise RefusedFileError(f"{path.name} is damaged ({cause}): open it and save it again.") from error


def _named(name: str) -> Reader:
    return cast(Reader, import_module(f"ingest.readers.{name}").read)


def needs_isolation(path: Path) -> bool:
    """Whether a file is read in another process, as all but little plain text is; refuses what reader_for refuses."""
    name = _format(path)[0]
    return name not in IN_PROCESS or path.suffix.lower() in MARKED or path.stat().st_size > LITTLE


def _format(path: Path) -> tuple[str, str]:
    """The reader's module, and a warning for a file that is not what it is called."""
    _check(path)
    try:
        found = content_type(path)
    except OSError as error:
        raise RefusedFileError(f"{path.name} cannot be opened ({error.strerror}): check its permissions.") from error
    named = EXTENSIONS.get(path.suffix.lower())
    if found == "binary" and named in TEXT_FORMATS:
        raise RefusedFileError(f"{path.name} is no text: get it again, or save it as text in UTF-8.")
    if found == "binary" and named is not None:
        raise RefusedFileError(f"{path.name} is damaged or not what its name says: get it again, or save it as PDF.")
    if found in REFUSALS:
        raise RefusedFileError(f"{path.name} {REFUSALS[found]}")
    if found == "text":
        return _text_format(path, named)
    if found == named or (named == "eml" and found == "html"):
        return found, ""
    if named is None and found in ("image", "media"):
        raise RefusedFileError(f"{path.name} {REFUSALS['binary']}")
    return found, f"{path.name} is not what its name says; it was read as {found.upper()}."


def _text_format(path: Path, named: str | None) -> tuple[str, str]:
    if named in TEXT_FORMATS:
        return named, ""
    if named is None and path.suffix.lower() not in (".doc", ".xls", ""):
        raise RefusedFileError(f"{path.name} is of a type that is not read: save it as PDF, DOCX, XLSX or TXT.")
    if named in ("image", "media", "docx", "xlsx", "odf", "pptx"):
        raise RefusedFileError(f"{path.name} is damaged: it contains plain text, not what its name says. Get it again.")
    return "text", f"{path.name} is not what its name says; it was read as plain text."


def _check(path: Path) -> None:
    try:
        if path.is_symlink():
            target, folder = path.resolve(strict=True), path.parent.resolve(strict=True)
            if not target.is_relative_to(folder):
                raise RefusedFileError(f"{path.name} is a link to a file elsewhere: put the file itself here.")
        status = path.stat()
    except FileNotFoundError as error:
        raise RefusedFileError(f"{path.name} is not there (any more): check the path.") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise RefusedFileError(f"{path.name} cannot be opened: check the path and its permissions.") from error
    if stat.S_ISDIR(status.st_mode):
        raise RefusedFileError(f"{path.name} is a folder: name the files in it, or ingest the folder.")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedFileError(f"{path.name} is not a regular file (a device or a pipe): leave it out.")
    if status.st_size == 0:
        raise RefusedFileError(f"{path.name} is empty (no bytes): replace it with the whole file.")
