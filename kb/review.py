"""The way of a Partner Response to the portal: drafted, in review, approved, submitted, and back with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kb.access import require
from kb.assistant import Assistant
from kb.audit import person
from kb.draft import Phrase
from kb.errors import ReviewError
from kb.impact import finding, findings
from kb.meanwhile import Seen, papers_of
from kb.meanwhile import check as check_seen
from kb.model import Coverage, Flag, Grade, Status
from kb.people import Role
from kb.phrasing import as_they_stand
from kb.response import VERSIONS, Act, Response, State, Step, Support
from kb.responses import keep, response
from kb.supports import Checked, check, open_lines, support_of, supports_of

FROM = {  # the states in which a step can be taken
    Act.SENT: (State.DRAFTED,),
    Act.APPROVED: (State.IN_REVIEW,),
    Act.RETURNED: (State.IN_REVIEW, State.APPROVED, State.SUBMITTED),
    Act.SUBMITTED: (State.APPROVED,),
    Act.REVIEWED: (State.APPROVED, State.SUBMITTED),
}
NOTES = (Act.OWNER, Act.DUE, Act.COMMENT, Act.SCSS_COMMENT, Act.SCSS_STATUS)
SAID = (Act.COMMENT, Act.SCSS_COMMENT)  # these cannot be empty; the others are taken away by it
MAY = {Act.SENT: Role.EDITOR}  # the other steps are an approver's
MOST = {Act.OWNER: 120, Act.SCSS_STATUS: 120, Act.COMMENT: 20_000, Act.SCSS_COMMENT: 20_000}  # characters of a note
LONGEST_REASON = 2_000
LONGEST = 200_000  # characters of a text; the portal itself has no limit
TRUE = (Grade.SUPPORTS, Grade.PARTIAL)  # what these say is so, as far as it goes
CLOSED = (Status.COVERED, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Move:
    """A step that a person wants to take with a version."""

    act: Act
    reason: str = ""  # of a return; or despite what it is approved or confirmed
    on: int | None = None  # the version that the person has seen; None: the newest, whichever it is
    seen: Seen | None = None  # how far they have seen what others did about the criterion; None: that does not matter


def start(assistant: Assistant, number: int, by: str = "", phrase: Phrase | None = None) -> Response:
    """Begin the response of a criterion with today's draft, worded by `phrase`; raises ReviewError where there is one.

    Without `phrase` the language model of the settings is asked.
    """
    who = _by(assistant, by)
    written = assistant.draft(number, phrase=phrase)
    supports = supports_of(written, assistant.papers(), assistant.settings.company)
    checked = check(written.portal_text, supports, assistant.settings.company)
    store = assistant.base.store
    with store.transaction():
        there = response(store, number)
        if there:
            raise ReviewError(
                f"Criterion {number} has a response, {there.state.value}, version {there.newest.version} by"
                f" {there.newest.by}: ctpat review {number} shows it, ctpat draft {number} today's draft."
            )
        step = Step(number, Act.STARTED, who, _now(), written.portal_text, 1, supports, checked.uncarried)
        keep(store, step)
    return of(assistant, number)


def edit(assistant: Assistant, number: int, text: str, on: int | None = None, by: str = "") -> Response:
    """Keep a text as the next version, made on the version `on`; the same text again makes none.

    Where somebody else has made a version since, raises ReviewError that names them; the text is kept, set aside.
    Without `on` it is made on the newest version, if that is the draft's or the same person's.
    """
    who, said = _by(assistant, by), text.replace("\r\n", "\n").strip()
    if not said:
        raise ReviewError(f"The text for criterion {number} is empty: nothing was changed.")
    if len(said) > LONGEST:
        raise ReviewError(
            f"The text for criterion {number} has {len(said):,} characters: at most {LONGEST:,} are kept."
        )
    before = of(assistant, number)
    base = before.newest.version if on is None else on
    made_on = _version(before, base)
    if on is None and before.newest.act is Act.EDITED and before.newest.by != who:
        raise ReviewError(
            f"The newest version of {number} is {base}, by {before.newest.by}: say on which version the text was made,"
            f" such as --on {base}. Nothing was changed."
        )
    supports, checked = _held(assistant, number, said, made_on.supports)
    store = assistant.base.store
    with store.transaction():
        newest = of(assistant, number).newest
        if said == newest.words:
            return of(assistant, number)
        late = newest.version != base
        act, version = (Act.SET_ASIDE, base) if late else (Act.EDITED, base + 1)
        step = keep(store, Step(number, act, who, _now(), said, version, supports, checked.uncarried))
    if late:
        raise ReviewError(
            f"{newest.by} changed the response to {number} on {_minute(newest.at)}, after version {base} that you"
            f" edited: version {newest.version} stands, and your text is kept in the history as step {step.number}."
            " Bring the two together and save that."
        )
    return of(assistant, number)


def move(assistant: Assistant, number: int, wish: Move, by: str = "") -> Response:
    """Take a step with the newest version; raises ReviewError that says what stands in its way.

    Raises ChangedError for what the person has not seen yet. A step that they took last, today, is not taken again.
    """
    who, reason = _by(assistant, by, MAY.get(wish.act, Role.APPROVER)), " ".join(wish.reason.split())
    _within("The reason", reason, LONGEST_REASON)
    seen, store = of(assistant, number), assistant.base.store
    if wish.seen and _is_taken(seen.steps[-1], wish, who, reason):
        return seen
    resting = papers_of(assistant.coverage(number), seen) if wish.seen else ()
    if wish.seen:
        check_seen(store, wish.seen, str(number), resting, who, approving=True)
    _may(seen, wish)
    if wish.act is Act.RETURNED and not reason:
        raise ReviewError(f"Why the response to {number} is returned must be said: --return “reason”.")
    if wish.act in (Act.SENT, Act.APPROVED) and not seen.newest.words:
        raise ReviewError(f"The response to {number} has no text yet: ctpat review {number} --text FILE.")
    uncarried = approvable(assistant, seen, reason) if wish.act is Act.APPROVED else ()
    settled = _settled(assistant, seen, wish.act, reason)
    with store.transaction():
        now = of(assistant, number)
        if wish.seen:  # between the look above and this one somebody may have come first
            check_seen(store, wish.seen, str(number), resting, who, approving=True)
        _may(now, Move(wish.act, on=seen.newest.version))
        step = Step(number, wish.act, who, _now(), reason, now.newest.version, uncarried=uncarried, settled=settled)
        keep(store, step)
    return of(assistant, number)


def _is_taken(last: Step, wish: Move, who: str, reason: str) -> bool:
    """Whether the last step is the one that is wished for, taken today, as after a second click."""
    taken = (last.act, last.by, last.words, last.version, last.at[:10])
    return taken == (wish.act, who, reason, wish.on, _now()[:10])


def note(assistant: Assistant, number: int, act: Act, words: str, by: str = "") -> Response:
    """Keep an owner, a due date (2027-02-01), a comment, or what the portal shows of the SCSS; raises ReviewError."""
    who, said = _by(assistant, by), words.strip() if act in SAID else " ".join(words.split())
    if act in SAID and not said:
        raise ReviewError(f"The {act.value} on {number} is empty: nothing was kept.")
    _within(f"The {act.value}", said, MOST.get(act, LONGEST))
    if act is Act.DUE and said:
        try:
            said = date.fromisoformat(said).isoformat()
        except ValueError as error:
            raise ReviewError(f"“{said}” is not a day such as 2027-02-01: nothing was kept.") from error
    store = assistant.base.store
    with store.transaction():
        now = of(assistant, number)
        if not _is_taken(now.steps[-1], Move(act, on=now.newest.version), who, said):  # as by two clicks
            keep(store, Step(number, act, who, _now(), said, now.newest.version))
    return of(assistant, number)


def _within(what: str, words: str, most: int) -> None:
    if len(words) > most:
        raise ReviewError(f"{what} has {len(words):,} characters, and at most {most:,} are kept: nothing was kept.")


def of(assistant: Assistant, number: int) -> Response:
    """The response of a criterion; raises ReviewError where nobody has started one."""
    found = response(assistant.base.store, number)
    if found is None:
        raise ReviewError(
            f"Criterion {number} has no response yet: ctpat review {number} --start makes it of the draft."
        )
    return found


def approvable(assistant: Assistant, seen: Response, despite: str = "") -> tuple[str, ...]:
    """The sentences of the newest version that no evidence carries today, where a reason is given to approve them.

    Raises ReviewError that says what keeps the version from being approved.
    """
    number = seen.criterion
    coverage, text = assistant.coverage(number), seen.newest.words
    unsaid = _unsaid(coverage, text)
    if unsaid:
        raise ReviewError(unsaid)
    papers = assistant.papers()
    sound = [support for support in seen.newest.supports if finding(support, papers) is None]
    uncarried = check(text, sound, assistant.settings.company).uncarried
    if uncarried and not despite:
        raise ReviewError(
            f"No evidence carries {_counted(uncarried)} of the response to {number}, such as “{_short(uncarried[0])}”:"
            " put the words right, or approve it --despite “reason”."
        )
    return uncarried


def _unsaid(coverage: Coverage, text: str) -> str:
    """Why a Must that is not covered cannot be approved with a text; empty where the text says what is open."""
    if coverage.flag is not Flag.MUST or coverage.status in CLOSED:
        return ""
    parts = [judged for judged in coverage.judgements if judged.status not in CLOSED]
    said = len(open_lines(text))
    if said >= len(parts):
        return ""
    named = "; ".join(f"{judged.requirement.id} ({judged.status.value})" for judged in parts)
    return (
        f"Criterion {coverage.criterion.number} is a Must and not covered: {named}. The text must say what is open, a"
        f" line that begins with “Open:” for each of the {len(parts)}; it has {said}."
    )


def _held(
    assistant: Assistant, number: int, text: str, before: Sequence[Support]
) -> tuple[tuple[Support, ...], Checked]:
    """The evidence that a text rests on, and the text held against it.

    A text with sentences that nothing carries was made of the version before all the same, and keeps its evidence.
    """
    company, papers = assistant.settings.company, assistant.papers()
    today = supports_of(assistant.draft(number, phrase=as_they_stand), papers, company)
    shown = [item for judged in assistant.coverage(number).judgements for item in judged.evidence]
    true = [item.citation for item in shown if item.grade in TRUE and item.citation.verified and not item.by_meaning]
    others = [support_of(each, papers, company) for each in true if not papers.reservation(each.path)]
    sound = _each_once([*(old for old in before if finding(old, papers) is None), *today, *others])
    checked = check(text, sound, company)
    return (_each_once([*checked.used, *(before if checked.uncarried else ())]), checked)


def _each_once(supports: Iterable[Support]) -> tuple[Support, ...]:
    places: dict[tuple[str, str, int, int], Support] = {}
    for support in supports:
        cited = support.citation
        places.setdefault((cited.path, cited.sha256, cited.start, cited.end), support)
    return tuple(places.values())


def _settled(assistant: Assistant, seen: Response, act: Act, reason: str) -> tuple[str, ...]:
    """The changes of the evidence that are known as this is approved or confirmed."""
    papers = assistant.papers()
    if act is Act.APPROVED:
        found = [finding(support, papers) for support in seen.newest.supports]
        return tuple(each.key for each in found if each)
    if act is not Act.REVIEWED:
        return ()
    changed = findings(seen, papers)
    fresh = [each for each in changed if each.key not in seen.settled]
    if fresh and not reason:
        raise ReviewError(
            f"The evidence of the response to {seen.criterion} is not what it was ({fresh[0].why}): ctpat impact shows"
            " it; edit and approve it anew, or confirm it --despite “reason”."
        )
    return tuple(each.key for each in changed)


def _may(now: Response, wish: Move) -> None:
    newest = now.newest
    if wish.on is not None and wish.on != newest.version:
        raise ReviewError(
            f"{newest.by} changed the response to {now.criterion} on {_minute(newest.at)}: version {newest.version}"
            f" stands, not {wish.on}. Look at it first; nothing was changed."
        )
    if now.state not in FROM[wish.act]:
        wanted = " or ".join(state.value for state in FROM[wish.act])
        raise ReviewError(
            f"The response to {now.criterion} is {now.state.value}; only one that is {wanted} can become"
            f" “{wish.act.value}”."
        )


def _version(now: Response, version: int) -> Step:
    found = next((step for step in now.steps if step.act in VERSIONS and step.version == version), None)
    if found is None:
        raise ReviewError(
            f"The response to {now.criterion} has no version {version}: the newest is {now.newest.version}."
        )
    return found


def _by(assistant: Assistant, named: str, role: Role = Role.EDITOR) -> str:
    require(assistant.settings, role, "take this step with a response" if role is Role.APPROVER else "write a response")
    by = person(assistant.settings, named)
    if not by:
        raise ReviewError('Who does this is not known: --by NAME, or user = "NAME" in ctpat.toml.')
    return by


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _minute(at: str) -> str:
    return at[:16].replace("T", " at ")


def _counted(sentences: Sequence[str]) -> str:
    return "1 sentence" if len(sentences) == 1 else f"{len(sentences)} sentences"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99]}…"
