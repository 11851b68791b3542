"""Reads saved mail (.eml)."""

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from pathlib import Path

from ingest.readers.cleaning import clean
from ingest.readers.html import html_reading
from ingest.readers.text import plain_blocks
from ingest.reading import Attachment, Block, Reading
from kb.errors import RefusedFileError

LARGEST = 100 * 1024**2  # bytes
QUOTED = re.compile(r"^(?:>[^\S\n]?)+", re.MULTILINE)  # the marks of an earlier mail
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
    blocks = [Block(" | ".join(head)), *_body(message, path.name, warnings)]
    attachments = tuple(_attachments(message))
    return Reading(tuple(blocks), None, _properties(message), tuple(warnings), attachments)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return clean(str(message.get(name, "")))
    except (ValueError, IndexError, AttributeError, LookupError):  # the library's parser trips over malformed headers
        raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
        return clean(str(raw))


def _body(message: EmailMessage, file: str, warnings: list[str]) -> list[Block]:
    plain = message.get_body(preferencelist=("plain",))
    text = _content(plain) if isinstance(plain, EmailMessage) else ""
    if clean(text):
        return plain_blocks(QUOTED.sub("", text))
    page = message.get_body(preferencelist=("html",))
    if isinstance(page, EmailMessage) and clean(_content(page)):
        try:
            return list(html_reading(_content(page), file).blocks)
        except RefusedFileError:
            warnings.append("The mail's body has no text in it.")
    return []


def _content(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # an unknown character set
        payload = part.get_payload(decode=True)
        return payload.decode("cp1252", "replace") if isinstance(payload, bytes) else ""


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(message.iter_attachments(), start=1):
        name = clean(part.get_filename() or "")
        inner = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and isinstance(inner[0], Message):
            yield Attachment(name or f"mail-{number}.eml", inner[0].as_bytes())
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield Attachment(Path(name.replace("\\", "/")).name or f"attachment-{number}", content)


def _properties(message: EmailMessage) -> dict[str, str]:
    properties = {"sender": _header(message, "From"), "subject": _header(message, "Subject")}
    properties["recipient"] = _header(message, "To")
    try:
        properties["sent"] = email.utils.parsedate_to_datetime(_header(message, "Date")).isoformat()
    except (ValueError, TypeError, IndexError):
        properties["sent"] = ""
    return {name: value for name, value in properties.items() if value}
