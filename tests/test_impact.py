"""After the documents change, the approved answers whose evidence is not what it was are listed, and only they."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Base
from door import ctpat
from yard_case import PROCEDURE, SECURE, Case

from kb import review
from kb.assistant import Assistant
from kb.impact import What, impact
from kb.model import Citation
from kb.response import Act
from kb.responses import responses
from kb.settings import load_settings

SEALS = """# Seal rules

Effective date: 2026-03-02

Approved by the director.

1.1 High-security seals that meet ISO 17712 lie in a locked cabinet of the dock, and only the custodian has the key.

1.2 The custodian counts the seals at the end of each month and records the count in the seal log.
"""
YARD, SEAL = 56, 71  # criteria


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case(tmp_path, yard=PROCEDURE, seals=SEALS)
    approve(made, YARD)
    approve(made, SEAL)
    return made


def approve(case: Case, number: int) -> Any:
    assert case.run("review", str(number), "--start").code == 0
    file = case.workspace / "text.txt"
    open_items = "\n".join(["Open: what the evidence does not show, due 2027-03-01."] * 4)
    file.write_text(case.run("review", str(number)).json["text"] + "\n" + open_items, encoding="utf-8")
    assert case.run("review", str(number), "--text", str(file)).json["uncarried"] == []
    for step in ("--submit-for-review", "--approve"):
        ran = case.run("review", str(number), step)
        assert ran.code == 0, ran.err
    return case.run("review", str(number)).json


def touched(case: Case) -> dict[int, list[dict[str, Any]]]:
    ran = case.run("impact")
    assert ran.code == 0, ran.err
    return {answer["criterion"]: answer["findings"] for answer in ran.json["answers"]}


def test_nothing_is_flagged_while_the_evidence_is_as_it_was(case: Case) -> None:
    assert touched(case) == {}
    (case.documents / "yard.md").touch()
    case.write("canteen", "# Canteen\n\nThe canteen opens at seven.\n")
    case.ingest()
    assert touched(case) == {}
    assert "as it was" in ctpat("impact", workspace=case.workspace).out


def test_one_character_of_the_cited_words_flags_the_answers_that_rest_on_them_and_no_others(case: Case) -> None:
    case.write("yard", PROCEDURE.replace("whose gate is locked", "whose gate is lacked"))
    case.ingest()
    found = touched(case)
    assert set(found) == {YARD}
    (finding,) = found[YARD]
    assert finding["what"] == "changed" and finding["document"] == "yard.md"
    assert "locked" in finding["old"] and finding["new"].endswith(SECURE.replace("locked", "lacked"))
    text = ctpat("impact", workspace=case.workspace).out
    assert "Criterion 56 (approved, approved version 2)" in text and "lacked" in text and "Criterion 71" not in text


def test_a_change_elsewhere_in_the_document_flags_nothing(case: Case) -> None:
    case.write("yard", PROCEDURE.replace("walks the fence each night", "walks the fence at noon"))
    case.ingest()
    assert touched(case) == {}


def test_a_document_that_moves_flags_nothing_and_one_that_is_gone_does(case: Case) -> None:
    (case.documents / "yard.md").rename(case.documents / "yard_rules.md")
    case.ingest()
    assert touched(case) == {}
    (case.documents / "yard_rules.md").unlink()
    case.ingest()
    (finding,) = touched(case)[YARD]
    assert finding["what"] == "vanished" and finding["new"] is None and SECURE in finding["old"]


def test_a_document_that_runs_out_or_is_superseded_flags_what_rests_on_it(case: Case) -> None:
    assert case.run("documents", "set", "yard.md", "--expires", "2026-12-31").code == 0
    assert touched(case) == {}
    later = ctpat("--json", "--as-of", "2027-01-01", "impact", workspace=case.workspace).json["answers"]
    assert [(each["criterion"], each["findings"][0]["what"]) for each in later] == [(YARD, "expired")]
    assistant = case.assistant()
    (paper,) = [each for each in assistant.documents() if each.name == "seals.md"]
    assistant.base.update([replace(paper, superseded_by=str(case.documents / "yard.md"))])
    assistant.close()
    found = touched(case)
    assert set(found) == {SEAL} and "superseded" in found[SEAL][0]["why"]


def test_an_answer_that_is_drafted_or_returned_is_not_listed_and_one_that_is_being_edited_is(case: Case) -> None:
    for number in (YARD, SEAL):
        file = case.workspace / "text.txt"
        file.write_text("Open: nothing is decided.", encoding="utf-8")
        assert case.run("review", str(number), "--text", str(file)).code == 0
    assert case.run("review", str(SEAL), "--submit-for-review").code == 0
    assert case.run("review", str(SEAL), "--return", "not good").code == 0
    case.write("yard", PROCEDURE.replace("locked", "lacked"))
    case.write("seals", SEALS.replace("cabinet", "closet"))
    case.ingest()
    assert set(touched(case)) == {YARD}, "its approved version is the one in the portal"


def test_what_was_seen_is_not_listed_again_until_it_changes_again(case: Case) -> None:
    case.write("yard", PROCEDURE.replace("locked", "lacked"))
    case.ingest()
    refused = case.run("review", str(YARD), "--reviewed")
    assert refused.code == 1 and "yard.md has changed" in refused.err and "--despite" in refused.err
    assert case.run("review", str(YARD), "--reviewed", "--despite", "a typing error, mended soon").code == 0
    assert touched(case) == {}
    case.write("yard", PROCEDURE.replace("locked", "open"))
    case.ingest()
    assert set(touched(case)) == {YARD}
    case.write("yard", PROCEDURE)
    case.ingest()
    assert touched(case) == {}, "the words are back"


def test_on_pages_one_character_of_a_page_flags_the_answers_that_cite_the_page_and_no_others(tmp_path: Path) -> None:
    case = Case(tmp_path, other="# Canteen\n\nThe canteen opens at seven.\n")
    write_pages(case, SECURE, "The guard walks the fence each night.", "Seals lie in a locked cabinet of the dock.")
    approve(case, YARD)
    write_pages(case, SECURE, "The guard walks the fence each night.", "Seals lie in a locker cabinet of the dock.")
    assert touched(case) == {}, "another page"
    write_pages(case, SECURE, "The guard walks the fence each week.", "Seals lie in a locked cabinet of the dock.")
    (finding,) = touched(case)[YARD]
    assert finding["what"] == "changed beside the quote"
    assert "night" in finding["old"] and "week" in finding["new"] and SECURE in finding["quote"]


def write_pages(case: Case, first: str, beside: str, second: str) -> None:
    from reportlab.pdfgen.canvas import Canvas

    drawn = Canvas(str(case.documents / "rules.pdf"), invariant=1)
    for page in (
        ["Yard rules", "Effective date: 2026-03-02", "Approved by the director."],
        ["2 Yard", first, beside],
        ["3 Seals", second],
    ):
        for place, line in enumerate(page):
            words = line.split()
            for row in range(0, len(words), 10):
                drawn.drawString(60, 780 - 60 * place - row * 1.5, " ".join(words[row : row + 10]))
        drawn.showPage()
    drawn.save()
    case.ingest()


@pytest.mark.slow
def test_on_the_sample_one_character_of_a_cited_page_flags_the_answers_that_cite_it_and_no_others(
    sample: Base, tmp_path: Path
) -> None:
    shutil.copytree(sample.workspace, tmp_path / "workspace")
    assistant = Assistant(load_settings(tmp_path / "workspace"), date(2026, 11, 22))
    numbers = [coverage.criterion.number for coverage in assistant.map()]
    approved = [number for number in numbers if approve_as_drafted(assistant, number)]
    made = responses(assistant.base.store)
    assert len(approved) > 50 and impact(made.values(), assistant.papers()) == []
    cited = [(number, each.citation) for number in approved for each in made[number].newest.supports]
    by_path = {citation.path: citation for _, citation in cited}
    for citation in sorted(by_path.values(), key=lambda each: each.document)[::16]:
        mutate(assistant, citation)
        passage = next(each for each in assistant.papers().passages(citation.path, citation.start, citation.end))
        page = citation.locator.page
        expected = {
            number
            for number, other in cited
            if other.path == citation.path
            and (other.locator.page == page if page else other.start < passage.end and passage.start < other.end)
        }
        flagged = impact(responses(assistant.base.store).values(), assistant.papers())
        assert {each.response.criterion for each in flagged} == expected, citation.document
        changed = [each for one in flagged for each in one.findings if each.what is What.CHANGED]
        assert citation.quote in {each.old for each in changed}, citation.document
        mutate(assistant, citation, back=True)
    assistant.close()


def approve_as_drafted(assistant: Assistant, number: int) -> bool:
    started = review.start(assistant, number, "A. Marsh")
    if not started.newest.words:
        return False
    text = started.newest.words + "\n" + "\n".join(["Open: see the corrective action plan."] * 4)
    assert not review.edit(assistant, number, text, 1, "A. Marsh").newest.uncarried
    for act in (Act.SENT, Act.APPROVED):
        review.move(assistant, number, review.Move(act), "A. Marsh")
    return True


def mutate(assistant: Assistant, citation: Citation, back: bool = False) -> None:
    """Change the last letter of the quoted words in the stored document, or put it back."""
    store = assistant.base.store
    paper, text = store.document(citation.path), store.text(citation.path)
    assert paper
    last = max(place for place in range(citation.start, citation.end) if text[place].isalpha())
    letter = citation.quote[last - citation.start] if back else "q" if text[last] != "q" else "z"
    passages = [
        replace(each, text=each.text[: last - each.start] + letter + each.text[last - each.start + 1 :])
        if each.start <= last < each.end
        else each
        for each in store.passages(citation.path)
    ]
    sha256 = citation.sha256 if back else "f" * 64
    store.replace(replace(paper, sha256=sha256), text[:last] + letter + text[last + 1 :], passages)
