"""Which few of a part's pieces of evidence tell why it stands where it does."""

from kb.model import Evidence, Grade, Judgement, Status


def deciding(judgement: Judgement, most: int) -> tuple[Evidence, ...]:
    """At most `most` pieces, what decides first: what limits or speaks against, what supports, then the rest.

    Where something speaks against what supports, both sides are among them.
    """
    against = [item for item in judgement.evidence if _speaks_against(item, judgement.status)]
    supports = [item for item in judgement.evidence if item.grade is Grade.SUPPORTS and item not in against]
    rest = [item for item in judgement.evidence if item not in against and item not in supports]
    room = most - 1 if supports else most
    return tuple([*against[:room], *supports, *against[room:], *rest][:most])


def _speaks_against(item: Evidence, status: Status) -> bool:
    """Whether a piece keeps a part from being covered; where a record has lapsed, its age does."""
    lapsed = status is Status.STALE and item.grade is Grade.STALE
    return item.counts and (item.limits or item.grade is Grade.CONTRADICTS or lapsed)
