"""The runs of a Word document that a reader of the page cannot see: hidden, white on white, or tiny."""

import re
from typing import Any

from ingest.readers.numbering import CHAIN, W, value_of, whole

OFF = ("0", "false", "off")
SMALLEST = 4  # half points
NEARLY_WHITE = re.compile(r"(?:[ef][0-9a-f]){3}", re.IGNORECASE)
NO_GROUND = ("", "auto", "FFFFFF", "ffffff", "none")
PLAIN_TABLES = ("", "TableNormal", "TableGrid")


def hidden_styles(root: Any) -> frozenset[str]:
    """The ids of the styles in word/styles.xml that hide text, those based on such a style too."""
    own: dict[str, bool | None] = {}
    based_on: dict[str, str] = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        name = style.get(f"{W}styleId", "")
        mark = style.find(f"{W}rPr/{W}vanish")
        own[name] = None if mark is None else mark.get(f"{W}val") not in OFF
        based_on[name] = value_of(style, "basedOn")
    return frozenset(name for name in own if _says(name, own, based_on))


def is_unseen(run: Any, styles: frozenset[str]) -> bool:
    """Whether nobody sees the text of a w:r, itself or by one of the styles that hide text."""
    properties = run.find(f"{W}rPr")
    mark = None if properties is None else properties.find(f"{W}vanish")
    if mark is not None:
        return mark.get(f"{W}val") not in OFF
    paragraph = next(run.iterancestors(f"{W}p"), None)
    if styles and paragraph is not None and value_of(paragraph, "pPr/pStyle") in styles:
        return True
    if properties is None:
        return False
    if value_of(properties, "rStyle") in styles:
        return True
    size = whole(value_of(properties, "sz"))
    if size is not None and size <= SMALLEST:
        return True
    return bool(NEARLY_WHITE.fullmatch(value_of(properties, "color"))) and not _has_ground(run)


def _says(name: str, own: dict[str, bool | None], based_on: dict[str, str]) -> bool:
    for _ in range(CHAIN):
        if own.get(name) is not None:
            return bool(own[name])
        name = based_on.get(name, "")
    return False


def _has_ground(run: Any) -> bool:
    """Whether a colour may lie behind a run: its own, its paragraph's, its cell's, its table's or its box's."""
    for element in (run, *run.iterancestors()):
        tag = str(element.tag).rpartition("}")[2]
        if tag == "txbxContent" or (tag == "tbl" and value_of(element, "tblPr/tblStyle") not in PLAIN_TABLES):
            return True
        if tag == "document":
            return element.find(f"{W}background") is not None
        if tag == "p" and value_of(element, "pPr/pStyle") not in ("", "Normal"):
            return True  # a style may bring a ground
        held = element.find(f"{W}{tag}Pr")
        shade = None if held is None else held.find(f"{W}shd")
        if shade is not None and shade.get(f"{W}fill", "") not in NO_GROUND:
            return True
        if tag == "r" and value_of(element, "rPr/highlight") not in ("", "none", "white"):
            return True
    return False
