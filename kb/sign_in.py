"""How a team signs in to the app: the file sign-in.toml, checked before anything listens."""

import tomllib
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, urlsplit

from kb.errors import SettingsError
from kb.hosts import is_loopback
from kb.people import Role
from kb.settings import Settings

CLAIM = "email_verified"  # by which a service says that an address is the person's own
TRUSTED = "trust_unverified_email"  # in sign-in.toml, for a service that never sends the claim
ANYBODY = ("common", "organizations", "consumers")  # in an address of Entra ID: accounts of whatever company
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
    _check_trust(settings, auth)
    return reached


def is_confirmed(settings: Settings, claims: Mapping[str, Any]) -> bool:
    """Whether a sign-in service says that the address among its claims is the person's own.

    Silence is no: only where sign-in.toml trusts a service that never says it, its silence is enough; a no never is.
    """
    told = claims.get(CLAIM)
    if told is None:
        return _told(settings).get(TRUSTED) is True
    return told is True or str(told).lower() == "true"


def _check_trust(settings: Settings, auth: Mapping[str, Any]) -> None:
    """Raise SettingsError where addresses that nobody has confirmed would be trusted from whoever has an account."""
    trusted = _told(settings).get(TRUSTED, False)
    if not isinstance(trusted, bool) or TRUSTED in auth:
        raise SettingsError(f"{settings.sign_in_file}: {TRUSTED} is true or false, and stands above [auth].")
    if trusted and set(urlsplit(str(auth["server_metadata_url"])).path.split("/")) & set(ANYBODY):
        raise SettingsError(
            f"{settings.sign_in_file}: {TRUSTED} is only for a service with your own company's accounts; put your"
            f" tenant's id in place of {', '.join(ANYBODY[:2])} or {ANYBODY[2]} in server_metadata_url."
        )


def _auth(settings: Settings) -> dict[str, Any]:
    found = _told(settings).get("auth")
    if not isinstance(found, dict):
        raise SettingsError(f"{settings.sign_in_file} has no [auth]: it must give {', '.join(NEEDED)} there.")
    return found


def _told(settings: Settings) -> dict[str, Any]:
    file = settings.sign_in_file
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}.") from error
