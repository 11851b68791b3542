"""Reads pictures: the caption that a person wrote beside one, then the words that OCR finds in it."""

from pathlib import Path

from ingest.readers.captions import read_caption
from ingest.readers.layout import lines_of, pieces_of
from ingest.readers.ocr import words_in
from ingest.readers.pace import PACE
from ingest.readers.pdf_blocks import PageLines, blocks_of
from ingest.readers.pdf_tables import with_aligned_tables
from ingest.reading import Block, Reading
from kb.errors import RefusedFileError

MOST_PIXELS = 100_000_000
MOST_FRAMES = 50  # pages of a scanned .tif
TAKEN = 306  # the EXIF tag DateTime


def read(path: Path) -> Reading:
    """The caption and the words of a picture, page by page of a .tif; refuses one with neither."""
    from PIL import Image, ImageOps

    blocks, properties = read_caption(path)
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RefusedFileError(f"{path.name} has more than 100 million pixels: save it smaller.")
            taken = str(picture.getexif().get(TAKEN, ""))
            count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            frames = min(count, MOST_FRAMES)
            pages: list[PageLines] = []
            for frame in range(frames):
                if not PACE.at(frame + 1):
                    continue
                picture.seek(frame)
                upright = ImageOps.exif_transpose(picture)
                lines = with_aligned_tables(lines_of(pieces_of(words_in(upright))))
                pages.append(PageLines(frame + 1, float(upright.height), lines))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RefusedFileError(f"{path.name} is damaged or no picture: save it again as JPEG or PNG.") from error
    read_by_ocr: list[Block] = blocks_of(pages, {})
    if not blocks and not read_by_ocr:
        raise RefusedFileError(f"{path.name} has no words in it: write what it shows in {path.stem}.md beside it.")
    if len(taken) >= 10 and taken[:4].isdigit():
        properties.setdefault("created", taken[:10].replace(":", "-"))
    warnings = ["Its words were read by OCR: check its figures."] if read_by_ocr else []
    if count > frames:
        warnings.append(f"Only its first {frames} pages of {count} were read: split it.")
    return Reading((*blocks, *read_by_ocr), frames, properties, tuple(warnings))
