"""The gap report's content: criteria that are not met, Musts first, with what would close them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.model import Coverage, Document, Flag, Grade, Status

OPEN = (Status.GAP, Status.CONFLICT, Status.STALE, Status.PARTIAL)  # worst first
EXPIRY_NOTICE_DAYS = 120  # an expiry this near falls before or inside the next annual window of 90 days


@dataclass(frozen=True, slots=True)
class GapReport:
    """Everything the report shows; exporters only lay it out."""

    company: str
    as_of: date
    coverages: tuple[Coverage, ...]  # all of them, in portal order
    documents: int
    expiring: tuple[Document, ...]  # expired, or about to
    made_by: dict[str, str]

    @property
    def gaps(self) -> tuple[Coverage, ...]:
        """Criteria that are not met: Musts first, then by section as the portal shows them."""
        unmet = [coverage for coverage in self.coverages if coverage.status in OPEN]
        return tuple(sorted(unmet, key=lambda coverage: coverage.flag is not Flag.MUST))

    @property
    def summary(self) -> dict[str, int]:
        """Criteria by status, and Musts that are open."""
        counts = {status.value.replace(" ", "_"): 0 for status in Status}
        for coverage in self.coverages:
            counts[coverage.status.value.replace(" ", "_")] += 1
        counts["must_open"] = sum(coverage.flag is Flag.MUST for coverage in self.gaps)
        counts["total"] = len(self.coverages)
        return counts

    @property
    def sections(self) -> dict[str, dict[Status, int]]:
        """Section -> status -> number of criteria."""
        table: dict[str, dict[Status, int]] = {}
        for coverage in self.coverages:
            row = table.setdefault(coverage.criterion.section, dict.fromkeys(Status, 0))
            row[coverage.status] += 1
        return table

    @property
    def parties(self) -> dict[str, tuple[int, ...]]:
        """Party -> numbers of the criteria that its own papers leave open."""
        table: dict[str, set[int]] = {}
        for coverage in self.gaps:
            for judgement in coverage.judgements:
                for evidence in judgement.evidence:
                    if evidence.party and evidence.grade is not Grade.SUPPORTS:
                        table.setdefault(evidence.party, set()).add(coverage.criterion.number)
        return {party: tuple(sorted(numbers)) for party, numbers in sorted(table.items())}


def expiring(documents: Sequence[Document], as_of: date) -> tuple[Document, ...]:
    """Current documents that have expired or will within EXPIRY_NOTICE_DAYS, soonest first."""
    dated = [document for document in documents if document.expires and not document.superseded_by]
    near = [d for d in dated if d.expires and (d.expires - as_of).days <= EXPIRY_NOTICE_DAYS]
    return tuple(sorted(near, key=lambda document: (document.expires or date.max, document.name)))
