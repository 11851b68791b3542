"""What a person puts right of a document's facts: kept, applied everywhere, told, and taken back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from door import Ran, ctpat, told_in_one_line

from kb.corrections import Correction, as_read, corrected
from kb.model import Document, Fact, Kind

LETTER = """Acme Woodcraft Ltd.
12 Mill Road, Norwich, United Kingdom

Date: 3/4/2026

Dear Sirs,

We keep all containers in a fenced and locked yard, and our guards watch it at night.

Sincerely,
J. Smith, Acme Woodcraft Ltd.
"""
SEALS = "# Seal Control Procedure\n\nEffective date: {date}\nRevision: {version}\n\n{text}\n"
RULES = "\n".join(
    f"{number}. The guard at gate {number} counts the seals in box {number} and writes the number in the log."
    for number in range(1, 40)
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    write(folder / "vendors" / "acme" / "letter.txt", LETTER)
    write(folder / "old" / "letter.txt", LETTER.replace("Acme", "Bolt"))
    write(folder / "form.md", "# Pest sheet\n\nDate: ______\n\nSite: ______\n\nInspector: ______\n")
    write(folder / "seals_2024.md", SEALS.format(date="2024-01-10", version=3, text=RULES))
    write(folder / "seals_2026.md", SEALS.format(date="2026-01-10", version=4, text=RULES))
    return folder


@pytest.fixture
def base(papers: Path, tmp_path: Path) -> Path:
    assert ctpat("ingest", papers, workspace=tmp_path / "w").code == 0
    return tmp_path / "w"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def listed(workspace: Path) -> dict[str, dict[str, object]]:
    return {row["document"]: row for row in ctpat("--json", "documents", workspace=workspace).json["documents"]}


def put(workspace: Path, *words: str) -> Ran:
    return ctpat("--json", "documents", "set", *words, "--by", "Ann Marsh", workspace=workspace)


def fact(ran: Ran, name: str) -> dict[str, object]:
    found: dict[str, object] = next(fact for fact in ran.json["documents"][0]["facts"] if fact["name"] == name)
    return found


def test_several_facts_are_put_right_at_once_and_the_list_shows_them(base: Path) -> None:
    told = put(
        base, "vendors/acme/letter.txt", "--party", "Acme Ltd.", "--effective", "3 April 2026", "--site", "Norwich"
    )
    assert told.code == 0, told.err
    row = listed(base)["vendors/acme/letter.txt"]
    assert (row["party"], row["date"], row["site"]) == ("Acme Ltd.", "2026-04-03", "Norwich")
    party = fact(told, "party")["corrected"]
    assert isinstance(party, dict) and party["by"] == "Ann Marsh" and party["read"] == "Acme Woodcraft Ltd."


def test_a_doubt_goes_when_the_fact_is_put_right_and_comes_back_with_it(base: Path) -> None:
    assert any("two ways" in each for each in listed(base)["vendors/acme/letter.txt"]["warnings"])  # type: ignore[attr-defined]
    put(base, "vendors/acme/letter.txt", "--effective", "2026-04-03")
    assert listed(base)["vendors/acme/letter.txt"]["warnings"] == []
    put(base, "vendors/acme/letter.txt", "--clear", "effective")
    row = listed(base)["vendors/acme/letter.txt"]
    assert row["date"] == "2026-03-04" and "two ways" in str(row["warnings"])


def test_a_correction_survives_reading_again_and_is_flagged_once_the_file_has_changed(base: Path, papers: Path) -> None:
    put(base, "vendors/acme/letter.txt", "--party", "Acme Ltd.")
    assert ctpat("ingest", papers, workspace=base).code == 0
    assert listed(base)["vendors/acme/letter.txt"]["warnings"] == ["The date in “Date: 3/4/2026” can be read in two"
        " ways, 2026-03-04 or 2026-04-03; it was taken as 2026-03-04. Put it right if it is the other."]  # fmt: skip
    write(papers / "vendors" / "acme" / "letter.txt", LETTER.replace("at night", "day and night"))
    report = ctpat("--json", "ingest", papers, workspace=base).json
    row = listed(base)["vendors/acme/letter.txt"]
    assert row["party"] == "Acme Ltd." and "look again" in str(row["warnings"])
    assert any(each["what"] == "correction" for each in report["look_at"])
    put(base, "vendors/acme/letter.txt", "--party", "Acme Ltd.")
    assert "look again" not in str(listed(base)["vendors/acme/letter.txt"]["warnings"])


def test_a_correction_moves_with_its_file(base: Path, papers: Path) -> None:
    put(base, "seals_2026.md", "--title", "Counting of seals")
    (papers / "seals_2026.md").rename(papers / "seals_now.md")
    assert ctpat("ingest", papers, workspace=base).code == 0
    assert listed(base)["seals_now.md"]["title"] == "Counting of seals"


def test_versions_are_found_with_what_was_put_right(base: Path, papers: Path) -> None:
    assert listed(base)["seals_2024.md"]["superseded_by"]
    put(base, "seals_2024.md", "--site", "Reno")
    put(base, "seals_2026.md", "--site", "Memphis")
    assert not any(row["superseded_by"] for row in listed(base).values())
    put(base, "seals_2024.md", "--effective", "2026-06-01", "--site", "Memphis")
    rows = listed(base)
    assert rows["seals_2026.md"]["superseded_by"] == str(papers / "seals_2024.md")
    put(base, "seals_2024.md", "--clear", "all")
    rows = listed(base)
    assert rows["seals_2024.md"]["date"] == "2024-01-10" and rows["seals_2024.md"]["superseded_by"]


def test_a_judgement_follows_a_correction(base: Path) -> None:
    before = ctpat("--json", "--as-of", "2026-11-22", "covers", "56", workspace=base).json
    kinds = {item["document"]: item["kind"] for part in before["requirements"] for item in part["evidence"]}
    assert kinds["vendors/acme/letter.txt"] == "letter"
    put(base, "vendors/acme/letter.txt", "--kind", "procedure")
    after = ctpat("--json", "--as-of", "2026-11-22", "covers", "56", workspace=base).json
    kinds = {item["document"]: item["kind"] for part in after["requirements"] for item in part["evidence"]}
    assert kinds["vendors/acme/letter.txt"] == "procedure"


def test_a_template_that_is_filled_in_becomes_the_kind_it_is_and_back(base: Path) -> None:
    assert listed(base)["form.md"]["kind"] == "template"
    put(base, "form.md", "--filled", "--kind", "record")
    assert (listed(base)["form.md"]["kind"], listed(base)["form.md"]["placeholders"]) == ("record", 0)
    put(base, "form.md", "--template")
    assert listed(base)["form.md"]["kind"] == "template"
    put(base, "form.md", "--clear", "all")
    assert (listed(base)["form.md"]["kind"], listed(base)["form.md"]["placeholders"]) == ("template", 3)


def test_nothing_can_be_put_in_place_of_something_that_was_read(base: Path) -> None:
    put(base, "vendors/acme/letter.txt", "--effective", "none", "--party", "own")
    row = listed(base)["vendors/acme/letter.txt"]
    assert row["date"] is None and row["party"] is None


def test_what_was_done_stands_in_the_audit_trail(base: Path) -> None:
    put(base, "form.md", "--kind", "record")
    entry = ctpat("--json", "audit", "--last", "1", workspace=base).json["entries"][0]
    assert entry["who"] == "Ann Marsh" and entry["detail"]["told"] == {"kind": "record"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("letter.txt", "--site", "x"), "can be 2 documents"),
        (("seals.md", "--site", "x"), "Did you mean seals_2026.md"),
        (("nothing.pdf", "--site", "x"), "No document goes by"),
        (("form.md", "--kind", "polcy"), "one of criteria, policy"),
        (("form.md", "--expires", "3/4/21"), "2021-03-04 or 2021-04-03"),
        (("form.md", "--expires", "soon"), "not read as a date"),
        (("form.md", "--language", "klingon"), "no language"),
        (("form.md", "--template", "--kind", "policy"), "cannot be template"),
        (("form.md", "--title", " "), "always has a title"),
        (("form.md", "--clear", "kind"), "nothing to take back"),
        (("form.md", "--clear", "colour"), "not a fact"),
        (("form.md",), "Nothing to put right"),
        (("form.md", "--effective", "2026-05-01", "--expires", "2026-04-01"), "before it takes effect"),
    ],
)
def test_what_cannot_be_so_is_told_in_a_sentence_and_changes_nothing(
    base: Path, words: tuple[str, ...], says: str
) -> None:
    before = listed(base)
    told = ctpat("documents", "set", *words, workspace=base)
    assert says in told_in_one_line(told)
    assert listed(base) == before


def test_show_tells_each_fact_with_its_words_and_the_other_versions(base: Path) -> None:
    shown = ctpat("documents", "show", "SEALS_2024", workspace=base)
    assert shown.code == 0 and "Effective date: 2024-01-10" in shown.out
    assert "seals_2026.md, version 4, of 2026-01-10 (current)" in shown.out
    put(base, "seals_2024.md", "--version", "3b")
    assert "put right by Ann Marsh" in ctpat("documents", "show", "seals_2024.md", workspace=base).out


def test_what_was_read_comes_back_whole_from_a_corrected_document() -> None:
    read = Document(
        "/d/a.pdf",
        "a.pdf",
        "1" * 64,
        Kind.OTHER,
        party="X",
        expires=date(2026, 1, 1),
        facts=(Fact("kind", "other", "", 0.2, "What is it?"), Fact("party", "X", "by X")),
        warnings=("What is it?", "Page 2 was read by OCR."),
    )
    told = [
        Correction("/d/a.pdf", "kind", "policy", "Ann", "2026-11-22 10:00", "1" * 64),
        Correction("/d/a.pdf", "expires", "", "Ann", "2026-11-22 10:00", "0" * 64),
    ]
    put_right = corrected(read, told)
    assert (put_right.kind, put_right.expires, put_right.corrected) == (Kind.POLICY, None, ("kind", "expires"))
    assert put_right.warnings[0] == "Page 2 was read by OCR." and "look again" in put_right.warnings[1]
    assert as_read(replace(put_right, superseded_by="/d/b.pdf"), read) == replace(read, superseded_by="/d/b.pdf")
