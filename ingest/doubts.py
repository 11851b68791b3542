"""What a person should look at of the facts of a document: what is missing, guessed or can be read in two ways."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.parties import FOREIGN
from ingest.signatures import UNSIGNED
from kb.model import Fact, Kind

GUESSED = 0.5  # confidence below which a fact is to be looked at
MANY = 3  # rules of underscores, which a form in an annex has too
BLANKS_ALLOWED = frozenset({Kind.TEMPLATE, Kind.CRITERIA, Kind.PRIOR_ANSWER, Kind.REGISTER, Kind.OTHER})
DATED = {
    Kind.LETTER: "this letter, so that nobody can tell whether it is current",
    Kind.RECORD: "this record, so that nobody can tell whether it is current",
    Kind.QUESTIONNAIRE: "these answers, so that nobody can tell whether they are current",
    Kind.POLICY: "this policy, so that a yearly review cannot be shown",
    Kind.PROCEDURE: "this procedure, so that a yearly review cannot be shown",
}
ANSWERABLE = frozenset({Kind.LETTER, Kind.QUESTIONNAIRE})  # count for little without a name under them


def with_doubts(kind: Kind, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts, each with its doubt where there is one, and those that are missing as facts without a value."""
    return (*(replace(fact, doubt=fact.doubt or _doubt(kind, fact)) for fact in facts), *_missing(kind, facts))


def _doubt(kind: Kind, fact: Fact) -> str:
    if fact.name == "kind" and kind is Kind.OTHER:
        return "What kind of document this is was not recognised: give its kind."
    if fact.name == "kind" and fact.confidence < GUESSED:
        return f"Its kind ({fact.value}) was guessed from “{fact.words}”: check it."
    if fact.name == "effective" and not fact.words:
        return f"Its date ({fact.value}) was read from the file's name only: check it."
    if fact.name == "signature" and fact.value == UNSIGNED and kind in ANSWERABLE:
        return "Its signature line is empty."
    if (
        fact.name == "placeholders"
        and kind not in BLANKS_ALLOWED
        and (int(fact.value) >= MANY or fact.words.strip("_; "))
    ):
        return f"It has {fact.value} blank{'s' if fact.value != '1' else ''} still to be filled in: {fact.words}"
    return ""


def _missing(kind: Kind, facts: Sequence[Fact]) -> Iterator[Fact]:
    told = {fact.name for fact in facts}
    if kind in DATED and "effective" not in told:
        yield Fact("effective", "", "", 0.0, f"No date was found in {DATED[kind]}.")
    if kind is Kind.CERTIFICATE and "expires" not in told:
        yield Fact("expires", "", "", 0.0, "No date was found until which this certificate is valid.")
    if kind in FOREIGN and "party" not in told:
        yield Fact("party", "", "", 0.0, "Whose paper this is was not recognised: give the party.")
