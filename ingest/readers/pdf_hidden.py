"""The text of a PDF page that nobody sees: unpainted, white on white, tiny, off the page, painted over."""

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Bounds = tuple[float, float, float, float]  # left, bottom, right, top in points
Matrix = tuple[float, float, float, float, float, float]
UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
UNPAINTED = (3, 7)  # text render modes
SCANNED = 0.5  # share of the page under pictures from which unpainted text is what OCR found in them
SMALLEST = 2.0  # points
NEARLY_WHITE = 240  # of 255, each colour
NEARLY_CLEAR = 12  # of 255, opacity
LIGHT = 235  # of 255, of most dots of a patch on which white is not seen
EVEN = 16  # of 255, between the darkest and the lightest dot of a patch without any sign in it
LARGE = 100.0  # square points of a shape that can cover words
MOST_COVERS = 300
SHORT = 32  # characters of a text that may be space only
DEEPEST = 4  # forms within one another


@dataclass(frozen=True, slots=True)
class _Thing:
    """An object of the page, in the order of painting."""

    raw: Any
    kind: int
    bounds: Bounds
    matrix: Matrix  # of the form that it stands in


def hidden_text(page: Any) -> frozenset[int]:
    """The addresses of a pypdfium2 page's text objects that nobody sees; an OCR layer over a scan is not hidden."""
    import pypdfium2.raw as raw

    things = list(_things(raw, page.raw, UNTURNED, 0))
    whole: Bounds = page.get_bbox()
    pictures = [thing for thing in things if thing.kind == raw.FPDF_PAGEOBJ_IMAGE]
    scanned = sum(_area(_common(each.bounds, whole)) for each in pictures) >= SCANNED * _area(whole)
    covers = _covers(raw, things)
    patches = _Patches(page)
    hidden = [
        thing.raw
        for place, thing in enumerate(things)
        if thing.kind == raw.FPDF_PAGEOBJ_TEXT and _is_hidden(raw, place, thing, whole, scanned, covers, patches)
    ]
    return _with_words(raw, page, hidden) if hidden else frozenset()


def _with_words(raw: Any, page: Any, texts: Sequence[Any]) -> frozenset[int]:
    """The addresses of those text objects that are more than space."""
    textpage = page.get_textpage()
    found: set[int] = set()
    for text in texts:
        buffer = (ctypes.c_ushort * SHORT)()
        size = ctypes.sizeof(buffer)
        longer = raw.FPDFTextObj_GetText(text, textpage.raw, buffer, size) > size  # then nothing is written
        if longer or any(code > 0x20 and code != 0xA0 for code in buffer):
            found.add(ctypes.cast(text, ctypes.c_void_p).value or 0)
    textpage.close()
    return frozenset(found)


def _is_hidden(
    raw: Any,
    place: int,
    thing: _Thing,
    whole: Bounds,
    scanned: bool,
    covers: Sequence[tuple[int, _Thing]],
    patches: "_Patches",
) -> bool:
    if raw.FPDFTextObj_GetTextRenderMode(thing.raw) in UNPAINTED:
        return not scanned
    if _area(thing.bounds) and not _area(_common(thing.bounds, whole)):
        return True
    if _size(raw, thing) < SMALLEST:
        return True
    red, green, blue, opacity = (ctypes.c_uint(0), ctypes.c_uint(0), ctypes.c_uint(0), ctypes.c_uint(255))
    if raw.FPDFPageObj_GetFillColor(thing.raw, red, green, blue, opacity):
        if opacity.value < NEARLY_CLEAR:
            return True
        if min(red.value, green.value, blue.value) >= NEARLY_WHITE and patches.ground(thing.bounds) > LIGHT:
            return True
    for later, cover in covers:
        if later > place and _inside(thing.bounds, cover.bounds):
            if cover.kind == raw.FPDF_PAGEOBJ_IMAGE:
                return not scanned and patches.is_solid(cover, thing.bounds)
            return patches.spread(thing.bounds) < EVEN
    return False


