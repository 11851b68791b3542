"""Changes ctpat.toml: checked whole, written in one step, with the user's comments and order kept."""

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kb.access import require
from kb.asker import public
from kb.audit import detail_of, entries, person, record
from kb.errors import ChangedError, SettingsError
from kb.people import Member, Role
from kb.settings import CONFIGURABLE, Settings, checked, load_settings
from kb.store import Store

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

LONGEST = 200  # characters of a name, 2,000 of an address or key
WIDE = ("model_address", "model_key")
SECRET = ("model_key",)  # never in the audit trail
WHAT = "settings"  # in the audit trail
NAMES = {  # of settings, as a sentence has them
    "company": "The company", "user": "Your name", "anniversary": "The anniversary", "as_of": "The day to judge as of",
    "model_address": "The model's address", "model_name": "The model's name", "model_key": "The model's key",
    "people": "The list of people",
}  # fmt: skip


def change(
    settings: Settings,
    values: Mapping[str, Any],
    store: Store,
    seen: Settings | None = None,
    known: Settings | None = None,
) -> Settings:
    """The settings with some values changed (None or "" takes one away), kept in ctpat.toml and the audit trail.

    With `seen`, the settings that the person was shown, what they left as it was there stays as it is now; `known` are
    those that they were told of since. Raises ChangedError where what they changed was changed meanwhile, SettingsError
    for what cannot be so and AccessError for who may not; nothing has changed then.
    """
    require(settings, Role.APPROVER, "change settings")
    told = {name: _plain(name, value) for name, value in values.items()}
    with store.transaction():  # one writer at a time, in whatever process
        before = load_settings(settings.workspace)
        if seen:
            told = {name: value for name, value in told.items() if value != _held(seen, name)}
            _check_seen((seen, known or seen), before, told, store)
        changed = {name: value for name, value in told.items() if value != _held(before, name)}
        if not changed:
            return before
        now = replace(before, **{name: _default(name) if value is None else value for name, value in told.items()})
        _check_together(now, changed)
        text = _edited(_text(settings.file), changed)
        checked(tomllib.loads(text), settings.file)
        detail = {name: _audited(name, value) for name, value in sorted(changed.items())}
        record(store, person(settings), WHAT, detail)
        _write(settings.file, text, secret=bool(now.model_key))
    return load_settings(settings.workspace)


def _held(settings: Settings, name: str) -> Any:
    """A setting as it is compared: None where it is not set."""
    return getattr(settings, name) or None


def _check_seen(seen: Iterable[Settings], now: Settings, told: Mapping[str, Any], store: Store) -> None:
    """Raise ChangedError for a setting that a person changes and that is not what they were shown any more."""
    for name, value in told.items():
        held = _held(now, name)
        if held in (value, *(_held(each, name) for each in seen)):
            continue
        shown = "" if name in SECRET else f", and is now {_in_words(name, held)}"
        raise ChangedError(
            f"{NAMES.get(name, name)} was changed{_by_whom(store, name, held)} after you opened this page{shown}."
            " Nothing was kept, and what you typed still stands here: keep it again to put it in place of that."
        )


def _by_whom(store: Store, name: str, held: Any) -> str:
    """Such as " by Ann Marsh on 2026-11-22 at 10:05"; where the audit trail does not know, in the file itself."""
    made = [entry for entry in entries(store) if entry.what == WHAT and name in detail_of(entry)]
    if not made or detail_of(made[-1])[name] != json.loads(json.dumps(_audited(name, held), default=str)):
        return " in ctpat.toml itself"
    return f" by {made[-1].who} on {made[-1].at[:16].replace('T', ' at ')}"


def _in_words(name: str, held: Any) -> str:
    told = _audited(name, held)
    return "; ".join(told) if isinstance(told, list) else f"“{told}”" if told else "empty"


def _plain(name: str, value: Any) -> Any:
    """A value as it is kept; None for one to take away."""
    if name not in CONFIGURABLE:
        raise SettingsError(f"There is no setting {name!r}. Known settings: {', '.join(sorted(CONFIGURABLE))}.")
    if not isinstance(value, str):
        return value if value or type(value) is date else None
    told = value.strip() if name in WIDE else " ".join(value.split())
    most = 10 * LONGEST if name in WIDE else LONGEST
    if len(told) > most or not told.isprintable():
        raise SettingsError(f"{name} must be plain text of at most {most:,} characters.")
    return told or None


def _default(name: str) -> Any:
    return next(field.default for field in fields(Settings) if field.name == name)


def _check_together(now: Settings, changed: Iterable[str]) -> None:
    """Raise SettingsError for values that do not fit one another."""
    if now.model_address:
        _check_address(now.model_address)
    if now.model_address and not now.model_name:
        raise SettingsError("The language model needs a name, such as llama3.1:8b: the server at its address knows it.")
    if now.model_verdicts and not now.model_address:
        raise SettingsError("Readings of a language model need its address: give one, or switch them off.")
    if "people" in changed:
        _check_people(now)


def _check_people(now: Settings) -> None:
    if now.people and not any(member.role is Role.APPROVER for member in now.people):
        raise SettingsError("Somebody must be approver, or nobody could change the settings again.")
    if now.sign_in and not now.people:
        raise SettingsError("People sign in here: at least one of them must stay, as approver.")


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        fits = False
    if not fits or " " in address:
        raise SettingsError(f"“{address}” is no address of a language model: it looks like http://127.0.0.1:11434/v1.")


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}. Nothing was changed.") from error


def _edited(text: str, changed: Mapping[str, Any]) -> str:
    """The text of the file with values changed and all else as it was."""
    import tomlkit

    document = tomlkit.parse(text)
    for name, value in changed.items():
        if value is None:
            document.pop(name, None)
        elif name == "people":
            _put_people(document, value)
        else:
            document[name] = value
    return tomlkit.dumps(document)


def _put_people(document: "TOMLDocument", people: Iterable[Member]) -> None:
    import tomlkit

    rows = tomlkit.aot()
    for member in people:
        row = tomlkit.table()
        for name, value in (("name", member.name), ("login", member.login), ("role", member.role.value)):
            row.add(name, value)
        rows.append(row)
    document.pop("people", None)
    document.append("people", rows)


def _write(file: Path, text: str, secret: bool) -> None:
    """Put the file in place whole; only its owner may read one that holds a key."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        mode = 0o600 if secret else (file.stat().st_mode & 0o777 if file.exists() else 0o644)
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        partial.replace(file)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror or error}. Nothing was changed.") from error


def _audited(name: str, value: Any) -> Any:
    if name in SECRET:
        return "changed"
    if name == "model_address" and value:
        return public(value)  # a password may stand in it
    if isinstance(value, tuple):
        return [f"{member.name} <{member.login}>: {member.role.value}" for member in value]
    return value
