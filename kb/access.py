"""Who is at work, and whether they may: asked by everything that changes a knowledge base."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kb.errors import AccessError
from kb.people import Member, Role, member_of
from kb.settings import Settings

_SIGNED_IN: ContextVar[Member | None] = ContextVar("signed in", default=None)
ARTICLE = {Role.VIEWER: "a viewer", Role.EDITOR: "an editor", Role.APPROVER: "an approver"}


@contextmanager
def acting_as(member: Member | None) -> Iterator[None]:
    """What is done inside is done by this person, who has signed in; None: by nobody in particular."""
    before = _SIGNED_IN.set(member)
    try:
        yield
    finally:
        _SIGNED_IN.reset(before)


def signed_in() -> Member | None:
    """Who has signed in and is at work; None where nobody needs to."""
    return _SIGNED_IN.get()


def admitted(settings: Settings, login: str, verified: bool) -> Member:
    """The person of the settings who signed in with an address; raises AccessError where there is none.

    `verified` says that the address is theirs, as the service that they signed in with has found.
    """
    if not verified:
        raise AccessError(
            f"Your sign-in service does not say that {login or 'the address of this account'} is yours, so you are not"
            " let in: confirm the address there, or show this sentence to whoever set up the sign-in."
        )
    found = member_of(settings.people, login)
    if found is None:
        raise AccessError(
            f"{login or 'This account'} is not among the people of this knowledge base: an approver adds you in"
            " Settings, under People."
        )
    return found


def at_work(settings: Settings) -> Member:
    """Who acts: who has signed in, else the login of this machine, who may do all unless the settings say otherwise.

    Raises AccessError where people must sign in and nobody has.
    """
    found = signed_in()
    if found:
        return found
    if settings.sign_in:
        raise AccessError("Nobody is signed in: sign in, and do it again.")
    login = login_name()
    return member_of(settings.people, login) or Member(settings.user.strip() or login, login, Role.APPROVER)


def allowed(settings: Settings, role: Role) -> bool:
    """Whether whoever is at work has a role; for a page that leaves out what it would be refused."""
    try:
        return at_work(settings).may(role)
    except AccessError:
        return False


def require(settings: Settings, role: Role, to: str) -> None:
    """Raise AccessError unless whoever is at work has a role; `to` says what for, such as "approve a response"."""
    who = at_work(settings)
    if not who.may(role):
        raise AccessError(
            f"To {to} takes {ARTICLE[role]}, and {who.name or 'this account'} is {ARTICLE[who.role]}: ask an approver"
            " to do it, or to change the role in Settings."
        )


def login_name() -> str:
    """The name of this machine's account; empty where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