def _things(raw: Any, container: Any, matrix: Matrix, depth: int) -> Iterator[_Thing]:
    """The objects of a page or form, those in forms in the form's place."""
    if depth == 0:
        count, get = raw.FPDFPage_CountObjects(container), raw.FPDFPage_GetObject
    else:
        count, get = raw.FPDFFormObj_CountObjects(container), raw.FPDFFormObj_GetObject
    for index in range(count):
        thing = get(container, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < DEEPEST:
                yield from _things(raw, thing, _times(_matrix(raw, thing), matrix), depth + 1)
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
        yield _Thing(thing, kind, _moved((left.value, bottom.value, right.value, top.value), matrix), matrix)


def _covers(raw: Any, things: Sequence[_Thing]) -> list[tuple[int, _Thing]]:
    """Pictures and filled shapes that let nothing through, with their places in the order of painting."""
    found: list[tuple[int, _Thing]] = []
    for place, thing in enumerate(things):
        if thing.kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH) or _area(thing.bounds) < LARGE:
            continue
        if thing.kind == raw.FPDF_PAGEOBJ_PATH:
            mode, stroked = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(thing.raw, mode, stroked)
            if not mode.value:
                continue
        if not raw.FPDFPageObj_HasTransparency(thing.raw):
            found.append((place, thing))
    return found if len(found) <= MOST_COVERS else []


class _Patches:
    """Parts of the page as it is shown, drawn when first asked for."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._drawn: Any = None

    def ground(self, bounds: Bounds) -> float:
        """The lightness of most of a part, 0 to 255; white off the page."""
        import numpy

        patch = self._patch(bounds)
        return float(numpy.median(patch)) if patch.size else 255.0

    def is_solid(self, picture: _Thing, bounds: Bounds) -> bool:
        """Whether a picture lets nothing through where it lies over the bounds."""
        import pypdfium2
        import pypdfium2.raw as raw

        drawn = raw.FPDFImageObj_GetRenderedBitmap(self._page.pdf.raw, self._page.raw, picture.raw)
        if not drawn:
            return False
        dots = pypdfium2.PdfBitmap.from_raw(drawn).to_numpy()
        if dots.ndim < 3 or dots.shape[2] < 4:
            return True
        left, bottom, right, top = picture.bounds
        high, wide = dots.shape[0] / max(top - bottom, 0.1), dots.shape[1] / max(right - left, 0.1)
        rows = slice(int((top - bounds[3]) * high), int((top - bounds[1]) * high) + 1)
        part = dots[rows, int((bounds[0] - left) * wide) : int((bounds[2] - left) * wide) + 1, 3]
        return bool(part.size and part.min() > 255 - NEARLY_CLEAR)

    def spread(self, bounds: Bounds) -> float:
        """The difference between the lightest and the darkest dot of a part."""
        patch = self._patch(bounds)
        return float(patch.max()) - float(patch.min()) if patch.size else 0.0

    def _patch(self, bounds: Bounds) -> Any:
        import numpy

        if self._drawn is None:
            self._drawn = numpy.asarray(self._page.render(scale=1.0).to_pil().convert("L"))
        left, bottom, right, top = bounds
        west, _, _, north = self._page.get_bbox()
        if self._page.get_rotation():  # drawn turned: judge by the whole page
            return self._drawn
        rows = slice(max(0, math.floor(north - top)), math.ceil(north - bottom))
        return self._drawn[rows, max(0, math.floor(left - west)) : math.ceil(right - west)]


def _size(raw: Any, thing: _Thing) -> float:
    """The height of the letters on the page, in points."""
    size = ctypes.c_float()
    if not raw.FPDFTextObj_GetFontSize(thing.raw, size):
        return SMALLEST
    a, b, c, d, _, _ = _times(_matrix(raw, thing.raw), thing.matrix)
    return abs(size.value) * max(math.hypot(c, d), math.hypot(a, b))


def _matrix(raw: Any, thing: Any) -> Matrix:
    found = raw.FS_MATRIX()
    known = raw.FPDFPageObj_GetMatrix(thing, found)
    return (found.a, found.b, found.c, found.d, found.e, found.f) if known else UNTURNED


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(bounds: Bounds, matrix: Matrix) -> Bounds:
    if matrix is UNTURNED:
        return bounds
    a, b, c, d, e, f = matrix
    left, bottom, right, top = bounds
    points = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _common(one: Bounds, other: Bounds) -> Bounds:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _area(bounds: Bounds) -> float:
    return max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1])


def _inside(inner: Bounds, outer: Bounds) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
