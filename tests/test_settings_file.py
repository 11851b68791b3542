"""What the page keeps in ctpat.toml: whole or not at all, beside what a person wrote there by hand."""

import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.audit import detail_of, entries
from kb.errors import SettingsError
from kb.people import members
from kb.settings import Settings, load_settings
from kb.settings_file import change
from kb.store import Store

BY_HAND = '# ours\ncompany = "Elm"  # since 2019\n\n# the officer told us\nanniversary = 2027-02-14\n'
PEOPLE = [{"name": "Ann", "login": "ann@elm.example", "role": "approver"}]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "ctpat.toml").write_text(BY_HAND, encoding="utf-8")
    return load_settings(tmp_path)


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.database)


def test_comments_and_order_stay(settings: Settings, store: Store) -> None:
    changed = change(settings, {"company": 'Oak & "Sons"', "as_of": date(2026, 11, 22)}, store)
    text = settings.file.read_text(encoding="utf-8")
    assert text.startswith(BY_HAND.replace('"Elm"', '"Oak & \\"Sons\\""'))
    assert (changed.company, changed.anniversary) == ('Oak & "Sons"', date(2027, 2, 14))


def test_values_after_the_people_are_still_settings(settings: Settings, store: Store) -> None:
    change(settings, {"people": members(PEOPLE)}, store)
    changed = change(settings, {"user": "Ann"}, store)
    assert (changed.user, [each.name for each in changed.people]) == ("Ann", ["Ann"])


def test_an_empty_value_takes_a_setting_away(settings: Settings, store: Store) -> None:
    assert change(settings, {"anniversary": None, "company": ""}, store).anniversary is None
    assert "anniversary =" not in settings.file.read_text(encoding="utf-8")


def test_a_key_is_kept_for_its_owner_only_and_never_told(settings: Settings, store: Store) -> None:
    model = {"model_address": "http://me:pass@127.0.0.1:9/v1", "model_name": "m", "model_key": "s3cret"}
    assert change(settings, model, store).model_key == "s3cret"
    assert stat.S_IMODE(settings.file.stat().st_mode) == 0o600
    told = str(detail_of(entries(store, last=1)[0]))
    assert "s3cret" not in told and "pass" not in told and "127.0.0.1" in told


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"model_address": "ftp://x", "model_name": "m"}, "no address of a language model"),
        ({"model_address": "http://x:99999/v1", "model_name": "m"}, "no address of a language model"),
        ({"model_address": "http://127.0.0.1/v1"}, "needs a name"),
        ({"model_verdicts": True}, "needs? (?:its|their) address|need its address"),
        ({"company": "x" * 201}, "at most 200"),
        ({"company": "a\x00b"}, "plain text"),
        ({"colour": "red"}, "no setting 'colour'"),
        ({"people": members([PEOPLE[0] | {"role": "editor"}])}, "Somebody must be approver"),
    ],
)
def test_what_cannot_be_so_changes_nothing(settings: Settings, store: Store, values: dict[str, Any], why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        change(settings, values, store)
    assert settings.file.read_text(encoding="utf-8") == BY_HAND
    assert entries(store) == []


def test_what_is_as_it_was_is_not_written_again(settings: Settings, store: Store) -> None:
    change(settings, {"company": "Elm"}, store)
    assert entries(store) == []
