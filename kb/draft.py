"""The Partner Response of a criterion, composed of quoted evidence only."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kb.carried import MARKER
from kb.decided import lines as told_of
from kb.model import Citation, Coverage, Draft, Evidence, Grade, Kind, Layer, Status
from kb.places import source

SENTENCES = 3  # quoted passages a party: a response is read by an officer, not searched
OWN = ""  # the party of the company's own papers
COMPANY = "The company"  # where the settings do not name it


Phrase = Callable[[str, Sequence[str]], list[str]]  # party, its quotes -> bullets with markers [1]… of the quotes


def draft(
    coverage: Coverage,
    company: str,
    verify: Callable[[Citation], Citation],
    title: Callable[[str], str],
    phrase: Phrase | None = None,
) -> Draft:
    """A draft from a criterion's coverage; `title` gives a document's title for its path.

    Only evidence that supports, and whose quote is verified, is written for the portal. Where nothing supports, the
    portal text is empty and the review text says what is missing. `phrase` words a party's block, where a language
    model is configured; what it gives must already be held to the quotes.
    """
    number = coverage.criterion.number
    chosen = _numbered([replace(e, citation=verify(e.citation)) for e in _supporting(coverage)])
    open_items = _open_items(coverage)
    if not chosen or coverage.status in (Status.GAP, Status.STALE, Status.NOT_APPLICABLE):
        return Draft(number, "", _internal(coverage, open_items), (), open_items)
    blocks = [
        _phrased(party or company or COMPANY, pieces, phrase) or _block(party or company or COMPANY, pieces, title)
        for party, pieces in _by_party(chosen)
    ]
    portal = "\n".join(f"- {block}" for block, _ in blocks)
    review = "\n".join(f"- {block}" for _, block in blocks)
    if open_items:
        review += "\n\nOpen, not in the portal text:\n" + "\n".join(f"- {item}" for item in open_items)
    decided = [f"- {judged.requirement.id}: {line}" for judged in coverage.judgements for line in told_of(judged)]
    if decided:
        review += "\n\nDecided by people:\n" + "\n".join(decided)
    return Draft(number, portal, review, tuple(e.citation for e in chosen), open_items)


def _supporting(coverage: Coverage) -> list[Evidence]:
    """The best supporting evidence: each passage once, a few for each party, spread over the parts."""
    chosen: dict[tuple[str, int, int], Evidence] = {}
    count: dict[tuple[str, str], int] = {}
    for judged in coverage.judgements:
        for item in judged.evidence if judged.status is not Status.NOT_APPLICABLE else ():
            key = (item.citation.path, item.citation.start, item.citation.end)
            share = (item.party, judged.requirement.id)
            if item.grade is Grade.SUPPORTS and key not in chosen and count.get(share, 0) < SENTENCES:
                chosen[key] = item
                count[share] = count.get(share, 0) + 1
    return list(chosen.values())


def _numbered(evidence: Iterable[Evidence]) -> list[Evidence]:
    kept = [item for item in evidence if item.citation.verified]
    return [
        replace(item, citation=replace(item.citation, marker=f"[{place}]")) for place, item in enumerate(kept, start=1)
    ]


def _by_party(evidence: list[Evidence]) -> list[tuple[str, list[Evidence]]]:
    """The company first, then its partners by name; a party's procedures before its records."""
    parties = sorted({item.party for item in evidence}, key=lambda party: (party != OWN, party))
    return [
        (party, sorted((e for e in evidence if e.party == party), key=lambda e: e.layer is not Layer.PROCEDURE))
        for party in parties
    ]


def _block(name: str, pieces: list[Evidence], title: Callable[[str], str]) -> tuple[str, str]:
    """(portal text, review text) of one party, in the documents' own sentences."""
    plain, marked = [], []
    for piece in pieces:
        lead = {Layer.RECORD: "Record: ", Layer.TRAINING: "Training record: "}.get(piece.layer or Layer.PROCEDURE, "")
        if piece.decision:  # a person took it for what is asked, which does not make a record of it
            lead = ""
        words = " ".join(piece.citation.quote.split())
        bare = words.removeprefix(piece.citation.locator.clause).strip()  # the clause is named behind the quote
        plain.append(f"{lead}“{bare}” ({_where(piece, title(piece.citation.path))}).")
        marked.append(f"{lead}“{words}” {piece.citation.marker} ({source(piece.citation)}).")
    return f"{name}: {' '.join(plain)}", f"{name}: {' '.join(marked)}"


def _phrased(name: str, pieces: list[Evidence], phrase: Phrase | None) -> tuple[str, str] | None:
    """(portal text, review text) of one party in a model's words; None where there are none that hold."""
    bullets = phrase(name, [piece.citation.quote for piece in pieces]) if phrase else []
    if not bullets:
        return None
    own = {f"[{place}]": piece.citation.marker for place, piece in enumerate(pieces, start=1)}
    marked = " ".join(MARKER.sub(lambda found: own[found[0]], bullet) for bullet in bullets)
    plain = re.sub(r"\s+([.,;])", r"\1", MARKER.sub("", " ".join(bullets)))
    return f"{name}: {' '.join(plain.split())}", f"{name}: {marked}"


def _where(piece: Evidence, title: str) -> str:
    """The document as an officer would look for it: title, clause or row, date."""
    locator = piece.citation.locator
    parts = [title or piece.citation.document]
    if locator.clause:
        parts.append(locator.clause)
    elif locator.row is not None:
        parts.append(f"row {locator.row}")
    elif locator.page is not None:
        parts.append(f"page {locator.page}")
    if piece.effective and piece.kind not in (Kind.POLICY, Kind.PROCEDURE):
        parts.append(piece.effective.isoformat())
    return ", ".join(parts)


def _open_items(coverage: Coverage) -> tuple[str, ...]:
    return tuple(
        f"{judged.requirement.id}: {judged.missing}"
        for judged in coverage.judgements
        if judged.status not in (Status.COVERED, Status.NOT_APPLICABLE)
    )


def _internal(coverage: Coverage, open_items: tuple[str, ...]) -> str:
    flag = "This is a Must." if coverage.flag.value == "Must" else "This is a Should."
    lines = [f"No portal text: criterion {coverage.criterion.number} stands at “{coverage.status.value}”. {flag}"]
    lines += [f"- {item}" for item in open_items]
    lines += [f"- {judged.requirement.id}: {line}" for judged in coverage.judgements for line in told_of(judged)]
    lines += [f"- Next: {action}" for action in coverage.next_actions]
    return "\n".join(lines)
