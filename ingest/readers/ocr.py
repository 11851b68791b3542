"""Reads the words in a picture: with tesseract where the system has it, else with rapidocr."""

import csv
import io
import logging
import os
import shutil
import subprocess
from functools import cache
from typing import Any

from ingest.readers.layout import Word
from kb.errors import RefusedFileError

THREADS = max(1, (os.cpu_count() or 2) // 4)  # up to four readers may be at it side by side
LOWEST = 8  # pixels of a line of words
SIDE = 2000  # pixels of the longer side of a picture that is read
LEAST_CONFIDENCE = 0.5
JUDGED = 5  # lines that decide whether a page is upside down
SURE = 0.9
TESSERACT_SECONDS = 90


def words_in(picture: Any, scale: float = 1.0) -> list[Word]:
    """The words or lines in a PIL picture; scale is pixels in a point of the boxes."""
    picture = picture.convert("RGB")
    shrink = min(1.0, SIDE / max(picture.size))
    if shrink < 1:
        picture = picture.resize((max(1, int(picture.width * shrink)), max(1, int(picture.height * shrink))))
    scale *= shrink
    if min(picture.size) < LOWEST:
        return []
    if shutil.which("tesseract"):
        return _tesseract(picture, scale)
    words = _rapid(picture, scale)
    upright = [word for word in words if len(word.text) > 3 and word.bottom - word.top > 1.5 * (word.right - word.left)]
    if len(upright) > len(words) / 2:  # the page lies on its side
        words = _rapid(picture.rotate(90, expand=True), scale)
    return words


def _rapid(picture: Any, scale: float) -> list[Word]:
    import numpy

    pixels = numpy.asarray(picture)[:, :, ::-1]
    result = _engine()(pixels, use_det=True, use_cls=True, use_rec=True)
    if result.boxes is None or result.txts is None:
        return []
    words = _words(result, scale)
    if _is_upside_down(pixels, result.boxes):
        width, height = picture.width / scale, picture.height / scale
        sides = [(width - word.right, height - word.bottom, width - word.left, height - word.top) for word in words]
        words = [Word(word.text, *box) for word, box in zip(words, sides, strict=True)]
    return words


def _is_upside_down(pixels: Any, boxes: Any) -> bool:
    """Whether most of the longest lines stand on their heads; the library reads each right, but in the wrong order."""
    spans = [(min(x), min(y), max(x), max(y)) for x, y in ((box[:, 0], box[:, 1]) for box in boxes)]
    wide = sorted(spans, key=lambda span: span[0] - span[2])[:JUDGED]
    lines = [pixels[max(0, int(y)) : int(bottom), max(0, int(x)) : int(right)] for x, y, right, bottom in wide]
    judged = [_engine()(line, use_det=False, use_cls=True, use_rec=False).cls_res for line in lines if line.size]
    turned = sum(1 for found in judged if found and "180" in found[0][0] and found[0][1] > SURE)
    return turned > len(judged) / 2


def _words(result: Any, scale: float) -> list[Word]:
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
