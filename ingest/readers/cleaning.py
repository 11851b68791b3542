"""Text without the characters that are no text: control characters, lone surrogates, runs of space."""

import re

# Control characters, and those that no reader sees: zero-width spaces, marks of direction, tags.
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff\ud800-\udfff"
    r"\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\U000e0000-\U000e007f]"
)
SPACES = re.compile(r"\s+")
SAMPLE = 4096  # bytes
MOSTLY = 0.7  # of the characters of a text in a Latin script are zero in one of their two bytes
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def clean(text: str) -> str:
    """The text on one line: unprintable characters left out, every run of white space one space."""
    return SPACES.sub(" ", UNPRINTABLE.sub("", text)).strip()


def unmarked_utf16(content: bytes) -> str:
    """The codec of bytes that are UTF-16 without a mark, as every other one is zero; empty for others."""
    head = content[:SAMPLE]
    first, second = head[::2].count(0), head[1::2].count(0)
    most, least = max(first, second), min(first, second)
    if len(head) < 8 or most < MOSTLY * len(head) / 2 or least > len(head) / 20:
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def decode_text(content: bytes) -> str:
    """The text of bytes in UTF-8, UTF-16, or else Windows-1252; line ends as newlines."""
    if content.startswith(UTF16_MARKS):
        text = content.decode("utf-16", errors="replace")
    elif unmarked_utf16(content):
        text = content.decode(unmarked_utf16(content), errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
