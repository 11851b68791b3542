"""The command line as a contract for other tools: one JSON document, three exit codes, one line for what went wrong."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Base
from door import Ran, ctpat, told_in_one_line
from small import SEALS, write_documents

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
    assert set(small.intake) == {"files", "seconds"}
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
    assert (form["kind"], form["party"], form["date"]) == ("questionnaire", "Harborline Deconsolidation LLC", "2026-04-17")


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
    assert letter["party"] == "Pelican Warehousing LLC" and letter["quote"] in (small.documents / letter["document"]).read_text()
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
    pieces = [
        piece for told in whole_map["criteria"] for part in told["requirements"] for piece in part["evidence"]
    ]
    assert pieces
    assert not [piece for piece in pieces if piece["kind"] in ("prior answer", "criteria")]
    for kind in ("template", "register"):
        assert not [p for p in pieces if p["kind"] == kind and p["grade"] in ("supports", "partial")]
    assert hold(whole_map, 11)["status"] == "gap"  # a template and last year's claim


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
        {"portal": 56, "status": "partial", "evidence": [{"file": "yard_procedure.docx", "quote": "stored inside the fenced yard, whose gate is locked"}]},
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
    assert ctpat("--json", "criteria", "show", "56", workspace=workspace).json["question"] == "Are all units kept behind a fence?"


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


# What can be wrong with files and folders


@pytest.mark.parametrize("given", ["missing", "empty", "silent", "odd"])
def test_a_folder_without_anything_to_read_is_told_in_one_line_and_loses_nothing(given: str, tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    folder = tmp_path / given
    if given != "missing":
        folder.mkdir()
    if given == "silent":
        (folder / "Thumbs.db").write_bytes(b"x")
    if given == "odd":
        (folder / "program.exe").write_bytes(b"MZ")
    line = told_in_one_line(ctpat("--json", "ingest", folder, workspace=base.workspace))
    assert str(folder) in line
    assert len(ctpat("--json", "documents", workspace=base.workspace).json["documents"]) == 2


def two_papers(folder: Path) -> Base:
    documents = folder / "documents"
    (documents / "records").mkdir(parents=True)
    (documents / "seals.md").write_text(SEALS, encoding="utf-8")
    (documents / "records" / "log.csv").write_text("Date,Seal number\n2026-01-02,ALD1\n2026-01-03,ALD2\n", encoding="utf-8")
    return read(Base(folder / "workspace", documents, {}))


def read(base: Base) -> Base:
    told = ctpat("--json", "ingest", base.documents, workspace=base.workspace)
    assert told.code == 0, told.err
    return Base(base.workspace, base.documents, told.json)


def statuses(base: Base) -> dict[str, str]:
    files: Any = base.intake["files"]
    return {Path(file["path"]).name: file["status"] for file in files}


def test_reading_the_same_twice_touches_nothing(tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    assert statuses(base) == {"seals.md": "indexed", "log.csv": "indexed"}
    before = ctpat("--json", "map", workspace=base.workspace).json["made_by"]
    again = read(base)
    assert statuses(again) == {"seals.md": "unchanged", "log.csv": "unchanged"}
    assert float(str(again.intake["seconds"])) < 1.0
    assert ctpat("--json", "map", workspace=base.workspace).json["made_by"] == before


def test_changing_one_file_reads_one_file_and_deleting_it_removes_it_everywhere(tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    (base.documents / "seals.md").write_text("# Seal Policy\n\nThe unicorn guards the seals.\n", encoding="utf-8")
    assert statuses(read(base)) == {"seals.md": "indexed", "log.csv": "unchanged"}
    found = ctpat("--json", "ask", "Who guards the seals?", workspace=base.workspace).json
    assert "unicorn" in found["answer"]
    assert "custodian has the key" not in json.dumps(ctpat("--json", "map", workspace=base.workspace).json)
    (base.documents / "seals.md").unlink()
    assert statuses(read(base)) == {"seals.md": "removed", "log.csv": "unchanged"}
    assert ctpat("--json", "ask", "Who guards the seals?", workspace=base.workspace).json["answered"] is False
    assert [row["document"] for row in ctpat("--json", "documents", workspace=base.workspace).json["documents"]] == ["records/log.csv"]


def test_an_unreadable_and_a_lying_file_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    (base.documents / "lies.pdf").write_text("This is not a PDF at all.", encoding="utf-8")
    (base.documents / "lies.docx").write_bytes(b"%PDF-1.7 nor a Word file")
    (base.documents / "lies.xlsx").write_bytes(os.urandom(300))
    (base.documents / "blank.md").write_text("", encoding="utf-8")
    shut = base.documents / "shut.md"
    shut.write_text("Seals.", encoding="utf-8")
    shut.chmod(0)
    told = read(base)
    files: Any = told.intake["files"]
    by_name = {Path(file["path"]).name: file for file in files}
    for name in ("lies.docx", "lies.xlsx", "blank.md"):
        assert by_name[name]["status"] == "failed", name
        assert by_name[name]["reason"].endswith(".") and "\n" not in by_name[name]["reason"], name
    readable = by_name["lies.pdf"]  # text under a wrong name: read as what it is, and said so
    assert readable["status"] == "failed" or readable["warnings"]
    if os.geteuid() != 0:
        assert by_name["shut.md"]["status"] == "failed" and "permission" in by_name["shut.md"]["reason"].lower()
    assert by_name["seals.md"]["status"] == "unchanged"
    shut.chmod(0o600)


def test_a_file_that_becomes_unreadable_keeps_what_was_read_of_it(tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    (base.documents / "records" / "log.csv").rename(base.documents / "records" / "log.xlsx")
    assert statuses(read(base))["log.xlsx"] == "failed"
    (base.documents / "seals.md").write_bytes(b"\x00\x01\x02\x03" * 100)
    told = read(base)
    assert statuses(told)["seals.md"] in ("failed", "indexed")
    if statuses(told)["seals.md"] == "failed":
        found = ctpat("--json", "ask", "Who has the key of the seal cabinet?", workspace=base.workspace).json
        assert found["answered"] is True


# A damaged workspace


def damaged(small: Base, tmp_path: Path) -> Path:
    workspace = tmp_path / "workspace"
    shutil.copytree(small.workspace, workspace)
    return workspace


def test_vectors_that_are_garbage_are_rebuilt_and_nothing_is_lost(small: Base, tmp_path: Path) -> None:
    workspace = damaged(small, tmp_path)
    before = ctpat("--json", "covers", "56", workspace=workspace).json
    for file in (workspace / "vectors").rglob("*"):
        if file.is_file():
            file.write_bytes(b"garbage" * 50)
    after = ctpat("--json", "covers", "56", workspace=workspace)
    assert after.code == 0, after.err
    assert after.json == before and "Traceback" not in after.err


def test_vectors_that_are_gone_or_a_file_are_rebuilt(small: Base, tmp_path: Path) -> None:
    workspace = damaged(small, tmp_path)
    before = ctpat("--json", "covers", "56", workspace=workspace).json
    shutil.rmtree(workspace / "vectors")
    assert ctpat("--json", "covers", "56", workspace=workspace).json == before
    shutil.rmtree(workspace / "vectors")
    (workspace / "vectors").write_text("a file in its place", encoding="utf-8")
    after = ctpat("--json", "covers", "56", workspace=workspace)
    assert (after.code, after.out and after.json) in ((0, before), (1, ""))
    assert "Traceback" not in after.err


@pytest.mark.parametrize("content", [b"", b"This is no database. " * 500, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_store_that_is_no_database_is_told_in_one_line_and_left_alone(content: bytes, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    store = workspace / "store.sqlite3"
    store.write_bytes(content)
    told = ctpat("--json", "documents", workspace=workspace)
    if content:
        assert "store.sqlite3" in told_in_one_line(told)
        assert store.read_bytes() == content
    else:
        assert told.json == {"documents": []}


def test_a_store_with_a_damaged_page_is_told_in_one_line(small: Base, tmp_path: Path) -> None:
    workspace = damaged(small, tmp_path)
    store = workspace / "store.sqlite3"
    for beside in workspace.glob("store.sqlite3-*"):
        beside.unlink()
    whole = store.read_bytes()
    store.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    for command in (["documents"], ["covers", "56"], ["ask", "Who has the key of the seal cabinet?"], ["gaps"]):
        told_in_one_line(ctpat("--json", *command, workspace=workspace))


@pytest.mark.parametrize(
    ("text", "named"),
    [("as_of = 'soon'", "as_of"), ("colour = 'red'", "colour"), ("not toml [", "ctpat.toml"), ("company = 7", "company"), ("as_of = 2026-11-22T08:00:00", "as_of")],
)
def test_a_wrong_setting_is_named_in_one_line(text: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "ctpat.toml").write_text(text, encoding="utf-8")
    assert named in told_in_one_line(ctpat("--json", "documents", workspace=tmp_path))


def test_a_workspace_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    told_in_one_line(ctpat("--json", "documents", workspace=tmp_path / "file" / "workspace"))


@pytest.mark.parametrize(
    "arguments", [["documents"], ["map"], ["gaps"], ["ask", "Are seals counted?"], ["covers", "56"], ["draft", "56"]]
)
def test_a_workspace_without_documents_gives_an_honest_no(arguments: list[str], tmp_path: Path) -> None:
    told = ctpat("--json", *arguments, workspace=tmp_path / "new")
    assert told.code == 0 and '"grade"' not in told.out and '"verified"' not in told.out


def test_the_demo_leaves_somebodys_own_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "my notes.txt").write_text("mine", encoding="utf-8")
    line = told_in_one_line(ctpat("--json", "demo", tmp_path))
    assert "not empty" in line and [path.name for path in tmp_path.iterdir()] == ["my notes.txt"]


# As a process


def test_while_another_process_writes_an_ingest_says_who_and_a_question_is_answered(small: Base, tmp_path: Path) -> None:
    workspace = damaged(small, tmp_path)
    holder = "import sys; from pathlib import Path; from kb.writer import lock\n"
    holder += "with lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(workspace)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as other:
        assert other.stdout and other.stdin and other.stdout.readline() == "held\n"
        line = told_in_one_line(ctpat("--json", "ingest", small.documents, workspace=workspace))
        assert str(other.pid) in line and "try again" in line
        assert ctpat("--json", "ask", "Who has the key of the seal cabinet?", workspace=workspace).json["answered"]
        other.stdin.close()
    assert ctpat("--json", "ingest", small.documents, workspace=workspace).code == 0


def process(*arguments: str, **values: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kb.cli", *arguments]
    root = Path(__file__).parents[1]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=root, **values)


def test_the_process_prints_progress_on_standard_error_and_json_alone_on_standard_output(tmp_path: Path) -> None:
    write_documents(tmp_path / "documents")
    told = process("ingest", str(tmp_path / "documents"), "--json", "--workspace", str(tmp_path / "w"))
    assert told.returncode == 0, told.stderr
    assert len(json.loads(told.stdout)["files"]) == 8
    assert "1/8 policies/seal_control.md" in told.stderr


def test_the_workspace_comes_from_the_environment_and_a_terminal_of_another_code_page_breaks_nothing(small: Base) -> None:
    values = os.environ | {"CTPAT_WORKSPACE": str(small.workspace), "PYTHONIOENCODING": "cp1252"}
    told = process("covers", "56", env=values)
    assert told.returncode == 0 and "fenced yard" in told.stdout and told.stderr == ""


def test_a_reader_that_goes_away_is_no_crash(small: Base) -> None:
    command = f"{sys.executable} -m kb.cli --workspace {small.workspace} criteria list | head -1"
    root = Path(__file__).parents[1]
    told = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, cwd=root)
    assert "Traceback" not in told.stderr
