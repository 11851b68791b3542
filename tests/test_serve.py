"""The app is started with every guard that Streamlit has, on this machine unless people sign in."""

import subprocess
from pathlib import Path

import pytest

from kb.people import Member, Role
from kb.serve import serve
from kb.settings import Settings

ANN = Member("Ann Marsh", "ann@alder.example", Role.APPROVER)
SIGN_IN = """[auth]
redirect_uri = "https://ctpat.alder.example/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "ctpat"
client_secret = "never on the command line"
server_metadata_url = "https://sign-in.alder.example/.well-known/openid-configuration"
"""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    calls: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], env: dict[str, str], check: bool) -> subprocess.CompletedProcess[bytes]:
        calls.append((command, env))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    return calls


def test_it_listens_here_only_and_every_guard_is_set(
    tmp_path: Path, started: list[tuple[list[str], dict[str, str]]]
) -> None:
    serve(Settings(workspace=tmp_path), 8501, browser=False)
    command, environment = started[0]
    wanted = {
        "--server.address=127.0.0.1",
        "--server.enableXsrfProtection=true",
        "--server.enableCORS=true",
        "--server.maxUploadSize=100",
        "--server.allowedHosts=localhost",
        "--server.allowedHosts=127.0.0.1",
        "--browser.gatherUsageStats=false",
        "--client.toolbarMode=minimal",
        "--client.showErrorDetails=none",
    }
    assert wanted <= set(command)
    assert environment["CTPAT_SIGN_IN"] == ""


def test_a_team_signs_in_and_only_its_own_address_is_let_in(
    tmp_path: Path, started: list[tuple[list[str], dict[str, str]]]
) -> None:
    pytest.importorskip("authlib")
    settings = Settings(workspace=tmp_path, people=(ANN,))
    settings.sign_in_file.write_text(SIGN_IN, encoding="utf-8")
    serve(settings, 8501, browser=False, address="0.0.0.0")
    command, environment = started[0]
    assert "--server.allowedHosts=ctpat.alder.example" in command
    assert "--server.corsAllowedOrigins=https://ctpat.alder.example" in command
    assert "never on the command line" not in " ".join(command)
    assert environment["CTPAT_SIGN_IN"] == "1"
