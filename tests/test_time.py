"""How old an entry of a log may be."""

import pytest
from nouns import AS_OF, document, grade, passage

from kb.model import Grade, Kind, Locator
from kb.time import out_of_date


@pytest.mark.parametrize(
    ("fields", "old"),
    [
        ({"Date": "2025-03-12", "Topic": "Seals"}, True),
        ({"Date": "2026-03-12", "Topic": "Seals"}, False),
        ({"Date of test": "2024-01-02 10:00", "Result": "passed"}, True),
        ({"Next due": "2024-01-02", "Topic": "Seals"}, False),
        ({"Topic": "2024-01-02 is told in a story"}, False),
        ({"Date": "2025-02-31"}, False),
    ],
)
def test_an_entry_is_out_of_date_by_the_day_in_its_own_column(fields: dict[str, str], old: bool) -> None:
    assert bool(out_of_date(document(Kind.RECORD), fields, AS_OF)) is old
    assert not out_of_date(document(Kind.POLICY), fields, AS_OF)


def test_an_old_entry_of_a_log_that_is_still_kept_is_stale() -> None:
    log = document(Kind.RECORD, name="seal_count.xlsx")
    said = {"Date": "2025-03-12", "What": "seals in the locked cabinet counted by the custodian", "By": "J. Hale"}
    old = passage(" | ".join(said.values()), log, locator=Locator(sheet="Counts", row=4), fields=said)
    fields = said | {"Date": "2026-10-12"}
    new = passage(" | ".join(fields.values()), log, locator=Locator(sheet="Counts", row=9), fields=fields)
    assert grade(old, log) is Grade.STALE
    assert grade(new, log) is Grade.SUPPORTS
