"""Who answers a question: a criterion's coverage, a list about the base, or what the documents say."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.answer import answer_freely, searched
from kb.asking_after import standalone
from kb.asking_criterion import JudgedWithin, answer_about, criterion_asked
from kb.asking_fact import fact_cited
from kb.asking_papers import count_papers, list_papers
from kb.asking_party import Named, party_named
from kb.asking_reviews import list_overdue, tell_review
from kb.asking_vendors import list_unanswered, tell_answer
from kb.asking_versions import tell_changes
from kb.asking_words import taken_apart
from kb.criteria import Catalogue
from kb.errors import UnknownCriterionError
from kb.listing import list_answered_no, list_expiring
from kb.model import Answer, Citation, Coverage, Document, Hit
from kb.store import Store

Search = Callable[[str, str], Sequence[Hit]]  # a question and the beginning of the paths to search, empty for all
SAYS = re.compile(r"\b(?:say|says|said|write|writes|wrote|state|states|tell|tells|told|claim|claims)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ground:
    """What questions are answered from, in one state of the base."""

    store: Store
    documents: Mapping[str, Document]  # by path
    search: Search
    catalogue: Catalogue
    coverage: Callable[[int], Coverage]
    judged_within: JudgedWithin
    verify: Callable[[Citation], Citation]
    as_of: date
    anniversary: date | None = None


def answered(question: str, before: Answer | Sequence[Answer | str], ground: Ground) -> Answer:
    """The answer to a question, read with the subject of those before it where it hangs on them."""
    earlier = [before] if isinstance(before, Answer) else before
    full = standalone(question, [each.question if isinstance(each, Answer) else each for each in earlier])
    found = _routed(full, ground)
    if full == question:
        return found
    return replace(found, question=question, reason=f"Understood as “{full}”. {found.reason}".strip())


def _routed(question: str, ground: Ground) -> Answer:
    """The answer of whoever the question is for: the first that takes it."""
    documents = list(ground.documents.values())
    party = party_named(question, documents)
    try:
        number = criterion_asked(question, party, ground.catalogue)
    except UnknownCriterionError as error:
        return Answer(question, False, str(error), reason=str(error))
    if number is not None:
        return answer_about(question, ground.coverage(number), party, ground.judged_within, ground.verify)
    return _of_the_base(question, party, documents, ground) or _of_the_documents(question, party, ground)


def _of_the_base(question: str, party: Named | None, documents: Sequence[Document], ground: Ground) -> Answer | None:
    """The answer to a question about the base itself; None for one about what documents say."""
    store, verify = ground.store, ground.verify

    def dated(document: Document) -> Citation | None:
        return fact_cited(document, ("expires", "effective"), store, verify)

    return (
        list_expiring(question, documents, ground.as_of, ground.anniversary, dated)
        or list_answered_no(question, documents, store, verify, party)
        or list_unanswered(question, party, store, verify)
        or tell_answer(question, party, ground.search, store, verify)
        or tell_changes(question, documents, store, verify)
        or list_overdue(question, documents, ground.as_of, store, verify)
        or tell_review(question, documents, store, verify)
        or list_papers(question, party, documents, store, verify)
        or count_papers(question, documents, store, verify)
    )


def _of_the_documents(question: str, party: Named | None, ground: Ground) -> Answer:
    """What the documents say, those of a party alone where it is asked what that party says."""
    documents = ground.documents
    own = {document.path for document in party.papers} if party and SAYS.search(question) else set()
    paths = (sorted(own) or [""]) if documents else []
    found = [hit for path in paths for hit in ground.search(question, path)]
    hits = [(hit, document) for hit in found if not (document := documents[hit.passage.path]).superseded_by]
    passages = ground.store.passage_count()
    asked = taken_apart(question, passages, ground.store.match_count, party.words if party else "")
    return answer_freely(asked, hits, ground.verify, searched(documents.values(), passages))
