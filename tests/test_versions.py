"""Revisions of one document are found, and what only looks alike is kept apart."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from ingest.facts import document_of, facts_of, fingerprint
from ingest.passages import assemble
from ingest.reading import Block, Reading
from ingest.versions import group
from kb.model import Document, Fact, Kind

TEXT = " ".join(f"Rule {number}: the guard at gate {number} counts the seals of row {number}." for number in range(80))
OTHER = " ".join(f"Step {number}: passwords of system {number} have {number} characters." for number in range(80))


def document(name: str, title: str, text: str = TEXT, number: str = "", **values: object) -> Document:
    facts = [Fact("fingerprint", fingerprint(text)), *([Fact("number", number)] if number else [])]
    defaults: dict[str, object] = {"kind": Kind.POLICY, "sha256": name}
    return Document(path=f"/d/{name}", name=name, title=title, facts=tuple(facts), **(defaults | values))  # type: ignore[arg-type]


def superseded(*documents: Document) -> dict[str, str]:
    return {each.name: each.superseded_by for each in group(documents) if each.superseded_by}


def test_the_latest_revision_of_a_document_number_is_the_current_one() -> None:
    old = document("r2.pdf", "Seals", OTHER, "POL-SEC-03", effective=date(2021, 5, 3), version="2")
    new = document("r4.pdf", "Seal Control", TEXT, "POL-SEC-03", effective=date(2026, 2, 16), version="4")
    assert superseded(old, new) == {"r2.pdf": "/d/r4.pdf"}
    assert superseded(new, old) == {"r2.pdf": "/d/r4.pdf"}


def test_an_older_revision_goes_by_the_kind_of_the_current_one() -> None:
    old = document("r2.pdf", "Seal Control Procedure", kind=Kind.PROCEDURE, number="P-3", effective=date(2021, 5, 3))
    new = document("r4.pdf", "Seal Control", number="P-3", effective=date(2026, 2, 16))
    assert [each.kind for each in group([old, new])] == [Kind.POLICY, Kind.POLICY]
    other = document("x.pdf", "Seal Control Procedure", kind=Kind.PROCEDURE, number="P-4")
    assert group([other, new])[0].kind is Kind.PROCEDURE


def test_without_dates_the_higher_version_is_current_and_numbers_are_compared_as_numbers() -> None:
    old, new = (
        document("a.pdf", "Seal Control v1.9", version="1.9"),
        document("b.pdf", "Seal Control v1.10", version="1.10"),
    )
    assert superseded(old, new) == {"a.pdf": "/d/b.pdf"}


def test_a_draft_or_an_archived_copy_is_never_current() -> None:
    draft = document("Seal draft.docx", "Seal Control (draft)", version="5", effective=date(2026, 9, 1))
    issued = document("seal.docx", "Seal Control", version="4", effective=date(2026, 2, 1))
    archived = document("superseded/seal.docx", "Seal Control", version="9", effective=date(2026, 12, 1))
    assert superseded(draft, issued, archived) == {
        "Seal draft.docx": "/d/seal.docx",
        "superseded/seal.docx": "/d/seal.docx",
    }


def test_renamed_copies_of_one_text_are_found() -> None:
    assert superseded(document("a.pdf", "Seals"), document("b.pdf", "Our rules")) == {"a.pdf": "/d/b.pdf"}


def test_a_version_that_comes_back_is_current_again() -> None:
    old = document("r2.pdf", "Seals", number="P-1", superseded_by="/d/r4.pdf")
    assert group([old])[0].superseded_by == ""


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param({"party": "Zhenyuan"}, {"party": "Binh An"}, id="two vendors on one form"),
        pytest.param({"party": ""}, {"party": ""}, id="answers of nobody known"),
    ],
)
def test_answers_on_one_form_are_versions_only_within_one_party(one: dict[str, str], two: dict[str, str]) -> None:
    first = document("a.xlsx", "Security questionnaire", kind=Kind.QUESTIONNAIRE, **one)
    second = document("b.xlsx", "Security questionnaire", kind=Kind.QUESTIONNAIRE, **two)
    assert superseded(first, second) == {}


def test_one_vendors_new_answers_replace_its_old_ones() -> None:
    old = document("25.xlsx", "Questionnaire", kind=Kind.QUESTIONNAIRE, party="Zhenyuan", effective=date(2025, 3, 1))
    new = document("26.xlsx", "Questionnaire", kind=Kind.QUESTIONNAIRE, party="Zhenyuan", effective=date(2026, 3, 1))
    assert superseded(old, new) == {"25.xlsx": "/d/26.xlsx"}


@pytest.mark.parametrize("kind", [Kind.RECORD, Kind.LETTER, Kind.MEDIA])
def test_two_months_logs_are_not_versions_and_identical_copies_are(kind: Kind) -> None:
    september = document("a.xlsx", "Visitor log", kind=kind, effective=date(2026, 9, 30))
    october = document("b.xlsx", "Visitor log", kind=kind, effective=date(2026, 10, 31))
    copy = document("c.xlsx", "Visitor log", kind=kind, effective=date(2026, 9, 30), sha256="a.xlsx")
    assert superseded(september, october) == {}
    assert superseded(september, copy) == {"a.xlsx": "/d/c.xlsx"}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param({"site": "DCE"}, {"site": "DCW"}, id="site"),
        pytest.param({"language": "en"}, {"language": "ja"}, id="language"),
        pytest.param({"kind": Kind.POLICY}, {"kind": Kind.TEMPLATE}, id="kind"),
        pytest.param({"number": "POL-1"}, {"number": "POL-2"}, id="number"),
        pytest.param({"text": TEXT}, {"text": OTHER}, id="text of one title"),
    ],
)
def test_what_differs_in_kind_place_language_or_number_is_kept_apart(one: dict[str, str], two: dict[str, str]) -> None:
    assert superseded(document("a.pdf", "Yard rules", **one), document("b.pdf", "Yard rules", **two)) == {}


def paper(name: str, lines: str, folder: str = "/d") -> Document:
    """A document as it is read from a text."""
    reading = Reading(tuple(Block(line) for line in lines.split("\n") if line.strip()))
    text, _ = assemble(reading)
    sha256 = hashlib.sha256(f"{name.rpartition('.')[2]}{lines}".encode()).hexdigest()
    return document_of(f"{folder}/{name}", name, sha256, reading, facts_of(name, reading, text))


RULES = "\n".join(
    f"{n}. The guard at gate {n} must count the seals in box {n}, and shall note it." for n in range(1, 40)
)
ANSWERS = "\n".join(f"{n} | Is gate {n} guarded? | Yes" for n in range(1, 30))


def procedure(version: int, day: str, extra: str = "", site: str = "") -> str:
    place = f"Site: {site}\n" if site else ""
    return f"Seal Control Procedure\nRevision: {version}\nEffective date: {day}\n{place}{RULES}\n{extra}"


def test_three_revisions_with_different_file_names_leave_one_current() -> None:
    first = paper("SCP final 2021.docx", procedure(1, "2021-05-03", "Cable seals may be used at night by the guard."))
    second = paper("seals (new).docx", procedure(2, "2024-02-19", "Two people must be present at each count."))
    third = paper("Seal control PROC signed.pdf", procedure(3, "2026-02-16", "The log is kept for five years."))
    assert superseded(second, third, first) == {first.name: third.path, second.name: third.path}


def test_a_copy_by_another_name_and_the_same_text_as_pdf_and_docx_count_once() -> None:
    one = paper("seals.pdf", procedure(3, "2026-02-16"))
    copy = paper("Copy of seals (1).pdf", procedure(3, "2026-02-16"))
    word = paper("seals.docx", procedure(3, "2026-02-16"))
    assert copy.sha256 == one.sha256 != word.sha256
    assert len(superseded(one, copy, word)) == 2


def test_a_letter_saved_as_pdf_and_docx_counts_once_and_two_letters_of_one_day_count_twice() -> None:
    text = f"Acme Ltd.\nDate: 2026-06-22\nDear Sirs,\n{RULES}\nSincerely,\nA. Person"
    letter, word = paper("Letter of June.pdf", text), paper("Letter of June.docx", text + " ")
    other = paper("Letter on the gate.pdf", text + "!")
    assert letter.kind is Kind.LETTER
    assert superseded(letter, word, other) == {word.name: letter.path}


def test_two_sites_own_versions_stay_apart_even_beside_a_copy_that_names_no_site() -> None:
    memphis = paper("a.docx", procedure(3, "2026-02-16", site="Memphis"))
    reno = paper("b.docx", procedure(4, "2026-05-01", site="Reno"))
    old = paper("c.docx", procedure(2, "2024-01-01"))
    assert {memphis.name, reno.name}.isdisjoint(superseded(memphis, reno))
    assert {memphis.name, reno.name}.isdisjoint(superseded(old, memphis, reno))
    newer = paper("d.docx", procedure(4, "2026-08-01", site="Memphis"))
    assert superseded(memphis, reno, newer) == {memphis.name: newer.path}


def test_two_plants_of_one_country_are_two_places_and_a_place_is_one_however_it_is_told() -> None:
    def apart(one: str, two: str) -> bool:
        return not superseded(document("a.pdf", "Yard rules", site=one), document("b.pdf", "Yard rules", site=two))

    assert apart("88 Shuikeng Road, Longgang, China", "5 Harbour Street, Dongguan, China")
    assert not apart("Port Alder, GA", "DCE (Port Alder)")


def test_two_vendors_answers_on_one_form_stay_apart_though_they_answer_alike() -> None:
    first = paper("vendors/acme/form.xlsx", f"Security questionnaire\nCompany: Acme Ltd.\n{ANSWERS}")
    second = paper("vendors/bolt/form.xlsx", f"Security questionnaire\nCompany: Bolt Ltd.\n{ANSWERS}")
    assert superseded(first, second) == {}
    same = replace(second, sha256=first.sha256)
    assert superseded(first, same) == {}


def test_a_kind_that_a_person_gave_an_older_version_stays() -> None:
    old = document(
        "r2.pdf", "Seals", kind=Kind.PROCEDURE, number="P-3", effective=date(2021, 5, 3), corrected=("kind",)
    )
    new = document("r4.pdf", "Seals", number="P-3", effective=date(2026, 2, 16))
    assert [each.kind for each in group([old, new])] == [Kind.PROCEDURE, Kind.POLICY]
    assert group(group([old, new])) == group([old, new])
