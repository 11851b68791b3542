"""How a team signs in to the app: the file sign-in.toml, checked before anything listens."""

import tomllib
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, urlsplit

from kb.errors import SettingsError
from kb.hosts import is_loopback
from kb.people import Role
from kb.settings import Settings

NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
SHORTEST = 32  # characters of the secret that the cookies are signed with
CALLBACK = "/oauth2callback"


def check_reach(settings: Settings, address: str) -> None:
    """Raise SettingsError where other machines could reach the app and nobody would have to sign in."""
    if is_loopback(address) or settings.sign_in_file.exists():
        return
    raise SettingsError(
        f"--address {address} lets other machines reach this knowledge base, and nobody would have to sign in: describe"
        f" your sign-in service in {settings.sign_in_file} and the people in ctpat.toml, or leave --address out."
    )


def service(settings: Settings) -> SplitResult:
    """The address that people reach the app by, as sign-in.toml has it; raises SettingsError for what is amiss."""
    file = settings.sign_in_file
    auth = _auth(settings)
    missing = [name for name in NEEDED if not str(auth.get(name) or "").strip()]
    if missing:
        raise SettingsError(f"{file} must give {', '.join(missing)} under [auth].")
    if len(str(auth["cookie_secret"])) < SHORTEST:
        raise SettingsError(f"{file}: cookie_secret must be {SHORTEST} or more random characters.")
    reached = urlsplit(str(auth["redirect_uri"]))
    if not reached.hostname or reached.scheme not in ("http", "https") or not reached.path.endswith(CALLBACK):
        raise SettingsError(f"{file}: redirect_uri is the app's own address followed by {CALLBACK}.")
    if reached.scheme == "http" and not is_loopback(reached.hostname):
        raise SettingsError(f"{file}: redirect_uri must begin with https, or all could be read on its way.")
    if not any(member.role is Role.APPROVER for member in settings.people):
        raise SettingsError(f"{settings.file} names no approver: add [[people]] with name, login (e-mail) and role.")
    if find_spec("authlib") is None:
        raise SettingsError('Signing in needs one more package: pip install "ctpat-kb[team]".')
    return reached


def _auth(settings: Settings) -> dict[str, Any]:
    file = settings.sign_in_file
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8")).get("auth")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}.") from error
    if not isinstance(found, dict):
        raise SettingsError(f"{file} has no [auth]: it must give {', '.join(NEEDED)} there.")
    return found
