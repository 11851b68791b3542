"""What a log's entry takes back, cell by cell."""

from dataclasses import replace

from nouns import SEALS, document, judged, passage

from kb.entries import denied, voided
from kb.model import Grade, Kind, Layer, Passage
from kb.terms import Terms

SEEN = (Terms(("id seen", "card")),)


def entry(**cells: str) -> Passage:
    fields = {name.replace("_", " "): cell for name, cell in cells.items()}
    return passage(" | ".join(fields.values()), document(Kind.RECORD), fields=fields, context=" | ".join(fields))


def test_an_n_under_a_heading_that_is_asked_about_denies_and_one_under_another_does_not() -> None:
    assert denied({"Name": "H. Paz", "ID seen": "N"}, SEEN)
    assert not denied({"Name": "H. Paz", "Badge": "N", "ID seen": "Y"}, SEEN)


def test_a_no_under_a_heading_of_damage_is_good_news() -> None:
    damage = (Terms(("damage",)),)
    assert not denied({"Unit": "TDX 5280", "Damage": "None"}, damage)
    assert not denied({"Unit": "TDX 5280", "Over": "No", "Short": "No"}, (Terms(("over", "short")),))
    assert denied({"Unit": "TDX 5280", "Damage inspection": "not done"}, damage)
    assert denied({"Unit": "TDX 5280", "Overall result": "no"}, damage)
    pieces = (Terms(("cartons", "short", "shipped", "key", "handed over")),)
    for heading in ("Cartons short", "Shorts", "Overs and shorts", "Over/Short qty", "Short-shipped"):
        assert not denied({"Unit": "TDX 5280", heading: "None"}, pieces), heading
    assert denied({"Unit": "TDX 5280", "Key handed over": "No"}, pieces)
    assert denied({"Unit": "TDX 5280", "Seal": "none"}, (Terms(("seal",)),))


def test_an_entry_that_was_voided_unwrites_no_procedure_and_is_no_record() -> None:
    void = entry(Date="2026-05-14", Seal="BHG0048158 in the locked cabinet", Remark="VOID: order cancelled")
    assert voided(void.fields) and not voided(entry(Date="2026-05-14", Seal="BHG0048158").fields)
    rule = judged(void, document(Kind.RECORD))
    assert rule and rule.grade is Grade.PARTIAL and not rule.counts
    record = judged(void, document(Kind.RECORD), replace(SEALS, text="Seals are counted.", layers=(Layer.RECORD,)))
    assert record and record.grade is Grade.CONTRADICTS


def test_a_lesson_on_void_seals_was_not_cancelled() -> None:
    assert not voided(entry(Date="2026-03-17", Topic="Seal custody: void and discrepant seals, log and count").fields)
    for remark in (
        "seal was void, pieces kept",
        "seal void",
        "entry void, see next",
        "Declared void",
        "seal 4711 void",
    ):
        assert voided(entry(Date="2026-03-17", Seal="BHG0048158", Remark=remark).fields), remark
