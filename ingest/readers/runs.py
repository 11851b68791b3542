"""The text of a Word paragraph as it reads with all changes accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.numbering import W, value_of
from ingest.readers.run_hidden import is_unseen

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
SKIPPED = frozenset(
    {f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{W}pPr", f"{W}rPr", f"{W}tbl", f"{W}sdtPr", f"{W}rt"}
)
SIGNS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}
SYMBOLS = {"f0fe": "☒", "f0fd": "☒", "f078": "☒", "f0a8": "☐", "f06f": "☐", "f071": "☐", "f0fc": "✓", "f0b7": "•"}


@dataclass(slots=True)
class Words:
    """What a paragraph contains."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)  # the w:txbxContent of text boxes anchored in it
    diagrams: list[str] = field(default_factory=list)  # ids of the parts that hold the words of diagrams
    notes: list[tuple[str, str]] = field(default_factory=list)  # ("footnote" or "endnote", id)
    tracked: bool = False
    hidden: bool = False
    bold: bool = True  # every letter of it
    hiding: frozenset[str] = frozenset()  # ids of the styles that hide text

    @property
    def text(self) -> str:
        """All the text."""
        return "".join(self.parts)


def words_of(paragraph: Any, hiding: frozenset[str] = frozenset()) -> Words:
    """The text of a w:p: insertions in, deletions out; its text boxes and notes for later."""
    words = Words(hiding=hiding)
    _collect(paragraph, words)
    words.bold = words.bold and bool(words.text.strip())
    return words


def choice_of(element: Any) -> list[Any]:
    """The children of the one alternative of an mc:AlternateContent that is read."""
    for name in ("Choice", "Fallback"):
        found = element.find(MC + name)
        if found is not None and len(found):
            return list(found)
    return []


def _children(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == f"{MC}AlternateContent":
            yield from choice_of(child)
        elif isinstance(child.tag, str):
            yield child


def _collect(element: Any, words: Words) -> None:
    for child in _children(element):
        tag = child.tag
        if tag in DELETED:
            words.tracked = True
        elif tag == f"{W}txbxContent":
            words.boxes.append(child)
        elif tag == f"{W}r":
            _collect_run(child, words)
        elif tag == f"{W}checkBox":
            state = child.find(f"{W}checked")
            state = child.find(f"{W}default") if state is None else state
            checked = state is not None and state.get(f"{W}val") not in ("0", "false")
            words.parts.append("☒ " if checked else "☐ ")
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            words.notes.append((tag[len(W) :].removesuffix("Reference"), child.get(f"{W}id", "")))
        elif tag == f"{DIAGRAM}relIds":
            words.diagrams.append(child.get(f"{R}dm", ""))
        elif tag == f"{W}ddList":
            words.parts.append(_chosen(child))
        elif tag in (f"{W}t", f"{MATH}t"):
            words.parts.append(child.text or "")
        elif tag == f"{W}sym":
            words.parts.append(SYMBOLS.get(child.get(f"{W}char", "").lower(), ""))
        elif tag in SIGNS:
            words.parts.append(SIGNS[tag])
        elif tag not in SKIPPED:
            words.tracked = words.tracked or tag in INSERTED
            _collect(child, words)


def _collect_run(run: Any, words: Words) -> None:
    properties = run.find(f"{W}rPr")
    if is_unseen(run, words.hiding):
        words.hidden = words.hidden or any((each.text or "").strip() for each in run.iter(f"{W}t"))
        return
    before = len(words.parts)
    _collect(run, words)
    if "".join(words.parts[before:]).strip() and not (properties is not None and _on(properties, "b")):
        words.bold = False


def _chosen(menu: Any) -> str:
    """What is chosen in a form's menu."""
    entries = [entry.get(f"{W}val", "") for entry in menu.iter(f"{W}listEntry")]
    place = value_of(menu, "result") or value_of(menu, "default") or "0"
    return str(entries[int(place)]) if place.isdecimal() and int(place) < len(entries) else ""


def _on(properties: Any, name: str) -> bool:
    return properties.find(W + name) is not None and value_of(properties, name) not in ("0", "false", "off")
