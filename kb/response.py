"""A Partner Response on its way to the portal: the steps that people took, and where it stands after them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.model import Citation


class State(StrEnum):
    """Where a response is."""

    DRAFTED = "drafted"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    SUBMITTED = "submitted"


class Act(StrEnum):
    """What a step does."""

    STARTED = "started"  # makes version 1 from the draft
    EDITED = "edited"  # makes the next version
    SET_ASIDE = "set aside"  # a text made on a version that was no longer the newest; kept, in force nowhere
    SENT = "sent to review"
    APPROVED = "approved"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed, unchanged"
    OWNER = "owner"
    DUE = "due"
    COMMENT = "comment"
    SCSS_COMMENT = "SCSS comment"
    SCSS_STATUS = "SCSS status"


VERSIONS = (Act.STARTED, Act.EDITED)


@dataclass(frozen=True, slots=True)
class Support:
    """Quoted evidence that a version of a response rests on."""

    citation: Citation
    party: str  # by its name in the text
    around: str  # the page, or the passage where there are no pages, in which the quote stood
    told: str = ""  # how the draft tells it, with its source; empty where a language model worded it


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person did with a response."""

    criterion: int
    act: Act
    by: str
    at: str  # ISO 8601 with the distance from UTC
    words: str  # a version's text, a reason, a comment, a name or a day
    version: int  # that it makes or is about; of a text set aside, the one it was made on
    supports: tuple[Support, ...] = ()  # of a version
    uncarried: tuple[str, ...] = ()  # sentences that no evidence carries: of a version, or as they were approved
    settled: tuple[str, ...] = ()  # changes of the evidence that were known when this was approved or confirmed
    number: int = 0  # over all responses; 0 until it is kept


@dataclass(frozen=True, slots=True)
class Response:
    """Where a response stands after its steps."""

    criterion: int
    steps: tuple[Step, ...]  # oldest first
    state: State
    newest: Step  # the step that made the newest version
    owner: str = ""
    due: date | None = None
    scss_status: str = ""
    in_force: Step | None = None  # the version that was approved last and not returned since
    confirmed: Step | None = None  # the approval of it, or a later "reviewed, unchanged"
    settled: tuple[str, ...] = ()  # changes of its evidence that somebody has seen


def response_of(steps: Sequence[Step]) -> Response:
    """Where a response stands; of at least one step, the first of which starts it."""
    state, values = State.DRAFTED, dict.fromkeys((Act.OWNER, Act.DUE, Act.SCSS_STATUS), "")
    newest = steps[0]
    in_force: Step | None = None
    confirmed: Step | None = None
    for step in steps:
        if step.act in VERSIONS:
            newest = step
            state = State.IN_REVIEW if state is State.IN_REVIEW else State.DRAFTED
        elif step.act is Act.SENT:
            state = State.IN_REVIEW
        elif step.act is Act.APPROVED:
            state, in_force, confirmed = State.APPROVED, newest, step
        elif step.act is Act.RETURNED:
            state, in_force, confirmed = State.DRAFTED, None, None
        elif step.act is Act.SUBMITTED:
            state = State.SUBMITTED
        elif step.act is Act.REVIEWED:
            confirmed = step
        elif step.act in values:
            values[step.act] = step.words
    return Response(
        criterion=newest.criterion,
        steps=tuple(steps),
        state=state,
        newest=newest,
        owner=values[Act.OWNER],
        due=date.fromisoformat(values[Act.DUE]) if values[Act.DUE] else None,
        scss_status=values[Act.SCSS_STATUS],
        in_force=in_force,
        confirmed=confirmed,
        settled=confirmed.settled if confirmed else (),
    )


def made_by(acts: Iterable[Act], response: Response) -> list[Step]:
    """The steps of these kinds, oldest first."""
    wanted = set(acts)
    return [step for step in response.steps if step.act in wanted]
