"""Responses, change impact and the annual window, as text and as values for JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from kb import as_json
from kb.impact import Finding, Impact
from kb.model import Criterion
from kb.places import place
from kb.response import VERSIONS, Act, Response, Step, made_by
from kb.shown import table
from kb.window import Item, Window
from kb.wording import PIECE

Json = dict[str, Any]
NOT_BEGUN = "not begun"


def listed(criteria: Sequence[Criterion], responses: Mapping[int, Response], on: date) -> str:
    """A line a criterion: where its response is, whose it is, by when."""
    rows: list[tuple[str, ...]] = [("No.", "Flag", "State", "Version", "By", "On", "Owner", "Due", "SCSS", "Title")]
    for each in criteria:
        found = responses.get(each.number)
        told = _row(found) if found else (NOT_BEGUN, "", "", "", "", "", "")
        rows.append((str(each.number), each.flag(on).value, *told, each.title))
    counts: dict[str, int] = {}
    for row in rows[1:]:
        counts[row[2]] = counts.get(row[2], 0) + 1
    return table(rows) + "\n\n" + ", ".join(f"{count} {state}" for state, count in counts.items())


def listed_json(criteria: Sequence[Criterion], responses: Mapping[int, Response], on: date) -> list[Json]:
    """What `listed` tells."""
    return [
        as_json.criterion(each, on)
        | (_standing(responses[each.number]) if each.number in responses else {"state": NOT_BEGUN})
        for each in criteria
    ]


def shown(response: Response) -> str:
    """A response: its text, what no evidence carries, and its history."""
    newest = response.newest
    made = f"version {newest.version} by {newest.by}, {_day(newest)}"
    head = f"Criterion {response.criterion}: {response.state.value}, {made}"
    facts = (("owner", response.owner), ("due", str(response.due or "")), ("SCSS status", response.scss_status))
    lines = [", ".join([head, *(f"{name} {value}" for name, value in facts if value)]), ""]
    lines += [newest.words or "No text: the evidence carried none when it was begun."]
    if newest.uncarried:
        lines += ["", "No evidence carries:", *(f"  - {sentence}" for sentence in newest.uncarried)]
    rows = [(str(s.number), s.at[:16].replace("T", " "), s.by, s.act.value, _what(s)) for s in response.steps]
    return "\n".join([*lines, "", table([("Step", "At", "Who", "What", ""), *rows], most=100)])


def shown_json(response: Response) -> Json:
    """A response with every version, comment and step."""
    comments = {"comments": Act.COMMENT, "scss_comments": Act.SCSS_COMMENT, "set_aside": Act.SET_ASIDE}
    return {
        "criterion": response.criterion,
        **_standing(response),
        "text": response.newest.words,
        "uncarried": list(response.newest.uncarried),
        "citations": _citations(response.newest),
        "approved_text": response.in_force.words if response.in_force else None,
        "versions": [_step(step) | {"citations": _citations(step)} for step in made_by(VERSIONS, response)],
        **{name: [_step(step) for step in made_by((act,), response)] for name, act in comments.items()},
        "history": [_step(step) for step in response.steps],
    }


def impacts(found: Sequence[Impact], approved: int, bare: Sequence[int]) -> str:
    """Of so many approved answers those that rest on changed evidence, with the old and the new words.

    `bare` are the criteria whose approved answer has a sentence that no evidence carries.
    """
    if not approved:
        return "No answer is approved yet."
    told = f"Approved although no evidence carries every sentence: {', '.join(map(str, sorted(bare)))}."
    lines = [told] if bare else []
    if not found:
        return "\n".join([f"Approved answers: {approved}. What evidence they have is as it was.", *lines])
    for each in found:
        response = each.response
        version = response.in_force.version if response.in_force else 0
        lines += [f"Criterion {response.criterion} ({response.state.value}, approved version {version}):"]
        for finding in each.findings:
            where = place(finding.citation.locator)
            lines += [f"  {finding.why}{f' ({where})' if where else ''}", f"    - {' '.join(finding.old.split())}"]
            lines += [f"    + {' '.join(finding.new.split())}"] if finding.new else []
    return "\n".join([*lines, "", f"{len(found)} approved answer{'s' if len(found) > 1 else ''} to look at again."])


def impacts_json(found: Sequence[Impact]) -> list[Json]:
    """What `impacts` tells."""
    return [
        {"criterion": each.response.criterion, "state": each.response.state.value}
        | {"version": each.response.in_force.version if each.response.in_force else None}
        | {"findings": [_finding(finding) for finding in each.findings]}
        for each in found
    ]


def windowed(found: Window) -> str:
    """The annual review: the days, and what is due."""
    done = len(found.items) - len(found.due)
    state = f"is open since {found.opens}" if found.is_open else f"opens on {found.opens}"
    left = f"{found.days_left} day{'' if found.days_left == 1 else 's'} left"
    lines = [f"The annual review window {state} and closes on {found.closes}: {left}."]
    lines.append(f"{done} of {len(found.items)} criteria reviewed inside it, {len(found.due)} due.")
    if not found.is_open:
        lines.append("What is reviewed before it opens does not count.")
    rows = [("No.", "Flag", "State", "Reviewed", "Title")]
    rows += [
        (str(each.criterion.number), each.flag.value, _state(each), _reviewed(each), each.criterion.title)
        for each in found.items
    ]
    return "\n".join([*lines, "", table(rows)])


def windowed_json(found: Window) -> Json:
    """What `windowed` tells."""
    return {
        "opens": found.opens.isoformat(),
        "closes": found.closes.isoformat(),
        "open": found.is_open,
        "days_left": found.days_left,
        "must_be_reviewed": len(found.items),
        "reviewed": [_item(item) for item in found.items if item.reviewed],
        "due": [_item(item) for item in found.due],
    }


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """Two texts as pieces of one, each "same", "gone" or "new": without the new ones the old text, and so on."""
    before, after = _words(old), _words(new)
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[a:b])))
            continue
        pieces += [("gone", "".join(before[a:b]))] if b > a else []
        pieces += [("new", "".join(after[c:d]))] if d > c else []
    return pieces


def _words(text: str) -> list[str]:
    ends = [found.end() for found in PIECE.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if end > start]


def _row(found: Response) -> tuple[str, ...]:
    newest = found.newest
    about = (found.owner, str(found.due or ""), found.scss_status)
    return (found.state.value, str(newest.version), newest.by, newest.at[:10], *about)


def _standing(response: Response) -> Json:
    newest, confirmed = response.newest, response.confirmed
    return {
        "state": response.state.value,
        "version": newest.version,
        "by": newest.by,
        "at": newest.at,
        "owner": response.owner or None,
        "due": response.due.isoformat() if response.due else None,
        "scss_status": response.scss_status or None,
        "approved_version": response.in_force.version if response.in_force else None,
        "reviewed": _step(confirmed) if confirmed else None,
    }


def _step(step: Step) -> Json:
    told = {"step": step.number, "what": step.act.value, "by": step.by, "at": step.at, "version": step.version}
    return told | {"words": step.words, "uncarried": list(step.uncarried)}


def _citations(step: Step) -> list[Json]:
    told = [as_json.citation(support.citation) | {"party": support.party} for support in step.supports]
    for each in told:
        del each["verified"]  # it says how the words stood when the version was made
    return told


def _finding(found: Finding) -> Json:
    cited = as_json.citation(found.citation)
    kept = {name: cited[name] for name in ("document", "page", "clause", "sheet", "row", "start", "end", "sha256")}
    return (
        kept
        | {"what": found.what.value, "why": found.why, "quote": found.citation.quote}
        | {
            "old": found.old,
            "new": found.new or None,
        }
    )


def _item(item: Item) -> Json:
    told: Json = {"criterion": item.criterion.number, "title": item.criterion.title, "flag": item.flag.value}
    return told | {"state": _state(item), "reviewed": _step(item.reviewed) if item.reviewed else None}


def _state(item: Item) -> str:
    return item.response.state.value if item.response else NOT_BEGUN


def _reviewed(item: Item) -> str:
    return f"{item.reviewed.act.value} {_day(item.reviewed)} by {item.reviewed.by}" if item.reviewed else "due"


def _day(step: Step) -> str:
    return step.at[:10]


def _what(step: Step) -> str:
    if step.act in (*VERSIONS, Act.SET_ASIDE):
        made = f"on version {step.version}" if step.act is Act.SET_ASIDE else f"version {step.version}"
        return f"{made}, {len(step.words)} characters, {len(step.supports)} quotes"
    return step.words
