"""The document that a question is about, by the words of its title or by its number."""

from collections.abc import Iterable

from kb.asking_words import plain
from kb.model import Document, Kind
from kb.terms import stems

# Words of titles and of questions about papers that tell no paper from another.
COMMON = frozenset(
    stems(
        """policy policies procedure procedures plan manual document documents paper version versions revision rev
        edition record report form company current our the of and a an for in on is are was were what which when last
        reviewed review updated update revised changed change changes between new old force latest how has have been
        it its did we since first second from to most recent valid effective approved issued supply chain security"""
    )
)
NAMED = 0.5  # share of a title's own words that a question must have


def document_asked(question: str, documents: Iterable[Document]) -> Document | None:
    """The current document that a question names; None where it names none, or several as well."""
    asked = frozenset(stems(plain(question)))
    rated = sorted(
        ((score, document) for document in documents if (score := _score(asked, document)) > 0),
        key=lambda pair: -pair[0],
    )
    if not rated or (len(rated) > 1 and rated[1][0] == rated[0][0] and _family(rated[0][1]) != _family(rated[1][1])):
        return None
    named = rated[0][1]
    return next((each for _, each in rated if each.path == named.superseded_by), named)


def versions_of(document: Document, documents: Iterable[Document]) -> list[Document]:
    """The earlier versions of a current document, the oldest first."""
    old = [each for each in documents if each.superseded_by == document.path]
    return sorted(old, key=lambda each: (str(each.effective or ""), each.name))


def number_of(document: Document) -> str:
    """Its own number, such as POL-SEC-03; empty where it bears none."""
    return next((fact.value for fact in document.facts if fact.name == "number"), "")


def _score(asked: frozenset[str], document: Document) -> float:
    number = stems(number_of(document))
    if len(number) > 1 and asked.issuperset(number):
        return 2.0
    if document.kind in (Kind.CRITERIA, Kind.PRIOR_ANSWER, Kind.TEMPLATE):
        return 0.0
    told = stems(plain(f"{document.title} {document.party}"))
    own = frozenset(word for word in told if word not in COMMON and not word.isdecimal())
    if not own and told and told[-1] in asked:
        return NAMED  # "the manual": a title of common words alone is known by its last
    share = len(own & asked) / len(own) if own else 0.0
    whole = frozenset(told)
    # Between titles of which as much is named, the words that all titles share decide: "risk assessment" is one.
    return share + 0.1 * len(whole & asked) / len(whole) if share >= NAMED else 0.0


def _family(document: Document) -> str:
    return document.superseded_by or document.path
