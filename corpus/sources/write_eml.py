"""Write a content source as a mail message with fixed headers."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from source import Source, SourceError


def write_eml(source: Source) -> bytes:
    """Return the message; front matter: from, to, cc, subject, sent (2026-05-19T14:02:00-04:00)."""
    for name in ("from", "to", "subject", "sent"):
        if not source.meta.get(name):
            raise SourceError(f"{source.origin}: a mail needs '{name}:' in its front matter")
    sent = source.meta["sent"]
    moment = sent if isinstance(sent, datetime) else datetime.fromisoformat(str(sent))
    message = EmailMessage(policy=SMTP)
    for header in ("From", "To", "Cc", "Subject"):
        if source.meta.get(header.lower()):
            message[header] = source.text(header.lower())
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{moment:%Y%m%d%H%M%S}.{source.origin.stem.lower()}@mail.example>"
    message["X-Note"] = "Fictional sample company"
    message.set_content(source.body + "\n", charset="utf-8", cte="quoted-printable")
    return message.as_bytes()
