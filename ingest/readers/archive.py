"""Opens the zip archives that office files are, within limits."""

import zipfile
from pathlib import Path
from typing import Any

from ingest.readers.cleaning import clean
from kb.errors import ZIP_FAULTS, RefusedFileError

LARGEST_FILE = 300 * 1024**2  # bytes
LARGEST_PART = 400 * 1024**2  # bytes unpacked
LARGEST_WHOLE = 1024**3
LARGEST_RATIO = 200  # office XML packs at 10 to 40 to 1; bombs at 1,000 to 1
RATIO_FROM = 20 * 1024**2  # bytes unpacked; below this a high ratio does no harm
MOST_PARTS = 20_000
STRICT = b"http://purl.oclc.org/ooxml/"  # how "Strict Open XML" names what all others name otherwise
STRICT_HEAD = 8_000  # bytes in which the names are declared
NAMESPACES = (
    (STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
CORE = {"title": "title", "creator": "author", "created": "created", "modified": "modified", "subject": "subject"}


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive of an office file; raises RefusedFileError for a damaged one and for one that unpacks too far."""
    if path.stat().st_size > LARGEST_FILE:
        raise RefusedFileError(f"{path.name} is larger than 300 MB: split it.")
    try:
        archive = zipfile.ZipFile(path)
    except (*ZIP_FAULTS, OSError) as error:
        raise RefusedFileError(f"{path.name} is damaged (cut short?): get it again or save it again.") from error
    parts = archive.infolist()
    bombs = [part for part in parts if part.file_size > max(RATIO_FROM, part.compress_size * LARGEST_RATIO)]
    too_large = any(part.file_size > LARGEST_PART for part in parts)
    if bombs or too_large or sum(part.file_size for part in parts) > LARGEST_WHOLE or len(parts) > MOST_PARTS:
        archive.close()
        raise RefusedFileError(f"{path.name} unpacks to far more than its size (a zip bomb?): save it as PDF.")
    return archive


def part_of(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    """One part's bytes, empty where the archive has none of that name; refuses a damaged part, and entities in XML."""
    try:
        with archive.open(name) as part:
            content = part.read(LARGEST_PART + 1)
    except KeyError:
        return b""
    except (*ZIP_FAULTS, OSError) as error:
        raise RefusedFileError(f"{file} is damaged ({name} cannot be unpacked): open it and save it again.") from error
    if len(content) > LARGEST_PART:
        raise RefusedFileError(f"{file} unpacks to far more than its size (a zip bomb?): save it as PDF.")
    if not name.endswith((".xml", ".rels")):
        return content
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content or b"<\x00!\x00D" in content[:4000]:
        raise RefusedFileError(f"{file} defines XML entities, as no office program does: save it again or as PDF.")
    return content


def parsed_part(archive: zipfile.ZipFile, name: str, file: str) -> Any:
    """The root element of an XML part, None where the archive has none of that name; entities stay unresolved."""
    from lxml import etree

    content = part_of(archive, name, file)
    if not content.strip():
        return None
    if STRICT in content[:STRICT_HEAD]:
        for strict, usual in NAMESPACES:
            content = content.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    return etree.fromstring(content, parser)


def is_cut(root: Any) -> bool:
    """Whether the part was broken off or malformed, so that something of it may be missing from its root element."""
    return any(entry.level_name == "FATAL" for entry in root.getroottree().parser.error_log)


def core_properties(archive: zipfile.ZipFile, file: str) -> dict[str, str]:
    """Title, author, dates and subject as the office program wrote them."""
    core = parsed_part(archive, "docProps/core.xml", file)
    properties: dict[str, str] = {}
    for element in core if core is not None else ():
        name = CORE.get(str(element.tag).rpartition("}")[2])
        if name and clean(element.text or ""):
            properties[name] = clean(element.text)
    return properties
