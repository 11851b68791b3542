"""The assistant in the browser: Streamlit started on the loopback address, or for a team that signs in."""

import os
import signal
import subprocess
import sys
from urllib.parse import SplitResult

from kb.errors import WorkspaceError
from kb.settings import Settings
from kb.shipped import shipped
from kb.sign_in import check_reach, service
from kb.theme import THEME

ADDRESS = "127.0.0.1"  # the base holds trade secrets: no other machine reaches it unless people sign in
LARGEST_UPLOAD = 100  # MB of a file; the browser's files are held in memory, a folder on the machine is not


def serve(settings: Settings, port: int, browser: bool, address: str = ADDRESS) -> None:
    """Run the app until it is stopped; raises SettingsError or WorkspaceError where it cannot start."""
    check_reach(settings, address)
    reached = service(settings) if settings.sign_in_file.exists() else None
    flags = [f"--{name}={value}" for name, value in (_options(settings, port, browser, address) | THEME).items()]
    flags += [f"--server.allowedHosts={host}" for host in ("localhost", address, reached and reached.hostname) if host]
    flags += [f"--server.corsAllowedOrigins={_origin(reached)}"] if reached else []
    environment = os.environ | {"CTPAT_WORKSPACE": str(settings.workspace), "CTPAT_SIGN_IN": "1" if reached else ""}
    environment["CTPAT_SERVED"] = "1"
    command = [sys.executable, "-m", "streamlit", "run", str(shipped("app.py")), *flags]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or the server would outlive the command
    ended = subprocess.run(command, env=environment, check=False)
    if ended.returncode not in (0, 130, -2):
        raise WorkspaceError(
            f"The app stopped with code {ended.returncode}; if port {port} is in use, give another --port."
        )


def _options(settings: Settings, port: int, browser: bool, address: str) -> dict[str, str]:
    return {
        "server.address": address,
        "server.port": str(port),
        "server.headless": str(not browser).lower(),
        "server.fileWatcherType": "none",
        "server.maxUploadSize": str(LARGEST_UPLOAD),
        "server.enableXsrfProtection": "true",
        "server.enableCORS": "true",
        "server.xsrfCookieSameSite": "strict",
        "server.enableStaticServing": "false",
        "secrets.files": str(settings.sign_in_file),
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": "false",
    }


def _origin(reached: SplitResult) -> str:
    return f"{reached.scheme}://{reached.netloc}"
