"""Papers that say the words and take them back, are of somebody else, or do not hold on the day."""

from datetime import date
from pathlib import Path

import pytest
from door import ctpat
from nouns import AS_OF, SEALS, document, grade

from kb.modality import Mood, mood
from kb.model import Grade, Kind

HEAD = "# Yard Security Policy\n\nEffective {day}. Approved by J. Roe, Vice President.\n\n## 1 Yard\n\n{words}\n"
STORED = (
    "Containers, trailers and chassis are stored in a secure fenced area of the yard, where nobody can alter them or"
    " compromise seals and doors."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "There are no fences around the yard, and drivers must park in the open street.",
        "We do not store containers in a secure area; seals can be tampered with by anyone.",
        "It is false that containers are stored in a fenced area.",
        "Containers used to be stored in a fenced yard; the fence was sold in 2024.",
        "Containers are rarely stored in the fenced yard.",
        "Trailers stand in an unfenced lot behind the plant.",
        "Since the layoffs nobody does the seven-point inspection.",
    ],
)
def test_what_is_not_so_or_no_longer_so_is_a_denial_in_a_rule_too(sentence: str) -> None:
    assert mood(sentence) is Mood.DENIAL


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not accept a box without a seal.",
        "If there is no guard at the gate, the driver must wait.",
        "Media that cannot be wiped must be destroyed.",
    ],
)
def test_a_rule_against_a_thing_is_no_denial(sentence: str) -> None:
    assert mood(sentence) is not Mood.DENIAL


def test_what_only_a_paying_customer_gets_is_hedged() -> None:
    assert mood("Units are inspected at all seven points only when the customer pays for it.") is Mood.HEDGE


def test_an_undated_paper_of_an_unknown_kind_or_a_draft_supports_nothing_by_itself() -> None:
    words = "Seals are kept in a locked cabinet and counted every Friday by the custodian."
    assert grade(words, document(Kind.OTHER, effective=None)) is Grade.PARTIAL
    assert grade(words, document(Kind.OTHER)) is Grade.SUPPORTS  # somebody dated it
    assert grade(words, document(Kind.POLICY, title="DRAFT Seal Policy")) is Grade.PARTIAL
    assert grade(words, document(Kind.POLICY, title="Seal Policy")) is Grade.SUPPORTS


def test_the_next_sentence_can_take_it_back() -> None:
    words = "Seals are kept in a locked cabinet and counted daily. This does not apply at weekends."
    assert grade(words, document()) is Grade.PARTIAL


def test_a_rule_that_takes_effect_later_is_not_in_force_on_the_day() -> None:
    words = "Seals are kept in a locked cabinet and counted every Friday by the custodian."
    assert grade(words, document(effective=date(2027, 6, 1))) is Grade.STALE
    assert grade(words, document(effective=AS_OF), SEALS) is Grade.SUPPORTS


def status_of_56(folder: Path, text: str, *party: str) -> str:
    """What `covers 56` says of a base of one policy."""
    (folder / "papers").mkdir()
    (folder / "papers" / "policy.md").write_text(text, encoding="utf-8")
    workspace = folder / "workspace"
    assert ctpat("ingest", folder / "papers", workspace=workspace).code == 0
    if party:
        assert ctpat("documents", "set", "policy.md", "--party", *party, workspace=workspace).code == 0
    told = ctpat("--json", "--as-of", AS_OF.isoformat(), "covers", "56", workspace=workspace).json
    return str(told["status"])


def test_a_policy_in_force_covers_and_another_companys_only_shows_what_they_do(tmp_path: Path) -> None:
    text = HEAD.format(day="2026-03-01", words=STORED)
    (tmp_path / "own").mkdir()
    (tmp_path / "theirs").mkdir()
    assert status_of_56(tmp_path / "own", text) == "covered"
    assert status_of_56(tmp_path / "theirs", text, "Acme Trucking LLC") == "partial"


def test_a_policy_that_is_withdrawn_or_not_yet_in_force_is_out_of_date(tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    (tmp_path / "gone").mkdir()
    assert status_of_56(tmp_path / "later", HEAD.format(day="2027-06-01", words=STORED)) == "stale"
    gone = HEAD.format(day="2026-03-01", words=STORED).replace("Approved", "Withdrawn on 2026-05-01. Approved")
    assert status_of_56(tmp_path / "gone", gone) == "stale"
