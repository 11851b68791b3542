"""What is shown for each of the company's own sites: by papers of that site, not by what holds for all of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from kb.matrix import BY_GRADE, PLACE, Matrix, PartCell, State, applicable, cell_of
from kb.model import Coverage, Document, Evidence, Judgement
from kb.sites import known_sites, sites_named


def site_matrix(coverages: Sequence[Coverage], documents: Iterable[Document]) -> Matrix:
    """Sites by criterion: a row a criterion on which a paper of some site speaks; State.OURS is never said."""
    own = [document for document in documents if not document.party and not document.superseded_by]
    sites = tuple(sorted(known_sites(own), key=str.lower))
    at = {document.path: frozenset(sites_named(document)).intersection(sites) for document in own}
    cells = {
        (site, each.criterion.number): cell_of(
            site, each, tuple(_part(site, judged, at) for judged in applicable(each))
        )
        for each in coverages
        for site in sites
    }
    spoken = tuple(
        each.criterion
        for each in coverages
        if any(cells[site, each.criterion.number].state is not State.NOTHING for site in sites)
    )
    kept = {criterion.number for criterion in spoken}
    papers = {site: tuple(document for document in own if site in at[document.path]) for site in sites}
    return Matrix(sites, spoken, {key: cell for key, cell in cells.items() if key[1] in kept}, papers)


def _part(site: str, judged: Judgement, at: Mapping[str, Collection[str]]) -> PartCell:
    told = [
        (BY_GRADE.get(item.grade, State.NOTHING), item)
        for item in judged.evidence
        if item.counts and site in at.get(item.citation.path, ())
    ]
    told = [pair for pair in told if pair[0] is not State.NOTHING]
    if not told:
        return PartCell(judged.requirement, State.NOTHING, None)
    state, item = min(told, key=_order)
    return PartCell(judged.requirement, state, item)


def _order(pair: tuple[State, Evidence]) -> tuple[int, float]:
    return PLACE[pair[0]], -pair[1].strength
