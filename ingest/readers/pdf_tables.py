"""Tables of a PDF page: ruled ones by their lines, others by the alignment of their cells."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.clauses import starts_item
from ingest.readers.layout import Line, Word, pieces_of, upright
from ingest.readers.pdf_rules import Box

LEAST_ROWS = 3  # of a table without rules


def ruled_tables(grids: Sequence[Sequence[Sequence[Box | None]]], words: Sequence[Word]) -> list[tuple[Line, set[int]]]:
    """The tables that a page's grids make, each with the indexes of the words in it."""
    taken: set[int] = set()
    tables: list[tuple[Line, set[int]]] = []
    for grid in grids:
        line, inside = _filled(grid, words, taken)
        if line is not None:
            taken |= inside
            tables.append((line, inside))
    return tables


def _filled(
    grid: Sequence[Sequence[Box | None]], words: Sequence[Word], taken: set[int]
) -> tuple[Line | None, set[int]]:
    """The table as a line with rows, None for a frame around text or an empty grid."""
    cells = [cell for line in grid for cell in line if cell]
    box = (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )
    inside = {index for index, word in enumerate(words) if index not in taken and _centre_in(word, box)}
    rows: list[list[str]] = []
    used: set[int] = set()
    for across in grid:
        row: list[str] = []
        for cell in across:
            members = [index for index in sorted(inside - used) if cell and _centre_in(words[index], cell)]
            used |= set(members)
            row.append(cell_text([words[index] for index in members]))
        rows.append(row)
    filled = [sum(1 for cell in row if cell) for row in rows]
    if max(filled, default=0) < 2 or sum(1 for count in filled if count) < 2 or len(used) < 0.8 * len(inside):
        return None, set()
    shown = " ".join(cell for row in rows for cell in row if cell)
    return Line([Word(shown, box[0], box[1], box[2], box[3])], rows=rows, ruled=True), used


def cell_text(words: Sequence[Word]) -> str:
    """The words of a cell, line by line; those of a heading that stands on end as they read."""
    if words and words[0].turn and all(word.turn == words[0].turn or len(word.text) == 1 for word in words):
        words = upright([replace(word, turn=words[0].turn) for word in words])
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.top + each.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        if lines and lines[-1][0].top < middle < lines[-1][0].bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return " ".join(word.text for line in lines for word in sorted(line, key=lambda each: each.left))


def _centre_in(word: Word, box: Sequence[float]) -> bool:
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def with_aligned_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines with runs of aligned cells made into tables."""
    done: list[Line] = []
    run: list[Line] = []
    for line in [*map(_with_mark_joined, lines), None]:
        if line is not None and not line.rows and (len(line.pieces) > 1 or _continues(run, line)):
            run.append(line)
            continue
        done += _table(run)
        run = []
        if line is not None:
            done.append(line)
    return done


def _with_mark_joined(line: Line) -> Line:
    """The line with its number or bullet joined to the words after it: they are no cells."""
    if line.rows or len(line.pieces) < 2 or not starts_item(f"{line.pieces[0].text} X"):
        return line
    mark, words = line.pieces[:2]
    if len(mark.text) <= 8 and len(line.pieces) == 2:
        line.pieces = [replace(words, text=f"{mark.text} {words.text}", left=mark.left)]
    return line


def _continues(run: Sequence[Line], line: Line) -> bool:
    """Whether a line of one piece goes on in a cell, not the first, of the row above."""
    if not run or line.top - run[-1].bottom > 0.8 * line.height:
        return False
    return any(abs(piece.left - line.left) < 3 for above in run for piece in above.pieces[1:])


def _table(run: list[Line]) -> list[Line]:
    rows = [line for line in run if len(line.pieces) > 1]
    if len(rows) < LEAST_ROWS:
        return run
    edges = _columns(rows)
    if edges is None:
        return run
    cells: list[list[str]] = []
    for line in run:
        row = [""] * len(edges)
        for piece in line.pieces:
            place = max((index for index, edge in enumerate(edges) if piece.left >= edge - 3), default=0)
            row[place] = f"{row[place]} {piece.text}".strip()
        if len(line.pieces) == 1 and cells:
            cells[-1] = [f"{above} {below}".strip() for above, below in zip(cells[-1], row, strict=True)]
        else:
            cells.append(row)
    pieces = pieces_of([piece for line in run for piece in line.pieces])
    box = Word(
        " ".join(line.text for line in run),
        min(piece.left for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.bottom for piece in pieces),
    )
    return [Line([box], run[0].frame, cells)]


def _columns(rows: Sequence[Line]) -> list[float] | None:
    """The left edges that most rows share, None where fewer than two are shared."""
    lefts = sorted(piece.left for line in rows for piece in line.pieces)
    edges: list[list[float]] = []
    for left in lefts:
        if edges and left - edges[-1][-1] < 6:
            edges[-1].append(left)
        else:
            edges.append([left])
    shared = [group[0] for group in edges if len(group) >= max(2, 0.5 * len(rows))]
    rivers = [edge for edge in shared if sum(1 for line in rows if _crosses(line, edge)) <= 0.1 * len(rows)]
    off = sum(1 for line in rows for piece in line.pieces if not any(abs(piece.left - edge) < 12 for edge in rivers))
    stray = off > 0.3 * sum(len(line.pieces) for line in rows)
    return rivers if len(rivers) >= 2 and not stray else None


def _crosses(line: Line, edge: float) -> bool:
    return any(piece.left < edge - 6 and piece.right > edge + 1 for piece in line.pieces)
