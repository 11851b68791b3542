"""The annual review: which responses were reviewed inside the window before the anniversary, and which are due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kb.errors import ReviewError
from kb.expiry import horizon
from kb.model import Criterion, Flag
from kb.response import Response, State, Step


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion in the review."""

    criterion: Criterion
    flag: Flag
    response: Response | None
    reviewed: Step | None  # the approval, or the "reviewed, unchanged", inside the window; None: it is due


@dataclass(frozen=True, slots=True)
class Window:
    """The review window that is open on a day or opens next."""

    opens: date
    closes: date  # the anniversary: the last day
    as_of: date
    items: tuple[Item, ...]  # every criterion must be reviewed

    @property
    def is_open(self) -> bool:
        """Whether what is reviewed on the day counts."""
        return self.opens <= self.as_of

    @property
    def days_left(self) -> int:
        """Days until it closes; 0 on the last day."""
        return (self.closes - self.as_of).days

    @property
    def due(self) -> tuple[Item, ...]:
        """What has not been reviewed inside the window."""
        return tuple(item for item in self.items if item.reviewed is None)


def window(
    anniversary: date | None, as_of: date, criteria: Iterable[Criterion], responses: Mapping[int, Response]
) -> Window:
    """The review as it stands on a day; raises ReviewError without an anniversary."""
    ahead = horizon(anniversary, as_of)
    if ahead.opens is None:
        raise ReviewError(
            "The anniversary of the account is not known: set anniversary = 2027-03-01 (your date, as the portal shows"
            " it) in ctpat.toml in the workspace."
        )
    items = tuple(
        Item(each, each.flag(as_of), found, _reviewed(found, ahead.opens, ahead.until))
        for each in criteria
        for found in [responses.get(each.number)]
    )
    return Window(ahead.opens, ahead.until, as_of, items)


def _reviewed(response: Response | None, opens: date, closes: date) -> Step | None:
    """The step that counts as the review: nothing does while the response is being worked on again."""
    if response is None or response.state not in (State.APPROVED, State.SUBMITTED) or response.confirmed is None:
        return None
    day = date.fromisoformat(response.confirmed.at[:10])
    return response.confirmed if opens <= day <= closes else None
