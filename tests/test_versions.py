"""Revisions of one document are found, and what only looks alike is kept apart."""

from datetime import date

import pytest

from ingest.facts import fingerprint
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
