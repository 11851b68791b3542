"""The words of evidence as they are quoted: whole sentences, without the clause's number and the headings above."""

import re
from dataclasses import replace

from kb.citations import normalised
from kb.model import Citation, Passage

STOPS = ".!?…"
MARK = re.compile(  # of an item of a list
    r"(?:[•▪◦*·–-]|\((?:[a-z]|[ivx]{2,4}|\d{1,3})\)|(?:[a-z]|[ivx]{2,4})[.)])\s+"
)


def in_sentences(cited: Citation, passage: Passage) -> Citation:
    """The citation without the clause's number and headings before it, with the sentence that a line break cut."""
    text = passage.text
    start, end = max(cited.start - passage.start, 0), min(cited.end - passage.start, len(text))
    if text[start:end] != cited.quote:
        return cited
    start = _back(text, start)
    end = _on(text, end)
    headings = {normalised(head).lower() for head in cited.locator.trail}
    while True:
        begun = start
        for skipped in (cited.locator.clause, cited.locator.clause.rpartition(" ")[2]):
            found = re.match(rf"(?:§ ?)?{re.escape(skipped)}[.):]?\s+", text[start:end]) if skipped else None
            start += len(found[0]) if found else 0
        mark = MARK.match(text[start:end])
        start += len(mark[0]) if mark and not mark[0][0].isdigit() else 0
        line, broken, _ = text[start:end].partition("\n")
        if broken and normalised(line).lower() in headings:
            start += len(line) + 1
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if start == begun:
            break
    words = text[start:end].rstrip()
    if not words:
        return cited
    begins = passage.start + start
    return replace(cited, start=begins, end=begins + len(words), quote=words, verified=False)


def _back(text: str, start: int) -> int:
    """Where the sentence begins that goes on at a place after a mere line break."""
    if not text[start : start + 1].islower() or text[:start].rstrip(" ")[-1:] != "\n":
        return start
    before = text[: start - 1].rstrip()
    if not before or before[-1] in STOPS + ":;":
        return start
    ends = [found.end() for found in re.finditer(r"[.!?]\s+", before)]
    return ends[-1] if ends else len(before) - len(before.lstrip())


def _on(text: str, end: int) -> int:
    """Where the sentence ends that a mere line break cut."""
    if text[:end].rstrip()[-1:] in STOPS + ":;" or not re.match(r"\s*\n\s*[a-z]", text[end:]):
        return end
    found = re.search(r"[.!?](?=\s|$)", text[end:])
    return end + found.end() if found else len(text)
