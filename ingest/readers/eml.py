"""Reads saved mail (.eml)."""

import email
import email.policy
import email.utils
import mimetypes
import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage, Message
from pathlib import Path

from ingest.readers.cleaning import clean, decode_text
from ingest.readers.html import html_reading
from ingest.readers.text import plain_blocks
from ingest.reading import Attachment, Block, Reading
from kb.errors import RefusedFileError

LARGEST = 100 * 1024**2  # bytes
LONGEST_HEADER = 10_000  # characters that are parsed; the library takes long over more
QUOTED = re.compile(r"^(?:>[^\S\n]?)+", re.MULTILINE)  # the marks of an earlier mail
TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.IGNORECASE | re.DOTALL)
BROKEN = "\ufffd"  # what the library shows for bytes that it cannot decode
STUB = 3  # a plain text so many times shorter than the other ("your program shows no HTML") is none
SHOWN = ("From", "To", "Cc", "Date", "Subject")


def read(path: Path) -> Reading:
    """The head lines and the body of a mail, with its attachments; the plain body where there is one."""
    if path.stat().st_size > LARGEST:
        raise RefusedFileError(f"{path.name} is larger than 100 MB: save its attachments as files.")
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    head = [f"{name}: {_header(message, name)}" for name in SHOWN if _header(message, name)]
    if not head:
        raise RefusedFileError(f"{path.name} is not a mail: it has no sender, date or subject. Save the mail again.")
    warnings: list[str] = []
    bodies: list[EmailMessage] = []
    files: list[EmailMessage] = []
    _sort(message, bodies, files)
    blocks = [Block(" | ".join(head)), *_body(bodies, path.name, warnings)]
    attachments = tuple(_attachments(files, warnings))
    return Reading(tuple(blocks), None, _properties(message), tuple(warnings), attachments)


def _header(message: EmailMessage, name: str) -> str:
    raw = str(next((value for key, value in message.raw_items() if key.lower() == name.lower()), ""))
    try:
        shown = str(message.get(name, "")) if len(raw) <= LONGEST_HEADER else raw
    except (ValueError, IndexError, AttributeError, LookupError, RecursionError):  # the parser trips over some
        shown = BROKEN
    if BROKEN in shown:  # some programs send bytes that are no ASCII as they are
        shown = decode_text(raw.encode("utf-8", "surrogateescape"))
    return clean(shown)


def _sort(part: EmailMessage, bodies: list[EmailMessage], files: list[EmailMessage]) -> None:
    """Part the leaves of a mail into those of its body and those that are files; none is passed over."""
    inner = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(inner, list):
        children = [child for child in inner if isinstance(child, EmailMessage)]
        found: list[list[EmailMessage]] = []
        for child in children:
            found.append([])
            _sort(child, found[-1], files)
        if part.get_content_subtype() == "alternative":
            bodies += _best([each for each in found if each])
        else:
            bodies += [body for each in found for body in each]
    elif part.get_content_maintype() == "multipart" or _is_body(part):  # a multipart without boundary is one text
        bodies.append(part)
    else:
        files.append(part)


def _is_body(part: EmailMessage) -> bool:
    named = part.get_filename() or part.get_content_disposition() == "attachment"
    return part.get_content_type() in ("text/plain", "text/html") and not named


def _best(ways: Sequence[list[EmailMessage]]) -> list[EmailMessage]:
    """Of the ways in which a mail tells the same, the plain one, unless another tells far more."""
    told = [sum(len(_shown(body)) for body in way) for way in ways]
    enough = max(told, default=0) / STUB
    return next((way for way, length in zip(ways, told, strict=True) if length and length >= enough), [])


def _shown(body: EmailMessage) -> str:
    text = clean(_content(body))
    return clean(TAG.sub(" ", text)) if body.get_content_subtype() == "html" else text


def _body(bodies: Sequence[EmailMessage], file: str, warnings: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for body in bodies:
        text = _content(body)
        if body.get_content_subtype() != "html":
            blocks += plain_blocks(QUOTED.sub("", text))
        elif clean(text):
            try:
                reading = html_reading(text, file)
            except RefusedFileError:
                continue
            blocks += reading.blocks
            warnings += reading.warnings
    return blocks


def _content(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # an unknown character set
        payload = part.get_payload(decode=True)
        return payload.decode("cp1252", "replace") if isinstance(payload, bytes) else ""


def _attachments(files: Sequence[EmailMessage], warnings: list[str]) -> Iterator[Attachment]:
    for number, part in enumerate(files, start=1):
        name = Path(clean(part.get_filename() or "").replace("\\", "/")).name
        inner = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and isinstance(inner[0], Message):
            name = name or f"mail-{number}"
            try:
                yield Attachment(name if name.lower().endswith(".eml") else f"{name}.eml", inner[0].as_bytes())
            except (ValueError, KeyError, LookupError, AttributeError):
                warnings.append(f"The mail {name} attached to it is damaged and was not read: save it as a file.")
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            suffix = mimetypes.guess_extension(part.get_content_type()) or ""
            yield Attachment(name or f"attachment-{number}{suffix}", content)


def _properties(message: EmailMessage) -> dict[str, str]:
    properties = {"sender": _header(message, "From"), "subject": _header(message, "Subject")}
    properties["recipient"] = _header(message, "To")
    try:
        properties["sent"] = email.utils.parsedate_to_datetime(_header(message, "Date")).isoformat()
    except (ValueError, TypeError, IndexError):
        properties["sent"] = ""
    return {name: value for name, value in properties.items() if value}
