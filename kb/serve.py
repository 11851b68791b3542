"""The assistant in the browser: Streamlit started on the loopback address, without telemetry."""

import os
import signal
import subprocess
import sys

from kb.errors import WorkspaceError
from kb.settings import Settings
from kb.shipped import shipped
from kb.theme import THEME

ADDRESS = "127.0.0.1"  # the base holds trade secrets and nobody signs in: no other machine may reach it


def serve(settings: Settings, port: int, browser: bool) -> None:
    """Run the app until it is stopped; raises WorkspaceError where it cannot start."""
    options = {
        "server.address": ADDRESS,
        "server.port": str(port),
        "server.headless": str(not browser).lower(),
        "server.fileWatcherType": "none",
        "server.maxUploadSize": "300",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
    }
    flags = [f"--{name}={value}" for name, value in (options | THEME).items()]
    environment = os.environ | {"CTPAT_WORKSPACE": str(settings.workspace)}
    command = [sys.executable, "-m", "streamlit", "run", str(shipped("app.py")), *flags]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or the server would outlive the command
    ended = subprocess.run(command, env=environment, check=False)
    if ended.returncode not in (0, 130, -2):
        raise WorkspaceError(
            f"The app stopped with code {ended.returncode}; if port {port} is in use, give another --port."
        )
