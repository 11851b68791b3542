"""Text without the characters that are no text: control characters, lone surrogates, runs of space."""

import re

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff\ud800-\udfff]")
SPACES = re.compile(r"\s+")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def clean(text: str) -> str:
    """The text on one line: unprintable characters left out, every run of white space one space."""
    return SPACES.sub(" ", UNPRINTABLE.sub("", text)).strip()


def decode_text(content: bytes) -> str:
    """The text of bytes in UTF-8, UTF-16 with a mark, or else Windows-1252; line ends as newlines."""
    if content.startswith(UTF16_MARKS):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
