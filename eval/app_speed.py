"""How fast the app is over a workspace: every page at the server and in Chromium: python -m eval.app_speed WORKSPACE"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import SourceError

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "app.py"
CHROMIUM = Path("/usr/bin/chromium")
PAGES = ("criteria", "ask", "documents", "parties", "reports", "evaluate", "settings", "home")
CRITERION = "56"
TABS = ("Evidence", "Draft for the portal", "Response and review")
VIEWED = 8  # pieces of evidence that are opened in the viewer
PATIENCE = 300  # seconds
Spent = tuple[float, float]  # milliseconds by the clock, and of processor time


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m eval.app_speed", description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--rounds", type=int, default=5, help="times that each page is opened (default 5)")
    parser.add_argument("--no-browser", action="store_true", help="at the server only")
    asked = parser.parse_args(arguments)
    if not (asked.workspace / "store.sqlite3").is_file():
        print(f"eval.app_speed: {SourceError(f'{asked.workspace} is no workspace with documents.')}", file=sys.stderr)
        return 1
    if not asked.no_browser:
        for what, seconds in in_chromium(asked.workspace):
            print(f"{what:58}{seconds:9.2f} s")
    print(f"\n{'At the server, milliseconds':40}{'first':>9}{'median':>9}{'worst':>9}{'median of the processor':>27}")
    for what, (first, *others) in at_the_server(asked.workspace, asked.rounds).items():
        clock, processor = zip(*(others or [first]), strict=True)
        told = f"{what:40}{first[0]:9.0f}{statistics.median(clock):9.0f}{max(clock):9.0f}"
        print(f"{told}{statistics.median(processor):27.0f}")
    return 0


def at_the_server(workspace: Path, rounds: int) -> dict[str, list[Spent]]:
    """What the runs of each page take, after one that judges all criteria; the whole script, sidebar included."""
    from streamlit.testing.v1 import AppTest

    os.environ["CTPAT_WORKSPACE"] = str(workspace.absolute())
    app = AppTest.from_file(APP, default_timeout=PATIENCE)
    spent = {"home, every criterion judged": [_spent(app.run)]}
    ways: dict[str, Callable[[], None]] = {f"to {name}": partial(_to, app, name) for name in PAGES}
    for tab in TABS:
        ways[f"criterion {CRITERION}, {tab}"] = partial(_to, app, "criteria", criterion=CRITERION, tab=tab)
    for what, way in ways.items():
        spent[what] = [_spent(way)]
    for _ in range(rounds):
        for what, way in ways.items():
            spent[what].append(_spent(way))
    return spent | {"evidence viewer": _viewed(app)}


def _to(app: "AppTest", name: str, **address: str) -> None:
    app.switch_page(f"ui/{name}.py")
    app.query_params.clear()
    app.query_params.update(address)
    app.run()
    if app.exception:
        raise SourceError(f"The page {name} cannot be drawn: {app.exception[0].message}")


def _viewed(app: "AppTest") -> list[Spent]:
    """Each opened for the first time, so that none of the pages is drawn already."""
    _to(app, "criteria", criterion=CRITERION)
    keys = [str(button.key) for button in app.button if button.label == "View"][:VIEWED]
    return [_spent(app.button(key=key).click().run) for key in keys]


def _spent(step: Callable[[], object]) -> Spent:
    begun, busy = time.perf_counter(), time.process_time()
    step()
    return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - busy)


def in_chromium(workspace: Path) -> Iterator[tuple[str, float]]:
    """Seconds that a person waits from the start of the command on; nothing where there is no Chromium."""
    if not CHROMIUM.exists():
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(1000 * PATIENCE)
        begun = time.perf_counter()
        with _served(workspace) as address:
            yield "the command, until the server answers", time.perf_counter() - begun
            begun = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.get_by_role("heading", name="Home").wait_for()
            yield "first paint after that: heading of Home", time.perf_counter() - begun
            page.locator(".st-key-figures").wait_for()
            yield "until every criterion is judged: readiness on Home", time.perf_counter() - begun
            _settled(page)
            for name in (*PAGES, *PAGES[:3]):
                begun = time.perf_counter()
                title = name.capitalize()
                page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name=title).click()
                page.get_by_role("heading", name=title, exact=True).first.wait_for()
                _settled(page)
                yield f"click on {title}, until all of it is drawn", time.perf_counter() - begun
        browser.close()


def _settled(page: "Page") -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


@contextmanager
def _served(workspace: Path) -> Iterator[str]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = str(one.getsockname()[1])
    command = [sys.executable, "-m", "kb.cli", "--workspace", str(workspace), "app", "--no-browser", "--port", port]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        while process.poll() is None:
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(0.02)
        yield address
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
