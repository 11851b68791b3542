"""Takes films and sound recordings by the caption that a person wrote beside them."""

from pathlib import Path

from ingest.readers.captions import read_caption
from ingest.reading import Reading
from kb.errors import RefusedFileError


def read(path: Path) -> Reading:
    """The caption of a film or recording; refuses one without caption."""
    blocks, properties = read_caption(path)
    if not blocks:
        raise RefusedFileError(
            f"{path.name} has no caption: write what it shows, when and where, in {path.stem}.md beside it."
        )
    return Reading(tuple(blocks), properties=properties)
