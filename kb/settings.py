"""One frozen Settings, read from ctpat.toml in the workspace and from the environment."""

import os
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from kb.errors import SettingsError
from kb.people import Member, members


def cache_folder() -> Path:
    """Folder for what is made once a machine: CTPAT_CACHE, or ctpat-kb in the user's cache folder."""
    named = os.environ.get("CTPAT_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "ctpat-kb"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user configured; every field has a default that works offline."""

    workspace: Path = Path("workspace")
    company: str = ""
    user: str = ""  # who decides, as decisions and the audit trail name them; empty: the name of the login
    anniversary: date | None = None  # of the CTPAT account; the review window opens 90 days before it
    as_of: date | None = None  # judge as of this day instead of today, as the sample company's papers need
    embedder: str = "minilm"  # or the name or path of a sentence-transformers model
    model_address: str = ""  # of a language model, such as http://127.0.0.1:11434/v1; empty: none, and nothing is sent
    model_name: str = ""
    model_key: str = ""  # or CTPAT_MODEL_KEY in the environment
    model_provider: str = ""  # the protocol at the address: empty or "openai", or "anthropic" (an optional part)
    model_verdicts: bool = False  # let that model's reading of passages move a judgement a step; sends it passages
    people: tuple[Member, ...] = ()  # who may do what, where people sign in
    cache: Path = Path()
    sign_in: bool = False  # whoever has not signed in may do nothing: the app was started for a team

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.workspace / "store.sqlite3"

    @property
    def vectors(self) -> Path:
        """The folder of the embedded vector index."""
        return self.workspace / "vectors"

    @property
    def file(self) -> Path:
        """Where the user's settings are kept."""
        return self.workspace / "ctpat.toml"

    @property
    def sign_in_file(self) -> Path:
        """The service that people sign in with, where a team works in the app."""
        return self.workspace / "sign-in.toml"

    @property
    def uploads(self) -> Path:
        """The folder of what was added in the browser."""
        return self.workspace / "uploads"

    @property
    def overrides(self) -> Path:
        """The user's own wording of criteria, where it was imported."""
        return self.workspace / "criteria.json"


TYPES = {"anniversary": date, "as_of": date, "model_verdicts": bool, "people": list}  # of settings that are not text
EXAMPLES = {date: "a date (2027-03-01)", bool: "true or false", list: "a list: [[people]] with name, login and role"}
CONFIGURABLE = {field.name for field in fields(Settings)} - {"workspace", "cache", "sign_in"}


def load_settings(workspace: Path | None = None) -> Settings:
    """Settings of a workspace: the argument, else CTPAT_WORKSPACE, else ./workspace.

    Raises SettingsError for a ctpat.toml that cannot be read or names an unknown setting.
    """
    folder = (workspace or Path(os.environ.get("CTPAT_WORKSPACE") or "workspace")).absolute()
    values = _read(folder / "ctpat.toml")
    return Settings(workspace=folder, cache=cache_folder(), sign_in=bool(os.environ.get("CTPAT_SIGN_IN")), **values)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}. Correct or remove the file.") from error
    return checked(values, path)


def checked(values: dict[str, Any], path: Path) -> dict[str, Any]:
    """What a file of settings says, in the types of Settings; raises SettingsError."""
    for name, value in values.items():
        if name not in CONFIGURABLE:
            known = ", ".join(sorted(CONFIGURABLE))
            raise SettingsError(f"{path} has an unknown setting {name!r}. Known settings: {known}.")
        expected = TYPES.get(name, str)
        if type(value) is not expected:  # a date with a time is a date too, and cannot be compared with one
            raise SettingsError(f"{path}: {name} must be {EXAMPLES.get(expected, 'a text')}.")
    if not all(isinstance(row, dict) for row in values.get("people", ())):
        raise SettingsError(f"{path}: people must be {EXAMPLES[list]}.")
    return values | ({"people": members(values["people"])} if "people" in values else {})
