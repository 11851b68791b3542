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
    from playwright.sync_api import Browser, Locator, Page, Response

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
SHOTS = Path(__file__).parents[1] / "screenshots"
REVIEW = "/criteria?criterion=56&tab=Response+and+review"
RESTS = """() => {
  const app = document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]');
  if (!app || !document.querySelector('[data-testid="stSidebarNav"]')) { window.restsSince = null; return false; }
  window.restsSince ??= performance.now();
  return performance.now() - window.restsSince > 150;
}"""  # whether the page has stood still for so many milliseconds
PATIENCE = 120_000  # milliseconds that a step may take on a busy machine


@contextmanager
def served(workspace: Path, port: int = 0) -> Iterator[str]:
    """The address of the app over a workspace, for as long as it runs."""
    port = port or free_port()
    process = started(workspace, port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def started(workspace: Path, port: int) -> "subprocess.Popen[bytes]":
    """The app's command in a process group of its own, when it answers."""
    command = [sys.executable, "-m", "kb.cli", "--workspace", str(workspace), "app", "--no-browser"]
    with (workspace / "app.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parents[1],
            start_new_session=True,
        )
    _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
    return process


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
    """Wait until the page is drawn and nothing has been worked out for a moment.

    A window that has just opened is "not running" too, and one that was clicked has yet to hear that the server runs.
    """
    page.wait_for_function(RESTS, polling=50)


def go(page: "Page", name: str) -> None:
    """Another page, by the navigation at the side."""
    page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name, exact=True).first.wait_for()
    settled(page)


def button(page: "Page", name: str) -> "Locator":
    """The button that people know by a name."""
    return page.get_by_role("button", name=re.compile(rf"{re.escape(name)}$")).first


def dialog(page: "Page") -> "Locator":
    """What has opened over the page."""
    return page.get_by_role("dialog")


def text_field(page: "Page") -> "Locator":
    """Where the text for the portal is written."""
    return page.get_by_label(re.compile("Text for the portal")).first


def unsaved(page: "Page") -> "Locator":
    """The offer of what was typed and is kept nowhere but in this browser."""
    return page.locator(".notice:visible").first


def write(page: "Page", text: str) -> None:
    """Write a text for the portal and leave the field."""
    text_field(page).fill(text)
    text_field(page).press("Tab")


def add(page: "Page", *files: Path) -> None:
    """Add files on the page Documents, and wait until they are read."""
    go(page, "Documents")
    box = page.locator('input[type="file"]')
    if not box.is_visible() and not button(page, "Read these files").is_visible():
        page.get_by_text("Add documents", exact=True).first.click()
    arrived: list[str] = []

    def is_last(answer: "Response") -> bool:
        arrived.extend([answer.url] if "upload_file" in answer.url else [])
        return len(arrived) == len(files)

    with page.expect_response(is_last):
        box.set_input_files(list(map(str, files)))
    button(page, "Read these files").click()
    page.get_by_text(re.compile(r"^Done: ")).wait_for()
    settled(page)


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
