"""Reads the words in a picture: with tesseract where the system has it, else with rapidocr."""

import csv
import io
import logging
import shutil
import subprocess
from functools import cache
from typing import Any

from ingest.readers.layout import Word
from kb.errors import RefusedFileError

THREADS = 2
SIDE = 2000  # pixels of the longer side of a picture that is read
LEAST_CONFIDENCE = 0.5
TESSERACT_SECONDS = 90


def words_in(picture: Any, scale: float = 1.0) -> list[Word]:
    """The words or lines in a PIL picture; scale is pixels in a point of the boxes."""
    picture = picture.convert("RGB")
    shrink = min(1.0, SIDE / max(picture.size))
    if shrink < 1:
        picture = picture.resize((max(1, int(picture.width * shrink)), max(1, int(picture.height * shrink))))
    scale *= shrink
    if shutil.which("tesseract"):
        return _tesseract(picture, scale)
    words = _rapid(picture, scale)
    upright = [word for word in words if len(word.text) > 3 and word.bottom - word.top > 1.5 * (word.right - word.left)]
    if len(upright) > len(words) / 2:  # the page lies on its side
        turned = [_rapid(picture.rotate(angle, expand=True), scale) for angle in (90, 270)]
        words = max(turned, key=lambda each: sum(len(word.text) for word in each))
    return words


def _rapid(picture: Any, scale: float) -> list[Word]:
    import numpy

    result = _engine()(numpy.asarray(picture)[:, :, ::-1])
    if result.boxes is None or result.txts is None:
        return []
    words: list[Word] = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score >= LEAST_CONFIDENCE and text.strip():
            across, down = [float(x) / scale for x, _ in box], [float(y) / scale for _, y in box]
            words.append(Word(text.strip(), min(across), min(down), max(across), max(down)))
    return words


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise RefusedFileError("Scanned pages cannot be read here: install the package rapidocr.") from error
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    threads = {
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Global.log_level": "error",
        "Rec.rec_batch_num": 2,  # 6 at once takes a quarter of a gigabyte more
    }
    return RapidOCR(params=threads)


def _tesseract(picture: Any, scale: float) -> list[Word]:
    content = io.BytesIO()
    picture.save(content, "PNG")
    done = subprocess.run(
        ["tesseract", "-", "-", "--psm", "1", "tsv"],
        input=content.getvalue(),
        capture_output=True,
        timeout=TESSERACT_SECONDS,
        check=False,
    )
    words: list[Word] = []
    rows = csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        text = (row.get("text") or "").strip()
        if text and float(row["conf"]) >= 100 * LEAST_CONFIDENCE:
            left, top = float(row["left"]) / scale, float(row["top"]) / scale
            right, bottom = left + float(row["width"]) / scale, top + float(row["height"]) / scale
            words.append(Word(text, left, top, right, bottom))
    return words
