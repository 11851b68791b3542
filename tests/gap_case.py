"""Criteria as they are told in a gap report, and a report of them."""

from datetime import date

from nouns import AS_OF, covered_by, criterion, document, standing

from kb.expiry import horizon, lapses
from kb.gaps import GapReport
from kb.matrix import matrix
from kb.model import Coverage, Decision, Evidence, Flag, Kind, Ruling

EXPIRED = document(Kind.CERTIFICATE, name="oea.pdf", party="Sierra", expires=date(2025, 9, 17))
PARTNERS = (document(Kind.LETTER, party="Rio"), document(Kind.QUESTIONNAIRE, party="Harborline"))


def told(number: int, *pieces: Evidence, flag: Flag = Flag.MUST, section: str = "Physical Security") -> Coverage:
    """A criterion of one part with its evidence."""
    return covered_by(criterion(number, flag=flag, section=section, msc_id="5.10"), standing(*pieces))


def report(*coverages: Coverage, **values: object) -> GapReport:
    """A report of criteria on three papers of others."""
    given = {
        "company": "Brindlewick",
        "as_of": AS_OF,
        "coverages": coverages,
        "documents": 7,
        "ahead": horizon(None, AS_OF),
        "matrix": matrix(coverages, [EXPIRED, *PARTNERS]),
        "expiring": lapses([EXPIRED], coverages, horizon(None, AS_OF)),
        "made_by": {"program": "ctpat-kb 0", "catalogue": "importer 2020"},
    }
    return GapReport(**(given | values))  # type: ignore[arg-type]


def decided(number: int, reason: str) -> Decision:
    """A decision of A. Marsh for a reason."""
    return Decision(Ruling.ACCEPTED, "71.1", "", "A. Marsh", "2026-11-20T10:00:00+00:00", reason, number=number)
