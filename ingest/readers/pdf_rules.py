"""The rules that a PDF page draws, and the grids of cells that they make."""

from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_float, c_int
from typing import Any

THIN = 3.0  # points: a path no thicker is one rule
SHORTEST = 5.0  # points of a rule
MOST_EDGES = 3_000  # more make a picture
DEEPEST = 4  # forms within one another
TOLERANCE = 3.0  # points between rules that are meant to touch

Box = tuple[float, ...]  # left, top, right, bottom
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def grids_of(page: Any, place: Callable[..., Box]) -> list[list[list[Box | None]]]:
    """The tables of a pypdfium2 page as rows of cells' boxes, None where a cell goes on from another row or column."""
    edges = [edge for box in _boxes(page) for edge in _edges(place(*box))]
    across = sum(1 for edge in edges if edge["orientation"] == "h")
    if across < 3 or len(edges) - across < 2 or len(edges) > MOST_EDGES:
        return []
    from pdfplumber.table import edges_to_intersections, intersections_to_cells, merge_edges

    merged = merge_edges(edges, TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, TOLERANCE, TOLERANCE))
    return [_rows(group) for group in _touching(cells)]


def _boxes(page: Any) -> Iterator[Box]:
    """Left, top, right, bottom of each drawn path in the page's own space; a path of many strokes gives each."""
    import pypdfium2.raw as raw

    count = raw.FPDFPage_CountObjects(page.raw)
    yield from _paths(raw, count, lambda index: raw.FPDFPage_GetObject(page.raw, index), SAME, 0)


def _paths(raw: Any, count: int, get: Callable[[int], Any], matrix: Matrix, depth: int) -> Iterator[Box]:
    for index in range(count):
        item = get(index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH and _is_drawn(raw, item):
            yield from _path_boxes(raw, item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _times(_matrix_of(raw, item), matrix)
            yield from _paths(raw, raw.FPDFFormObj_CountObjects(item), _getter(raw, item), inner, depth + 1)


def _getter(raw: Any, form: Any) -> Callable[[int], Any]:
    return lambda index: raw.FPDFFormObj_GetObject(form, index)


def _is_drawn(raw: Any, path: Any) -> bool:
    fill, stroke = c_int(), c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke)) and (fill.value or stroke.value))


def _path_boxes(raw: Any, path: Any, matrix: Matrix) -> Iterator[Box]:
    count = raw.FPDFPath_CountSegments(path)
    if count <= 5:
        sides = c_float(), c_float(), c_float(), c_float()
        if raw.FPDFPageObj_GetBounds(path, *map(byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            yield _extent([_moved(left, bottom, matrix), _moved(right, top, matrix)])
        return
    inner = _times(_matrix_of(raw, path), matrix)
    last = (0.0, 0.0)
    x, y = c_float(), c_float()
    for index in range(min(count, MOST_EDGES)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = _moved(x.value, y.value, inner)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            yield _extent([last, point])
        last = point


def _matrix_of(raw: Any, item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return SAME
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = one, other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _extent(points: Sequence[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), max(down), max(across), min(down)


def _edges(box: Box) -> list[dict[str, Any]]:
    """A thin box as one rule, a larger one as its four sides."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if height <= THIN:
        return [_edge(left, (top + bottom) / 2, right, (top + bottom) / 2)] if width > SHORTEST else []
    if width <= THIN:
        return [_edge((left + right) / 2, top, (left + right) / 2, bottom)] if height > SHORTEST else []
    if width <= SHORTEST or height <= SHORTEST:
        return []
    sides = (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    )
    return [_edge(*side) for side in sides]


def _edge(left: float, top: float, right: float, bottom: float) -> dict[str, Any]:
    shape = {"x0": left, "x1": right, "top": top, "bottom": bottom, "width": right - left, "height": bottom - top}
    return {**shape, "orientation": "h" if top == bottom else "v", "object_type": "line"}


def _touching(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner, together."""
    groups: list[tuple[set[tuple[float, float]], list[Box]]] = []
    for cell in cells:
        left, top, right, bottom = cell
        corners = {(left, top), (left, bottom), (right, top), (right, bottom)}
        members = [cell]
        apart: list[tuple[set[tuple[float, float]], list[Box]]] = []
        for group in groups:
            if group[0] & corners:
                corners |= group[0]
                members = group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (corners, members)]
    found = [members for _, members in groups if len(members) > 1]
    return sorted(found, key=lambda members: min(cell[1] for cell in members))


def _rows(cells: Sequence[Box]) -> list[list[Box | None]]:
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    placed = {(cell[1], cell[0]): cell for cell in cells}
    return [[placed.get((top, left)) for left in lefts] for top in tops]
