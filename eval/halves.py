"""Which questions of a folder of labels in BEIR's form are for fitting, and which only for the last word."""

import hashlib
from collections.abc import Mapping

from eval.beir_folder import Labels

DEV, TEST = 0, 1
FEWEST_SCOPES = 10  # with fewer, each question goes its own way


def half_of(labels: Labels) -> Mapping[str, int]:
    """Query id -> DEV or TEST: every second scope in order of name, or by the id's hash where scopes are few."""
    scopes = sorted({query.scope for query in labels.queries})
    if len(scopes) >= FEWEST_SCOPES:
        places = {scope: place % 2 for place, scope in enumerate(scopes)}
        return {query.id: places[query.scope] for query in labels.queries}
    return {query.id: hashlib.sha256(query.id.encode()).digest()[-1] % 2 for query in labels.queries}
