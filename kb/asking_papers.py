"""Which papers there are of a party."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from kb.asking_fact import first_words
from kb.asking_party import Named
from kb.asking_told import MOST, listed, names
from kb.model import Answer, Citation, Document, Kind
from kb.store import Store

PAPERS = r"(?:documents?|papers?|files?|letters?|certificates?|questionnaires?|records?|procedures?|mails?)"
ASKED = re.compile(
    rf"\b(?:which|what|all|list|any|show(?: me)?)\b.{{0,12}}\b(?P<kind>{PAPERS})\b.{{0,30}}"
    r"\b(?:from|of|by)\s+(?P<who>.+?)\W*$"
    rf"|\b(?:which|what) (?P<kind2>{PAPERS})\b.{{0,20}}\bfrom\s+(?P<who2>.+?)(?:\s+(?:are|do|is|have)\b.*)?\W*$",
    re.IGNORECASE,
)
ALL = re.compile(
    rf"^\W*(?:which|what|list|show|how many)\b(?: (?:me|all|the|our|of|current))*\s+(?P<kind>{PAPERS})"
    r"(?: (?:do|have|are|is|we|there|on file|in the base|here))*\W*$",
    re.IGNORECASE,
)
Verify = Callable[[Citation], Citation]
HOLD = re.compile(r"\b(?:do we (?:have|hold|keep)|have we|on file|are there|is there|list|show)\b", re.IGNORECASE)
KINDS = {
    "letter": (Kind.LETTER,),
    "mail": (Kind.LETTER,),
    "certificate": (Kind.CERTIFICATE,),
    "questionnaire": (Kind.QUESTIONNAIRE,),
    "record": (Kind.RECORD,),
    "procedure": (Kind.PROCEDURE, Kind.POLICY),
}


def list_papers(
    question: str,
    party: Named | None,
    documents: Sequence[Document],
    store: Store,
    verify: Verify,
) -> Answer | None:
    """The papers of the party that a question names; None for another question."""
    asked = ASKED.search(question)
    if not asked or not HOLD.search(question):
        return None
    if party is None:
        who = asked["who"] or asked["who2"]
        if not any(sign.isupper() for sign in who):
            return None
        reason = f"There are papers from: {names(document.party for document in documents)}."
        return Answer(question, False, f"There is no paper from {who}.", reason=reason)
    word = (asked["kind"] or asked["kind2"]).lower().rstrip("s")
    kinds = KINDS.get(word, tuple(Kind))
    own = [document for document in documents if document.party and _is_of(document, party)]
    rows = [(_told(document), first_words(document, store, verify)) for document in own if document.kind in kinds]
    head = f"{party.party}: {len(rows)} {word if len(kinds) < len(Kind) else 'paper'}{'' if len(rows) == 1 else 's'}."
    return listed(question, head, rows, answered=bool(rows))


def count_papers(question: str, documents: Sequence[Document], store: Store, verify: Verify) -> Answer | None:
    """The current papers of the kind that a question names, or how many there are of each; None for another one."""
    asked = ALL.search(question)
    if not asked:
        return None
    word = asked["kind"].lower().rstrip("s")
    kinds = KINDS.get(word)
    current = [document for document in documents if not document.superseded_by]
    if kinds is None:
        counts = Counter(document.kind.value for document in current)
        rows: list[tuple[str, Citation | None]] = [(f"{kind}: {count}", None) for kind, count in counts.most_common()]
        return listed(question, f"{len(current)} current documents.", rows)
    own = [document for document in current if document.kind in kinds]
    told = [(_told(document), first_words(document, store, verify)) for document in own[:MOST]]
    more = [(_told(document), None) for document in own[MOST:]]
    return listed(question, f"{len(own)} current {word}s.", [*told, *more])


def _is_of(document: Document, party: Named) -> bool:
    return any(document.party == paper.party for paper in party.papers) or document.party == party.party


def _told(document: Document) -> str:
    dated = f", {document.effective.isoformat()}" if document.effective else ", no date"
    until = f", until {document.expires.isoformat()}" if document.expires else ""
    old = ", replaced by a newer version" if document.superseded_by else ""
    return f"{document.name} ({document.kind.value}{dated}{until}{old})"
