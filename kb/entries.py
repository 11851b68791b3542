"""What a log's entry denies, cell by cell."""

import re
from collections.abc import Iterable, Mapping

from kb.modality import denies
from kb.terms import Terms, stems

NOTHING = re.compile(r"\W*(?:none|no|nil|not done|missing|unsigned|not signed|void)\W*", re.IGNORECASE)
VOIDED = re.compile(r"\b(?:cancell?ed|postponed|no[- ]show|voided|withdrawn)\b", re.IGNORECASE)  # the whole entry


def denied(fields: Mapping[str, str], facets: Iterable[Terms]) -> bool:
    """Whether an entry was voided, or a cell that is about one of the facets, by its words or its heading, says no."""
    about = tuple(facets)
    if any(VOIDED.search(cell) for cell in fields.values()):
        return True
    for heading, cell in fields.items():
        if not (NOTHING.fullmatch(cell) or denies(cell)):
            continue
        said = stems(f"{heading} {cell}")
        if any(terms.spoken(said) for terms in about):
            return True
    return False
