"""The sample company judged: what its papers were written to show, on the odd numbers of its truth plan only."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Base
from door import ctpat

from kb.store import Store
from kb.uploads import safe_name

pytestmark = pytest.mark.slow
MANUAL = "manual/BHG_CTPAT_Manual_Rev6.docx"
HARBORLINE = "vendors/harborline/Security_questionnaire_2026.xlsx"
EXPIRED = (
    "certificates/OEA_Sierra_Alta_MX_2023-2025.pdf",
    "certificates/Boltmark_ISO17712_conformity.pdf",
    "vendors/rio_lindero/Letter_2025-05-06.pdf",
    "records/Guard_post_order_audit_2025-02.pdf",
    "policies/superseded/POL-SEC-03_Seal_Control_r2.pdf",
)
# Nothing in the papers closes these, whatever looks like it: a template, a register, last year's answer, a look-alike.
PLANTED_GAPS = (3, 5, 11, 15, 55, 67, 91, 141, 149, 153, 159, 177, 179, 183, 185)
CLAIMED_LAST_YEAR = (11, 91, 159, 177)


@pytest.fixture(scope="module")
def judged(sample: Base) -> dict[int, dict[str, Any]]:
    told = ctpat("--json", "map", workspace=sample.workspace)
    assert told.code == 0, told.err
    return {row["criterion"]["number"]: row for row in told.json["criteria"]}


def pieces(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [piece for part in told["requirements"] for piece in part["evidence"]]


def everything(judged: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    return [piece for told in judged.values() for piece in pieces(told)]


# Intake


def test_every_file_of_the_sample_is_read_or_is_a_caption(sample: Base) -> None:
    files: Any = sample.intake["files"]
    assert {file["status"] for file in files} == {"indexed", "skipped"}
    assert all("caption" in file["reason"] for file in files if file["status"] == "skipped")
    indexed = [file for file in files if file["status"] == "indexed"]
    assert len(indexed) >= 50
    assert all(file["characters_in_passages"] == file["characters"] for file in indexed)


def test_reading_the_sample_again_touches_nothing_and_takes_a_moment(sample: Base) -> None:
    again = ctpat("--json", "ingest", sample.documents, workspace=sample.workspace).json
    assert {file["status"] for file in again["files"]} == {"unchanged", "skipped"}
    assert again["seconds"] < 1.0


def test_papers_are_known_for_what_they_are(sample: Base) -> None:
    rows = ctpat("--json", "documents", workspace=sample.workspace).json["documents"]
    kinds = {row["document"]: row["kind"] for row in rows}
    assert kinds["msc/CTPAT_MSC_Importers_March_2020.pdf"] == "criteria"
    assert kinds["portal/Portal_responses_2025_annual_review.docx"] == "prior answer"
    assert kinds["portal/CTPAT_crosswalk_register_2026.xlsx"] == "register"
    assert {kinds[name] for name in kinds if name.startswith("templates/")} == {"template"}
    assert {kinds[name] for name in kinds if name.startswith("certificates/")} == {"certificate"}
    assert {kinds[name] for name in kinds if "questionnaire" in name.lower()} == {"questionnaire"}
    assert kinds["records/Handbook_acknowledgements_2026.xlsx"] == "record"
    assert kinds["policies/superseded/POL-SEC-03_Seal_Control_r2.pdf"] == "policy"
    assert "other" not in kinds.values()
    dates = {row["document"]: row["expires"] for row in rows}
    assert dates["certificates/OEA_Sierra_Alta_MX_2023-2025.pdf"] == "2025-09-17"
    assert dates["certificates/AEO_Hanseon_KR_2024-2029.pdf"] == "2029-05-12"


# The worked example


def test_secure_storage_names_the_right_papers_with_verified_quotes(judged: dict[int, dict[str, Any]]) -> None:
    found = pieces(judged[56])
    grades = {piece["document"]: piece["grade"] for piece in reversed(found)}
    assert grades[MANUAL] == "supports" and grades[HARBORLINE] == "partial"
    assert "vendors/pelican_gate/Letter_2026-06-22.pdf" in grades
    assert any(piece["document"] == MANUAL and piece["clause"].startswith("2.1.1") for piece in found)
    assert all(piece["verified"] for piece in found)
    assert judged[56]["status"] == "partial"


def test_the_vendors_yes_in_process_is_not_full_support(judged: dict[int, dict[str, Any]]) -> None:
    planned = [p for p in everything(judged) if p["document"] == HARBORLINE and "in process" in p["quote"].lower()]
    assert planned and {piece["grade"] for piece in planned} == {"partial"}
    assert any("Harborline" in action for action in judged[56]["next_actions"])
    assert judged[115]["status"] == "partial"


# What is never evidence


def test_last_years_answers_and_cbps_text_are_cited_nowhere(judged: dict[int, dict[str, Any]]) -> None:
    for piece in everything(judged):
        assert piece["kind"] not in ("prior answer", "criteria"), piece
        assert not piece["document"].startswith(("msc/", "portal/Portal_responses"))


def test_registers_and_templates_lift_nothing(judged: dict[int, dict[str, Any]]) -> None:
    grades = {(piece["kind"], piece["grade"]) for piece in everything(judged)}
    assert {grade for kind, grade in grades if kind == "register"} == {"claim only"}
    assert {grade for kind, grade in grades if kind == "template"} == {"form only"}


@pytest.mark.parametrize("name", EXPIRED)
def test_what_is_out_of_date_never_counts(name: str, judged: dict[int, dict[str, Any]]) -> None:
    assert {piece["grade"] for piece in everything(judged) if piece["document"] == name} <= {"stale"}


def test_an_unsigned_questionnaires_blanks_and_a_bare_not_applicable_support_nothing(
    judged: dict[int, dict[str, Any]],
) -> None:
    blank = [p for p in everything(judged) if "N/A without a reason" in p["reason"] or p["reason"] == "not answered"]
    assert {piece["grade"] for piece in blank} == {"form only"}


def test_every_quote_stands_verbatim_in_the_stored_text_of_the_file_of_that_sum(
    sample: Base, judged: dict[int, dict[str, Any]]
) -> None:
    store = Store(sample.workspace / "store.sqlite3")
    papers = {paper.name: paper for paper in store.documents()}
    texts = {name: store.text(paper.path) for name, paper in papers.items()}
    store.close()
    found = everything(judged)
    assert len(found) > 500
    for piece in found:
        assert texts[piece["document"]][piece["start"] : piece["end"]] == piece["quote"]
        assert papers[piece["document"]].sha256 == piece["sha256"]
    cited = {piece["document"]: piece["sha256"] for piece in found if not piece["document"].startswith("media/")}
    for name, sha256 in cited.items():
        path = sample.documents / name
        if path.is_file():  # not a file inside a mail
            assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256, name


# Planted cases


@pytest.mark.parametrize("number", PLANTED_GAPS)
def test_a_planted_gap_is_not_covered(number: int, judged: dict[int, dict[str, Any]]) -> None:
    assert judged[number]["status"] in ("gap", "partial")


@pytest.mark.parametrize("number", CLAIMED_LAST_YEAR)
def test_what_only_last_years_answer_claims_has_no_support(number: int, judged: dict[int, dict[str, Any]]) -> None:
    assert not [piece for piece in pieces(judged[number]) if piece["grade"] == "supports"]


@pytest.mark.parametrize("number", [5, 11, 55, 67, 91, 141, 149, 177, 179, 183, 185])
def test_a_planted_gap_is_called_a_gap(number: int, judged: dict[int, dict[str, Any]]) -> None:
    assert judged[number]["status"] == "gap"


@pytest.mark.parametrize("number", [89, 125, 155])
def test_what_only_old_papers_show_is_stale(number: int, judged: dict[int, dict[str, Any]]) -> None:
    assert judged[number]["status"] == "stale"
    assert any("Replace" in action or "Renew" in action for action in judged[number]["next_actions"])


def test_a_policy_and_a_record_that_disagree_are_a_conflict(judged: dict[int, dict[str, Any]]) -> None:
    assert judged[193]["status"] == "conflict"


@pytest.mark.parametrize("number", [1, 25, 49, 57, 71, 111, 119, 137, 181, 187, 189, 211])
def test_what_is_plainly_written_is_covered(number: int, judged: dict[int, dict[str, Any]]) -> None:
    assert judged[number]["status"] == "covered"


def test_the_draft_carries_only_what_supports(sample: Base) -> None:
    told = ctpat("--json", "draft", "56", workspace=sample.workspace).json
    assert "in process" not in told["portal_text"].lower() and "Harborline" not in told["portal_text"]
    assert told["portal_text"].startswith("- Brindlewick Home Goods, Inc.: ") and "fence" in told["portal_text"]
    assert all(cited["verified"] for cited in told["citations"])
    assert json.dumps(told["open_items"]).count("56.1") >= 1


def test_questions_are_answered_from_the_right_paper_or_not_at_all(sample: Base) -> None:
    known = ctpat("--json", "ask", "Which prefix do the seals have?", workspace=sample.workspace).json
    assert known["answered"] and any("BHG" in cited["quote"] for cited in known["citations"])
    unknown = ctpat("--json", "ask", "What is the salary of the president?", workspace=sample.workspace).json
    assert not unknown["answered"] and unknown["citations"] == []


def test_the_samples_folder_is_left_as_it_was(sample: Base) -> None:
    assert not [path for path in Path(sample.documents).rglob("*") if path.suffix in (".sqlite3", ".partial")]


def test_every_file_of_the_sample_can_be_laid_down_on_windows(sample: Base) -> None:
    names = [path.relative_to(sample.documents) for path in sample.documents.rglob("*")]
    for name in names:
        assert safe_name(name.name) == name.name and len(str(name)) < 120
    assert len({str(name).lower() for name in names}) == len(names)
