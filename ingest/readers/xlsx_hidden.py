"""What a workbook holds and does not show: white sentences on white, and rows and columns that are folded away."""

import re
import zipfile
from typing import Any

from kb.errors import ZIP_FAULTS

SENTENCE = 6  # words; a white heading stands on a ground that the style of its table may give
WHITE = re.compile(r"(?:FF|00)?(?:[EF][0-9A-F]){3}", re.IGNORECASE)
FOLDED = re.compile(rb"<(?:row|col)\s[^>]*\bhidden=\"(?:1|true)\"")
CHUNK = 1024**2  # bytes
OVERLAP = 2000  # bytes of a tag that two chunks share
NOTHING = ";;;"  # a number format that shows nothing


class Unseen:
    """Tells cells whose sentence nobody sees, each style looked at once."""

    def __init__(self) -> None:
        self._styles: dict[int, bool] = {}
        self.met = False

    def of(self, cell: Any) -> bool:
        """Whether the text of a cell is a sentence and cannot be seen."""
        if not isinstance(cell.value, str) or cell.value.count(" ") < SENTENCE - 1:
            return False
        style = int(getattr(cell, "_style_id", 0) or 0)
        if style not in self._styles:
            self._styles[style] = bool(style) and _is_blank(cell)
        self.met = self.met or self._styles[style]
        return self._styles[style]


def has_folded(archive: zipfile.ZipFile) -> bool:
    """Whether a sheet has hidden or filtered rows or columns."""
    names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    return any(_folded(archive, name) for name in names)


def _folded(archive: zipfile.ZipFile, name: str) -> bool:
    try:
        with archive.open(name) as part:
            before = b""
            while chunk := part.read(CHUNK):
                if FOLDED.search(before + chunk):
                    return True
                before = chunk[-OVERLAP:]
    except (*ZIP_FAULTS, OSError):
        return False  # told when the sheet itself is read
    return False


def _is_blank(cell: Any) -> bool:
    if str(cell.number_format or "").startswith(NOTHING):
        return True
    colour = cell.font.color
    if colour is None or colour.type not in ("rgb", "theme"):
        return False
    white = WHITE.fullmatch(str(colour.rgb)) if colour.type == "rgb" else colour.theme == 0 and not colour.tint
    if not white:
        return False
    ground = cell.fill.fgColor
    plain = cell.fill.fill_type in (None, "none")
    return plain or bool(cell.fill.fill_type == "solid" and ground.type == "rgb" and WHITE.fullmatch(str(ground.rgb)))
