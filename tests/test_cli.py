"""The command line as a contract for other tools: one JSON document, three exit codes, one line for what went wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Base
from door import Ran, ctpat, told_in_one_line

CRITERION = {"number", "msc_id", "section", "title", "flag", "question"}
EVIDENCE = set(
    "document kind page clause quote start end sha256 grade layer party date expires verified reason".split()
)
FILE = set("path status reason kind pages passages characters characters_in_passages warnings".split())
GRADES = {"supports", "partial", "contradicts", "form only", "claim only", "stale", "wrong party", "circular"}
STATUSES = {"covered", "partial", "gap", "conflict", "stale", "not applicable"}


@pytest.fixture(scope="module")
def whole_map(small: Base) -> dict[str, Any]:
    return dict(ran("--json", "map", base=small).json)


def ran(*arguments: str | Path, base: Base) -> Ran:
    told = ctpat(*arguments, workspace=base.workspace)
    assert told.code == 0, told.err
    return told


def hold(told: dict[str, Any], number: int) -> dict[str, Any]:
    return next(row for row in told["criteria"] if row["criterion"]["number"] == number)


def check_coverage(told: dict[str, Any]) -> None:
    assert set(told) >= {"criterion", "status", "requirements", "next_actions"}
    assert set(told["criterion"]) >= CRITERION and told["status"] in STATUSES
    assert isinstance(told["criterion"]["number"], int) and isinstance(told["criterion"]["msc_id"], str)
    for requirement in told["requirements"]:
        assert set(requirement) >= {"id", "text", "layer", "status", "evidence", "missing"}
        assert requirement["status"] in STATUSES
        assert bool(requirement["missing"]) is (requirement["status"] != "covered")
        for piece in requirement["evidence"]:
            assert set(piece) >= EVIDENCE and piece["grade"] in GRADES
            assert piece["verified"] is True and piece["quote"]


# The contract of each command


def test_ingest_tells_of_each_file(small: Base) -> None:
    assert set(small.intake) == {"files", "seconds", "summary", "superseded", "look_at"}
    files = small.intake["files"]
    assert isinstance(files, list) and len(files) == 8
    for file in files:
        assert set(file) >= FILE
        assert file["status"] == "indexed" and file["characters_in_passages"] == file["characters"] > 0


def test_documents_are_listed_with_kind_party_dates_and_passages(small: Base) -> None:
    rows = {row["document"]: row for row in ran("--json", "documents", base=small).json["documents"]}
    assert len(rows) == 8 and all(row["passages"] > 0 for row in rows.values())
    kinds = {name: row["kind"] for name, row in rows.items()}
    assert kinds["portal/portal_responses_2025.md"] == "prior answer"
    assert kinds["templates/continuity_TEMPLATE.md"] == "template"
    form = rows["vendors/harborline/questionnaire.xlsx"]
    assert (form["kind"], form["party"], form["date"]) == (
        "questionnaire",
        "Harborline Deconsolidation LLC",
        "2026-04-17",
    )


def test_the_catalogue_is_listed_and_one_criterion_is_shown_however_it_is_named(small: Base) -> None:
    listed = ran("--json", "criteria", "list", base=small).json
    assert len(listed["criteria"]) == 140 and sum(len(row["requirements"]) for row in listed["criteria"]) == 191
    for name in (["56"], ["criterion", "56"], ["#56"], ["MSC 5.1"], ["5.1"], ["secure storage IIT"]):
        shown = ran("--json", "criteria", "show", *name, base=small).json
        assert shown["number"] == 56 and set(shown) >= CRITERION | {"requirements"}


def test_covers_has_the_contracts_keys_and_quotes_that_stand_in_the_files(small: Base) -> None:
    told = ran("--json", "covers", "56", base=small).json
    check_coverage(told)
    (requirement,) = told["requirements"]
    by_document = {piece["document"]: piece for piece in requirement["evidence"]}
    own = by_document["policies/yard_procedure.docx"]
    assert own["grade"] == "supports" and "fenced yard" in own["quote"] and own["clause"] == "1.1"
    letter = by_document["vendors/pelican/letter.txt"]
    assert (
        letter["party"] == "Pelican Warehousing LLC"
        and letter["quote"] in (small.documents / letter["document"]).read_text()
    )
    vendor = by_document["vendors/harborline/questionnaire.xlsx"]
    assert vendor["grade"] == "partial" and "In the process" in vendor["quote"]
    assert told["status"] == "partial" and told["next_actions"]
    assert "portal/portal_responses_2025.md" not in by_document


def test_ask_has_the_contracts_keys_whether_it_answers_or_not(small: Base) -> None:
    keys = {"question", "answered", "answer", "criterion", "citations", "reason"}
    known = ran("--json", "ask", "Who has the key of the seal cabinet?", base=small).json
    assert set(known) == keys and known["answered"] is True and known["criterion"] is None
    for cited in known["citations"]:
        assert set(cited) >= {"marker", "document", "page", "clause", "quote", "verified"} and cited["verified"] is True
    assert "custodian has the key" in known["citations"][0]["quote"]
    about = ran("--json", "ask", "what covers criterion 56?", base=small).json
    assert about["criterion"] == 56 and about["answered"] is True
    unknown = ran("--json", "ask", "Who insures the company against earthquakes?", base=small).json
    assert unknown["answered"] is False and unknown["citations"] == [] and unknown["reason"]


def test_map_is_covers_for_all_and_says_what_made_it(whole_map: dict[str, Any], small: Base) -> None:
    assert set(whole_map) == {"criteria", "made_by"}
    assert len(whole_map["criteria"]) == 140
    for told in whole_map["criteria"]:
        check_coverage(told)
    assert set(whole_map["made_by"]) >= {"program", "catalogue", "embedder"}
    assert hold(whole_map, 56) == ran("--json", "covers", "56", base=small).json


def test_what_proves_nothing_is_never_cited_as_support(whole_map: dict[str, Any]) -> None:
    pieces = [piece for told in whole_map["criteria"] for part in told["requirements"] for piece in part["evidence"]]
    assert pieces
    assert not [piece for piece in pieces if piece["kind"] in ("prior answer", "criteria")]
    for kind in ("template", "register"):
        assert not [p for p in pieces if p["kind"] == kind and p["grade"] in ("supports", "partial")]
    assert hold(whole_map, 11)["status"] == "gap"  # a template and last year's claim


PORTAL = "Criterion 56 Partner Response: All containers are stored in a secure area with a fence and an alarm.\n"


def test_last_years_answers_are_never_cited_by_any_command(small: Base, tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    for name in ("portal_responses_2025.md", "portal_responses_2024.md"):
        title = f"# Portal responses, annual review {name[17:21]}\n\n"
        (folder / name).write_text(title + PORTAL, encoding="utf-8")
    told = ctpat("--json", "ingest", folder, workspace=tmp_path / "w").json
    assert {file["kind"] for file in told["files"]} == {"prior answer"}
    question = "Are all containers stored in a secure area with a fence and an alarm?"
    for workspace in (tmp_path / "w", small.workspace):
        for command in (["ask", question], ["ask", "what covers 56?"], ["draft", "56"], ["draft", "11"]):
            found = ctpat("--json", *command, workspace=workspace).json
            assert not [cited for cited in found["citations"] if "portal_responses" in cited["document"]]
            assert "a fence and an alarm" not in json.dumps(found).replace(question, "")
    told = ctpat("--json", "covers", "56", workspace=tmp_path / "w").json
    assert told["status"] == "gap" and not any(part["evidence"] for part in told["requirements"])


def test_draft_has_text_for_the_portal_made_of_verified_quotes(small: Base) -> None:
    told = ran("--json", "draft", "56", base=small).json
    assert set(told) >= {"criterion", "portal_text", "review_text", "citations", "open_items"}
    assert "fenced yard" in told["portal_text"] and "In the process" not in told["portal_text"]
    assert all(cited["verified"] for cited in told["citations"])
    gap = ran("--json", "draft", "11", base=small).json
    assert gap["portal_text"] == "" and gap["open_items"]


def test_gaps_are_summed_and_printed_or_written(small: Base, whole_map: dict[str, Any], tmp_path: Path) -> None:
    told = ran("--json", "gaps", base=small).json
    assert set(told) >= {"summary", "gaps"}
    statuses = [row["status"] for row in whole_map["criteria"]]
    for status in ("covered", "partial", "gap", "stale", "conflict"):
        assert told["summary"][status] == statuses.count(status)
    musts = [row for row in told["gaps"] if row["criterion"]["flag"] == "Must"]
    assert told["summary"]["must_open"] == len(musts)
    assert len(told["gaps"]) == 140 - statuses.count("covered")
    path = tmp_path / "report.xlsx"
    assert str(path) in ran("gaps", "-o", path, base=small).out
    assert path.read_bytes()[:2] == b"PK"
    assert ran("gaps", "--format", "md", base=small).out.startswith("# CTPAT gap report: Alder Goods")


def test_labels_are_measured_with_the_contracts_keys(small: Base, tmp_path: Path) -> None:
    labels = [
        {
            "portal": 56,
            "status": "partial",
            "evidence": [
                {"file": "yard_procedure.docx", "quote": "stored inside the fenced yard, whose gate is locked"}
            ],
        },
        {"portal": 11, "status": "gap", "evidence": []},
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
    told = ran("--json", "eval", "labels", path, "--split", "all", base=small).json
    keys = "n accuracy macro_f1 false_covered gap_recall gap_precision evidence_recall5 evidence_precision mistakes"
    assert set(told) >= set(keys.split())
    assert (told["n"], told["accuracy"], told["evidence_recall5"], told["mistakes"]) == (2, 1.0, 1.0, [])
    assert ran("--json", "eval", "labels", path, "--split", "dev", base=small).json["n"] == 1


def test_criteria_are_imported_whole_or_not_at_all(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("number,question\n56,Are all units kept behind a fence?\n", encoding="utf-8")
    bad.write_text("number,question\n56,Are all units locked away?\nseven,Is it so?\n", encoding="utf-8")
    workspace = tmp_path / "workspace"
    assert ctpat("--json", "criteria", "import", good, workspace=workspace).json["reworded"] == [56]
    failed = ctpat("--json", "criteria", "import", bad, workspace=workspace)
    assert failed.code == 1 and failed.out == "" and "bad.csv" in failed.err
    assert (
        ctpat("--json", "criteria", "show", "56", workspace=workspace).json["question"]
        == "Are all units kept behind a fence?"
    )


# Options and exit codes


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "--workspace", "W", "documents"],
        ["documents", "--json", "--workspace", "W"],
        ["--json", "documents", "--workspace", "W"],
        ["--workspace", "W", "documents", "--json"],
        ["--workspace", "/nowhere", "documents", "--workspace", "W", "--json"],
    ],
)
def test_options_stand_before_or_after_the_command(arguments: list[str], small: Base) -> None:
    told = ctpat(*(str(small.workspace) if word == "W" else word for word in arguments))
    assert told.code == 0 and len(told.json["documents"]) == 8


@pytest.mark.parametrize(
    "arguments", [["criteria", "list", "--json"], ["criteria", "--json", "list"], ["--json", "criteria", "list"]]
)
def test_options_stand_anywhere_around_a_command_of_two_words(arguments: list[str], small: Base) -> None:
    assert len(ctpat(*arguments, workspace=small.workspace).json["criteria"]) == 140


def test_the_day_of_judgement_can_be_given_before_or_after(small: Base) -> None:
    later = ctpat("--json", "covers", "56", "--as-of", "2028-01-01", workspace=small.workspace).json
    assert later["as_of"] == "2028-01-01"
    grades = {piece["document"]: piece["grade"] for piece in later["requirements"][0]["evidence"]}
    assert grades.get("vendors/pelican/letter.txt", "stale") == "stale"
    assert ctpat("--as-of", "2028-01-01", "--json", "covers", "56", workspace=small.workspace).json == later


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["ingest"],
        ["covers"],
        ["ask"],
        ["criteria"],
        ["criteria", "frobnicate"],
        ["eval"],
        ["eval", "labels"],
        ["gaps", "--format", "pdf"],
        ["covers", "56", "--as-of", "yesterday"],
        ["documents", "--wrong"],
        ["app", "--port", "many"],
        ["app", "--port", "99999"],
    ],
)
def test_wrong_usage_ends_with_two_and_says_how_it_is_meant(arguments: list[str]) -> None:
    told = ctpat(*arguments)
    assert told.code == 2 and told.out == "" and "usage: ctpat" in told.err


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["covers", "--help"], ["eval", "beir", "--help"]])
def test_help_and_version_end_with_nought(arguments: list[str]) -> None:
    told = ctpat(*arguments)
    assert told.code == 0 and "ctpat" in told.out and told.err == ""


@pytest.mark.parametrize("name", [["999"], ["MSC 99.9"], ["zzz qqq"], ["6.1"], ["56", "and", "58"]])
def test_a_criterion_that_is_unknown_or_not_one_is_told_in_one_line(name: list[str], small: Base) -> None:
    for command in (["covers"], ["draft"], ["criteria", "show"]):
        told_in_one_line(ctpat("--json", *command, *name, workspace=small.workspace))
