"""Who may do what is asked by what does it, and the name that somebody signed in with is the one that is kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from door import ctpat

from ingest.versions import settle
from kb import access, review
from kb.access import acting_as, admitted, require
from kb.assistant import Assistant
from kb.audit import entries
from kb.correcting import put_right
from kb.decide import Wish, decide
from kb.errors import AccessError, CtpatError, SettingsError
from kb.model import Ruling
from kb.people import Member, Role, members
from kb.removal import remove
from kb.response import Act
from kb.settings import Settings
from kb.settings_file import change
from kb.sign_in import check_reach, is_confirmed, service
from kb.uploads import save_uploads

ANN = Member("Ann Marsh", "ann@alder.example", Role.APPROVER)
ED = Member("Ed Osei", "ed@alder.example", Role.EDITOR)
VI = Member("Vi Lund", "vi@alder.example", Role.VIEWER)
NOT_APPLICABLE = Wish(Ruling.NOT_APPLICABLE, "56", by="Somebody Else", reason="no yard")
TRUSTING = "trust_unverified_email = true\n"
SIGN_IN = """[auth]
redirect_uri = "https://ctpat.alder.example/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "ctpat"
client_secret = "secret"
server_metadata_url = "https://sign-in.alder.example/.well-known/openid-configuration"
"""


def team(settings: Settings) -> Settings:
    return replace(settings, sign_in=True, people=(ANN, ED, VI))


def test_a_viewer_changes_nothing(assistant: Assistant) -> None:
    documents, settings = assistant.documents(), assistant.settings
    base = assistant.base
    before = entries(base.store)
    with acting_as(VI):
        for attempt in (
            lambda: decide(assistant, NOT_APPLICABLE),
            lambda: review.start(assistant, 56),
            lambda: put_right(base, documents[:1], {"site": "East"}, (), "", settle),
            lambda: remove(base, settings, documents[:1], settle),
            lambda: save_uploads(settings, [("a.txt", b"a")]),
            lambda: change(settings, {"company": "Other"}, base.store),
        ):
            with pytest.raises(AccessError, match="Vi Lund is a viewer"):
                attempt()
    assert entries(base.store) == before
    assert not settings.uploads.exists()


def test_an_editor_decides_and_writes_and_an_approver_approves(assistant: Assistant) -> None:
    with acting_as(ED):
        review.start(assistant, 56)
        review.move(assistant, 56, review.Move(Act.SENT))
        made = decide(assistant, NOT_APPLICABLE)
        with pytest.raises(AccessError, match="takes an approver"):
            review.move(assistant, 56, review.Move(Act.APPROVED))
        with pytest.raises(AccessError, match="takes an approver"):
            change(assistant.settings, {"company": "Other"}, assistant.base.store)
    assert made[0].by == "Ed Osei"
    with acting_as(ANN):
        assert change(assistant.settings, {"company": "Other"}, assistant.base.store).company == "Other"


def test_a_signed_in_name_is_not_chosen(assistant: Assistant) -> None:
    with acting_as(ED):
        decide(assistant, NOT_APPLICABLE)
    assert entries(assistant.base.store, last=1)[0].who == "Ed Osei"


def test_in_a_team_nobody_is_let_in_who_has_not_signed_in(assistant: Assistant) -> None:
    settings = team(assistant.settings)
    with pytest.raises(AccessError, match="Nobody is signed in"):
        require(settings, Role.VIEWER, "look")
    with pytest.raises(AccessError, match="not among the people"):
        admitted(settings, "stranger@elsewhere.example", verified=True)
    with pytest.raises(AccessError, match=r"does not say that ann@alder.example is yours"):
        admitted(settings, ANN.login, verified=False)
    assert admitted(settings, "ANN@alder.example", verified=True) == ANN


@pytest.mark.parametrize(
    ("trusting", "claims", "confirmed"),
    [
        ("", {"email_verified": True}, True),
        ("", {"email_verified": "true"}, True),
        ("", {}, False),
        ("", {"email_verified": None}, False),
        ("", {"email_verified": False}, False),
        ("", {"email_verified": "yes"}, False),
        (TRUSTING, {}, True),
        (TRUSTING, {"email_verified": False}, False),
        (TRUSTING, {"email_verified": "false"}, False),
    ],
)
def test_an_address_counts_only_where_the_service_says_that_it_is_confirmed(
    tmp_path: Path, trusting: str, claims: dict[str, object], confirmed: bool
) -> None:
    settings = Settings(workspace=tmp_path, people=(ANN,))
    settings.sign_in_file.write_text(trusting + SIGN_IN, encoding="utf-8")
    assert is_confirmed(settings, claims) is confirmed


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
def test_silence_about_an_address_is_trusted_of_the_own_company_only(tmp_path: Path, tenant: str) -> None:
    settings = Settings(workspace=tmp_path, people=(ANN,))
    shared = SIGN_IN.replace("alder.example/.well-known", f"alder.example/{tenant}/v2.0/.well-known")
    settings.sign_in_file.write_text(TRUSTING + shared, encoding="utf-8")
    pytest.importorskip("authlib")
    with pytest.raises(SettingsError, match="only for a service with your own company's accounts"):
        service(settings)
    settings.sign_in_file.write_text(TRUSTING + SIGN_IN, encoding="utf-8")
    service(settings)
    settings.sign_in_file.write_text(TRUSTING.replace("true", '"yes"') + SIGN_IN, encoding="utf-8")
    with pytest.raises(SettingsError, match="true or false"):
        service(settings)


def test_on_the_own_machine_the_login_may_do_all_unless_the_settings_say_otherwise(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "login_name", lambda: "vlund")
    require(assistant.settings, Role.APPROVER, "approve a response")
    listed = replace(assistant.settings, people=(Member("Vi Lund", "vlund", Role.VIEWER),))
    with pytest.raises(AccessError, match="Vi Lund is a viewer"):
        require(listed, Role.EDITOR, "add documents")


def test_the_command_line_keeps_to_the_role_of_the_login(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    file = assistant.settings.file
    told = '[[people]]\nname = "Vi"\nlogin = "vlund"\nrole = "viewer"\n'
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{told}", encoding="utf-8")
    monkeypatch.setenv("LOGNAME", "vlund")
    ran = ctpat("decide", "56", "not-applicable", "--reason", "no yard", workspace=assistant.settings.workspace)
    assert (ran.code, "Vi is a viewer" in ran.err) == (1, True), ran.err
    assert ctpat("covers", "56", workspace=assistant.settings.workspace).code == 0


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "::", "ctpat.alder.example"])
def test_other_machines_are_let_in_only_where_people_sign_in(tmp_path: Path, address: str) -> None:
    ran = ctpat("app", "--no-browser", "--address", address, workspace=tmp_path)
    assert ran.code == 1
    assert "nobody would have to sign in" in ran.err


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_this_machine_needs_no_sign_in(tmp_path: Path, address: str) -> None:
    check_reach(Settings(workspace=tmp_path), address)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("[auth]", "[other]", "has no .auth."),
        ("client_id", "client", "must give client_id"),
        ("https://ctpat", "http://ctpat", "must begin with https"),
        ("/oauth2callback", "/", "redirect_uri is the app's own address"),
        ("0123456789abcdef0123456789abcdef", "short", "32 or more"),
        ('"', "", "cannot be read"),
    ],
)
def test_a_sign_in_that_is_not_sound_is_refused_with_what_is_amiss(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    settings = Settings(workspace=tmp_path, people=(ANN,))
    settings.sign_in_file.write_text(SIGN_IN.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingsError, match=why):
        service(settings)


def test_a_team_needs_an_approver(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path, people=(ED,))
    settings.sign_in_file.write_text(SIGN_IN, encoding="utf-8")
    with pytest.raises(SettingsError, match="names no approver"):
        service(settings)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{"name": "A", "login": "a", "role": "chief"}], "one of viewer, editor, approver"),
        ([{"name": "", "login": "a", "role": "viewer"}], "has no name"),
        ([{"name": "A", "login": "a", "role": "viewer"}, {"name": "B", "login": "A", "role": "editor"}], "twice"),
        ([{"name": "A", "login": "a", "role": "viewer", "phone": "1"}], "unknown entry"),
    ],
)
def test_people_who_cannot_be_so_are_told(rows: list[dict[str, str]], why: str) -> None:
    with pytest.raises(CtpatError, match=why):
        members(rows)
