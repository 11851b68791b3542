"""The verbatim gate: quoted words are re-read from the stored text before anyone sees them."""

import re
from collections.abc import Callable
from dataclasses import replace

from kb.model import Citation, Document, Passage

TYPOGRAPHY = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "\u00a0": " ",
        "\u00ad": None,
    }
)


def normalised(text: str) -> str:
    """Text with white space runs and typographic variants made alike, and nothing else."""
    return re.sub(r"\s+", " ", text.translate(TYPOGRAPHY)).strip()


def cite(passage: Passage, document: Document, start: int = 0, end: int | None = None) -> Citation:
    """A citation, not yet verified, of characters start to end of a passage's text."""
    last = len(passage.text) if end is None else end
    return Citation(
        path=document.path,
        document=document.name,
        sha256=document.sha256,
        start=passage.start + start,
        end=passage.start + last,
        quote=passage.text[start:last],
        locator=passage.locator,
    )


class Gate:
    """Verifies citations against the stored texts, reading each text once."""

    def __init__(self, document: Callable[[str], Document | None], text: Callable[[str], str]) -> None:
        self._document = document
        self._text = text
        self._read: dict[str, tuple[str, str]] = {}  # path -> (sha256, text)

    def verify(self, citation: Citation) -> Citation:
        """The citation, marked verified if the stored file of that hash has these words at that span."""
        sha256, text = self._stored(citation.path)
        inside = 0 <= citation.start < citation.end <= len(text)
        same = inside and normalised(text[citation.start : citation.end]) == normalised(citation.quote)
        return replace(citation, verified=bool(same and sha256 == citation.sha256 and normalised(citation.quote)))

    def text(self, path: str) -> str:
        """The stored text of a document; empty where there is no such document."""
        return self._stored(path)[1]

    def _stored(self, path: str) -> tuple[str, str]:
        if path not in self._read:
            document = self._document(path)
            self._read[path] = (document.sha256, self._text(path)) if document else ("", "")
        return self._read[path]
