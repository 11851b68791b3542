"""What a passage speaks of, seen through a requirement's facets."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kb.model import Passage, Requirement
from kb.sentences import sentences
from kb.terms import Terms, stems

WINDOW = 3  # sentences; what an author says of one thing seldom takes more
# What a facet counts for by the place where it is spoken: in the words quoted, elsewhere in the passage, in the headings
# above or the column headings, in the document's title.
QUOTED, NEARBY, HEADING, TITLE = 1.0, 0.8, 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Lens:
    """A requirement's facets, compiled."""

    core: Mapping[str, Terms]
    full: Mapping[str, Terms]
    lookalikes: Terms


@lru_cache(maxsize=4096)
def lens(requirement: "Facets") -> Lens:
    """The compiled facets of a requirement."""
    return Lens(
        core={name: Terms(terms) for name, terms in requirement.core},
        full={name: Terms(terms) for name, terms in requirement.full},
        lookalikes=Terms(requirement.lookalikes),
    )
