"""The parts of somebody's workbook file: read as they are, and copied with a sheet's cells filled in."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from kb.errors import ZIP_FAULTS, ExportError

MOST_BYTES = 200_000_000  # unpacked; a questionnaire has a few million
MOST_PARTS = 5_000
BOOK = "xl/workbook.xml"
CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)")
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
RELATION = re.compile(r"^\{.*relationships\}id$")

Place = tuple[int, int]  # row and column, from 1


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of an .xlsx or .xlsm file by name; raises ExportError where it is none, damaged or too large."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_PARTS or sum(each.file_size for each in entries) > MOST_BYTES:
                raise ExportError(f"{path.name} unpacks to more than a questionnaire can be.")
            parts = {each.filename: packed.read(each) for each in entries}
    except ZIP_FAULTS as error:
        raise ExportError(
            f"{path.name} is no workbook, or is damaged or protected by a password: save it as .xlsx without one."
        ) from error
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror or error}.") from error
    if BOOK not in parts:
        raise ExportError(f"{path.name} is no Excel workbook: save it as .xlsx.")
    return parts


def parsed(content: bytes, name: str) -> Any:
    """The root of a part; entities are not resolved. Raises ExportError."""
    from lxml import etree

    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise ExportError(f"The workbook is damaged in {name} ({error}): open it and save it again.") from error


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Name -> part of every sheet that is not hidden, in their order; a hidden one's name begins with a line feed."""
    targets = _relations(parts)
    found = {}
    for each in children(child(parsed(parts[BOOK], BOOK), "sheets"), "sheet"):
        target = targets.get(next((value for key, value in each.attrib.items() if RELATION.match(key)), ""), "")
        if target in parts:
            hidden = each.get("state", "visible") != "visible"
            found[("\n" if hidden else "") + each.get("name", "")] = target
    return found


def defined_names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Lower-case name -> what it stands for, such as "Lists!$A$1:$A$3"."""
    names = child(parsed(parts[BOOK], BOOK), "definedNames")
    return {each.get("name", "").lower(): each.text or "" for each in children(names, "definedName")}


def shared_strings(parts: Mapping[str, bytes]) -> list[str]:
    """The texts that cells share."""
    name = "xl/sharedStrings.xml"
    named = next(
        (target for target in _relations(parts).values() if target.lower().endswith("sharedstrings.xml")), name
    )
    return [text_of(each) for each in children(parsed(parts[named], named), "si")] if named in parts else []


def save_filled(source: Path, target: Path, part: str, root: Any, values: Mapping[Place, str]) -> None:
    """Write a copy of a workbook in which cells of one sheet, given as its part and root, hold these texts.

    Every other part is copied as it is; a workbook with formulas is marked to be calculated when it is opened.
    """
    from lxml import etree

    for place, text in sorted(values.items()):
        _put(root, place, text)
    _widen(root, values)
    sheet = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(source) as packed, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as filled:
        formulas = any(
            b"<f" in packed.read(each) for each in packed.infolist() if each.filename.startswith("xl/worksheets/sheet")
        )
        for each in packed.infolist():
            content = sheet if each.filename == part else packed.read(each)
            if each.filename == BOOK and formulas:
                content = _to_be_calculated(content)
            filled.writestr(each, content)


def child(element: Any, name: str) -> Any:
    """The first child of a name, whatever its namespace; None where there is none."""
    return next(iter(children(element, name)), None)


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of a name, whatever their namespace."""
    for each in element if element is not None else ():
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == name:
            yield each


def text_of(element: Any) -> str:
    """The text of a string item: its runs, without the readings of Japanese words above them."""
    pieces = []
    for each in element.iter():
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == "t":
            above = each.getparent().tag.rpartition("}")[2]
            pieces += [each.text or ""] if above != "rPh" else []
    return "".join(pieces)


def place_of(reference: str) -> Place:
    """Row and column of a reference such as "$B$12"; (0, 0) where it is none."""
    found = CELL.fullmatch(reference)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _relations(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Id -> part of what the workbook refers to."""
    name = "xl/_rels/workbook.xml.rels"
    found = {}
    for each in children(parsed(parts[name], name), "Relationship") if name in parts else ():
        target = each.get("Target", "")
        inside = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found[each.get("Id", "")] = str(PurePosixPath(inside))
    return found


def _put(root: Any, place: Place, text: str) -> None:
    """Set a cell to a text; its style stays, a new one takes that of its row or column."""
    from lxml import etree

    space = root.tag.rpartition("}")[0] + "}"
    rows = child(root, "sheetData")
    row = _at(rows, space + "row", "r", place[0], lambda each: int(each.get("r", 0)), str(place[0]))
    row.attrib.pop("spans", None)
    name = f"{column_letters(place[1])}{place[0]}"
    new = not any(each.get("r") == name for each in children(row, "c"))
    cell = _at(row, space + "c", "r", place[1], lambda each: place_of(each.get("r", ""))[1], name)
    style = _style(root, row, place[1]) if new else ""
    if style:
        cell.set("s", style)
    for each in list(cell):
        cell.remove(each)
    cell.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(cell, space + "is"), space + "t")
    words.text = text
    words.set(XML_SPACE, "preserve")


def _at(parent: Any, tag: str, key: str, wanted: int, number: Any, name: str) -> Any:
    """The child of a number, made in its place where there is none."""
    from lxml import etree

    behind = None
    for each in children(parent, tag.rpartition("}")[2]):
        if number(each) == wanted:
            return each
        if number(each) > wanted:
            behind = each
            break
    made = etree.Element(tag)
    made.set(key, name)
    parent.append(made) if behind is None else behind.addprevious(made)
    return made


def _style(root: Any, row: Any, column: int) -> str:
    if row.get("customFormat") in ("1", "true"):
        return str(row.get("s", ""))
    for each in children(child(root, "cols"), "col"):
        if int(each.get("min", 0)) <= column <= int(each.get("max", 0)):
            return str(each.get("style", ""))
    return ""


def _widen(root: Any, values: Mapping[Place, str]) -> None:
    """The sheet's note of its extent, so that it holds the new cells."""
    extent = child(root, "dimension")
    corners = [place_of(each) for each in (extent.get("ref", "") if extent is not None else "").split(":")]
    if extent is None or (0, 0) in corners:
        return
    every = [*corners, *values]
    rows, columns = [row for row, _ in every], [column for _, column in every]
    first, last = (f"{column_letters(pick(columns))}{pick(rows)}" for pick in (min, max))
    extent.set("ref", f"{first}:{last}")


def _to_be_calculated(book: bytes) -> bytes:
    from lxml import etree

    root = parsed(book, BOOK)
    properties = child(root, "calcPr")
    if properties is None:
        space = root.tag.rpartition("}")[0] + "}"
        before = [
            each
            for name in ("definedNames", "externalReferences", "functionGroups", "sheets")
            for each in children(root, name)
        ]
        properties = etree.Element(space + "calcPr")
        before[0].addnext(properties)
    properties.set("fullCalcOnLoad", "1")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
