"""What a file is, by its first bytes."""

import re
import zipfile
from pathlib import Path

from ingest.readers.cleaning import unmarked_utf16
from kb.errors import ZIP_FAULTS

HEAD = 4096
LONGEST_END = 66_000  # bytes of a zip's last record with its comment
LARGEST_DIRECTORY = 20 * 1024**2  # bytes of a zip's list of contents; more names than an office file has
LARGEST_OLE = 64 * 1024**2  # bytes in which the names of its streams are looked for
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = (
    (b"{\\rtf", "rtf"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"ID3", "media"),
    (b"\xff\xfb", "media"),
    (b"\x00\x00\x01\xba", "media"),
    (b"\x00\x00\x01\xb3", "media"),
    (b"OggS", "media"),
    (b"\x1aE\xdf\xa3", "media"),
)
TEXT_SUFFIXES = (".txt", ".md", ".csv", ".tsv", ".log", ".text", ".markdown")
PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif")
OLE_STREAMS = {
    "EncryptedPackage": "locked",
    "WordDocument": "doc",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
    "Workbook": "xls",
    "Book": "xls",
}
MAIL = re.compile(
    rb"(?:from|to|received|return-path|subject|date|message-id|mime-version|delivered-to|x-[\w-]+):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n|[\w-]+:[^\n]*\n){2}",
    re.IGNORECASE,
)
MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def content_type(path: Path) -> str:
    """pdf, docx, xlsx, image, media, html, text, or a name for what is not read: doc, rtf, zip, binary, …"""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if _is_pdf(path, head) and not MAIL.match(head.replace(b"\r", b"")):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(path)
    if head.startswith(OLE):
        return _ole_type(path)
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in PICTURE_BRANDS else "media"
    if head.startswith(b"RIFF"):
        return "image" if head[8:12] == b"WEBP" else "media"
    for signature, name in SIGNATURES:
        if head.startswith(signature) and (signature != b"BM" or b"\x00" in head[:32]):
            return name
    if path.suffix.lower() not in TEXT_SUFFIXES and MAIL.match(head.replace(b"\r", b"")):
        return "eml"
    if MARKUP.match(head):
        return "html"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return (
        "binary" if _is_binary(head) and not (path.suffix.lower() in TEXT_SUFFIXES and unmarked_utf16(head)) else "text"
    )


def _is_pdf(path: Path, head: bytes) -> bool:
    """Whether a file begins as a PDF does; what stands before that is passed over, but in a text it is a quotation."""
    if path.suffix.lower() in TEXT_SUFFIXES:
        return head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-")
    return b"%PDF-" in (head if path.suffix.lower() == ".pdf" else head[:1024])


def _is_binary(head: bytes) -> bool:
    odd = sum(head.count(bytes([code])) for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1b")
    return b"\x00" in head[:1024] or odd > len(head) * 0.05


def _zip_type(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_END))
        end = file.read().rpartition(b"PK\x05\x06")[2]
    if len(end) >= 12 and int.from_bytes(end[8:12], "little") > LARGEST_DIRECTORY:
        return "broken zip"
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            open_document = _open_document(archive) if "mimetype" in names else ""
    except (*ZIP_FAULTS, OSError):
        return "broken zip"
    if "mimetype" in names:
        return "epub" if "META-INF/container.xml" in names else open_document
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names) or "Index.zip" in names:
        return "iwork"
    if any(name.startswith("visio/") for name in names):
        return "visio"
    if "xl/workbook.bin" in names:
        return "xlsb"
    for folder, name in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(each.lower().startswith(folder) for each in names):
            return name
    return "zip"


def _open_document(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as kind:
        found = kind.read(100).decode("latin-1").rpartition("opendocument.")[2]
    return "odf" if found.startswith(("text", "spreadsheet")) else "odp"


def _ole_type(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(LARGEST_OLE)
    for stream, name in OLE_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            return name
    return "ole"
