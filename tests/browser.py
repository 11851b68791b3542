"""The app as a person has it: started by its command, and driven in Debian's Chromium."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
SHOTS = Path(__file__).parents[1] / "screenshots"
PATIENCE = 120_000  # milliseconds that a step may take on a busy machine


@contextmanager
def served(workspace: Path, port: int = 0) -> Iterator[str]:
    """The address of the app over a workspace, for as long as it runs."""
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "kb.cli",
        "--workspace",
        str(workspace),
        "app",
        "--no-browser",
        "--port",
        str(port),
    ]
    log = (workspace / "app.log").open("ab")
    process = subprocess.Popen(command, stdout=log, stderr=log, cwd=Path(__file__).parents[1])
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def chromium() -> "Iterator[Browser]":
    """The browser; the test is skipped where there is none."""
    driver = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def window(browser: "Browser") -> "Page":
    """A window of a person's own."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def visit(page: "Page", address: str) -> None:
    """Open an address, and wait until the page stands."""
    page.goto(address, wait_until="domcontentloaded")
    settled(page)


def settled(page: "Page") -> None:
    """Wait until the page is drawn and nothing is being worked out."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator('[data-testid="stSidebarNav"]').wait_for()


def go(page: "Page", name: str) -> None:
    """Another page, by the navigation at the side."""
    page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name, exact=True).first.wait_for()
    settled(page)


def button(page: "Page", name: str) -> "Locator":
    """The button that people know by a name."""
    return page.get_by_role("button", name=re.compile(rf"{re.escape(name)}$")).first


def shot(page: "Page", name: str) -> None:
    """Keep a picture of the window as it stands when it is drawn."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SHOTS / f"{name}.png"))


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        assert process.poll() is None, "the app has ended"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
