"""How a reader that may take long says where it is, and learns which pages to leave out."""

from collections.abc import Callable


class Pace:
    """The page at work; a process that reads for another one reports it."""

    def __init__(self) -> None:
        self.report: Callable[[int], None] | None = None
        self.left_out: frozenset[int] = frozenset()  # pages, from 1, at which an earlier attempt died

    def at(self, page: int) -> bool:
        """Say that a page (from 1) begins; False when it is to be left out."""
        if page in self.left_out:
            return False
        if self.report is not None:
            self.report(page)
        return True


PACE = Pace()
