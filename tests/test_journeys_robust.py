"""What goes wrong while people work: a lost connection, a killed server, impatient clicks, files that are no papers."""

import json
import os
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from browser import (
    REVIEW,
    add,
    button,
    free_port,
    served,
    settled,
    shot,
    started,
    text_field,
    unsaved,
    visit,
    window,
    write,
)
from nasty_case import docx, xlsx, zipped
from nasty_pdf import packed, stream
from nasty_pdf import page as one_page

from kb.audit import entries
from kb.decisions import WHAT, kept
from kb.response import Act, Response
from kb.responses import response
from kb.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, WebSocketRoute

pytestmark = pytest.mark.browser

TYPED, LEFT = " Typed and not left.", " Left as the server went."
SETTLING = 700  # milliseconds after which a button that was drawn can be clicked
HIT = """([across, down]) => new Promise((told) => {
  const there = () => [...document.querySelectorAll('button')].some((one) => one.innerText.trim().endsWith('Approve'));
  const hit = () => told(!!document.elementFromPoint(across, down).closest('button'));
  const look = () => (there() ? setTimeout(hit, 200) : requestAnimationFrame(look));
  look();
})"""  # whether a click hits a button soon after the one to approve has come


class Line:
    """The connection of a window to the server, which can be cut."""

    def __init__(self, page: "Page") -> None:
        self._open: list[WebSocketRoute] = []
        self._is_cut = False
        page.route_web_socket(re.compile("_stcore/stream"), self._connect)

    def cut(self) -> None:
        """Cut it, and let no other one come about."""
        self._is_cut = True
        for one in self._open:
            one.close()
        self._open.clear()

    def mend(self) -> None:
        """Let the window connect again, which it tries by itself."""
        self._is_cut = False

    def _connect(self, one: "WebSocketRoute") -> None:
        if self._is_cut:
            one.close()
            return
        one.connect_to_server()
        self._open.append(one)


def begun(page: "Page", address: str) -> None:
    """The response to criterion 56 with a text of a person's own, version 2."""
    visit(page, address + REVIEW)
    button(page, "Begin with the draft").click()
    text_field(page).wait_for()
    write(page, "Kept before it went wrong.")
    page.get_by_text("version 2 by").first.wait_for()
    settled(page)
    watched(page, 2)


def watched(page: "Page", version: int) -> None:
    """Wait until what is typed into the text of a version is kept in the browser."""
    page.wait_for_function(f"!!document.querySelector('.st-key-text-56-{version} textarea')?.oninput")


def typed(page: "Page") -> None:
    text_field(page).press_sequentially(TYPED)


def held(workspace: Path) -> Response:
    with closing(Store(workspace / "store.sqlite3")) as store:
        found = response(store, 56)
        assert found
        return found


def acts(workspace: Path) -> list[Act]:
    return [step.act for step in held(workspace).steps]


def until(page: "Page", so: Callable[[], bool]) -> None:
    """Wait until something is so in the store, while the window goes on."""
    for _ in range(300):
        if so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came to be so")


def offered(page: "Page") -> bool:
    """Whether a window offers a text that was typed in it and never saved."""
    return "version 3 by" in page.content() and unsaved(page).is_visible()


def test_what_is_typed_outlives_a_reload_and_is_offered_in_a_second_tab(browser: "Browser", workspace: Path) -> None:
    page = window(browser)
    with served(workspace) as address:
        begun(page, address)
        typed(page)
        second = page.context.new_page()
        visit(second, address + REVIEW)
        assert TYPED.strip() in unsaved(second).inner_text()
        page.reload()
        unsaved(page).wait_for()
        button(page, "Save it").click()
        page.get_by_text("version 3 by").first.wait_for()
        button(second, "Save it").click()
        until(second, lambda: "version 3 by" in second.content())
    assert held(workspace).newest.words.endswith(TYPED)
    assert acts(workspace) == [Act.STARTED, Act.EDITED, Act.EDITED]


def test_what_is_typed_outlives_a_lost_connection(browser: "Browser", workspace: Path) -> None:
    page = window(browser)
    line = Line(page)
    with served(workspace) as address:
        begun(page, address)
        typed(page)
        line.cut()
        page.wait_for_timeout(1500)
        shot(page, "18 the connection is gone")
        line.mend()
        page.get_by_text("version 3 by").first.wait_for()
        assert text_field(page).input_value().endswith(TYPED)
    assert held(workspace).newest.words.endswith(TYPED)
    assert acts(workspace) == [Act.STARTED, Act.EDITED, Act.EDITED]


def test_what_is_typed_outlives_a_server_that_is_killed(browser: "Browser", workspace: Path) -> None:
    page, left, port = window(browser), window(browser), free_port()
    process = started(workspace, port)
    try:
        begun(page, f"http://127.0.0.1:{port}")
        visit(left, f"http://127.0.0.1:{port}{REVIEW}")
        watched(left, 2)
        typed(page)
        text_field(left).press_sequentially(LEFT)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)
        text_field(left).press("Tab")
        process = started(workspace, port)
        # Nobody saw the other's text: the window that is back last has its own set aside, or offers it where it comes
        # back to a version that it does not know.
        until(page, lambda: len(acts(workspace)) == 4 or any(map(offered, (page, left))))
        shot(page, "19 after the server was killed")
        for one in filter(offered, (page, left)):
            button(one, "Save it").click()
            until(one, lambda: len(acts(workspace)) == 4)
        page.get_by_text("version 3 by").first.or_(page.get_by_text("version 4 by").first).first.wait_for()
    finally:
        process.terminate()
        process.wait(30)
    assert acts(workspace)[:3] == [Act.STARTED, Act.EDITED, Act.EDITED]
    assert {step.words.partition(".")[2] for step in held(workspace).steps[2:]} == {TYPED, LEFT}


def test_two_clicks_decide_and_send_once(browser: "Browser", workspace: Path) -> None:
    page = window(browser)
    with served(workspace) as address:
        visit(page, f"{address}/criteria?criterion=56")
        twice(page, button(page, "Accept"))
        page.get_by_text(re.compile("accepted")).first.wait_for()
        settled(page)
        begun(page, address)
        across, down = twice(page, button(page, "Send to review"))
        assert not page.evaluate(HIT, [across, down])  # the button to approve has come there
        settled(page)
        assert page.get_by_role("alert").all_inner_texts() == []  # and nobody tried to
    with closing(Store(workspace / "store.sqlite3")) as store:
        assert len(kept(store)) == 1
        assert [entry.what for entry in entries(store)].count(WHAT) == 1
    assert acts(workspace) == [Act.STARTED, Act.EDITED, Act.SENT]


def twice(page: "Page", wanted: "Locator") -> tuple[float, float]:
    """Two clicks of the mouse where a button is; the place."""
    page.wait_for_timeout(SETTLING)
    place = wanted.bounding_box()
    assert place
    across, down = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.dblclick(across, down)
    return across, down


NAMED = "<img src=x onerror=alert(1)> **bold**.pdf"
LINES = (
    "Storage Procedure <img src=x onerror=alert(2)>",
    "Effective date: 2026-05-04",
    "Approved by: B. Osei.",
    "1.1 Containers and trailers, empty or loaded, are stored inside the fenced yard, <script>alert 3</script> whose",
    "gate is locked.",
)
SPACE = 80_000_000  # bytes of nothing that a bomb unpacks to
MOST = 1_500_000_000  # bytes of memory of the server and all that it starts
REFUSED = {
    "bomb.docx": "unpacks to far more than its size",
    "bomb.xlsx": "unpacks to far more than its size",
    "bomb.pdf": "",
    "program.pdf": "PDF",
    "archive.docx": "",
    "film.mp4": "",
    "program.exe": "",
}


def nasty(folder: Path) -> list[Path]:
    """Bombs, and files that are not what their names say."""
    blank = " " * SPACE
    written = {
        "bomb.docx": docx(blank),
        "bomb.xlsx": xlsx(blank),
        "bomb.pdf": one_page(packed(bytes(SPACE), 2)),
        "program.pdf": b"MZ\x90\x00" + bytes(5000),
        "archive.docx": zipped({"readme.txt": "no Word file at all"}),
        "program.exe": b"MZ\x90\x00",
        "film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(5000),
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in written]


def hostile(folder: Path) -> Path:
    """A procedure whose name and words are HTML."""
    shown = "".join(f"({line}) Tj T* " for line in LINES)
    path = folder / NAMED
    path.write_bytes(one_page(stream(f"BT /F1 9 Tf 14 TL 40 700 Td {shown}ET".encode())))
    return path


@contextmanager
def watched_memory(group: int) -> Iterator[list[int]]:
    """The most bytes that a group of processes held together, in a list of one."""
    most, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            most[0] = max(most[0], sum(map(resident, processes(group))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def processes(group: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "-g", str(group)], capture_output=True, text=True, check=False)
    return [int(number) for number in found.stdout.split()]


def resident(process: int) -> int:
    with suppress(OSError):  # it has just ended
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def test_bombs_wrong_types_and_fifty_files_are_told_of_and_the_app_stays_up(
    browser: "Browser", workspace: Path, tmp_path: Path
) -> None:
    page, port = window(browser), free_port()
    alerts: list[str] = []
    page.on("dialog", lambda asked: (alerts.append(asked.message), asked.dismiss()))
    many = [tmp_path / f"round {number}.txt" for number in range(42)]
    for number, path in enumerate(many):
        path.write_text(f"Round {number}: the guard walked along the fence at night.\n", encoding="utf-8")
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as out:
        out.truncate(200 * 1024**2)
    server = started(workspace, port)
    address = f"http://127.0.0.1:{port}"
    try:
        with watched_memory(server.pid) as most:
            visit(page, f"{address}/documents")
            page.get_by_text("Add documents", exact=True).first.click()
            page.locator('input[type="file"]').set_input_files(str(huge))
            page.get_by_text(re.compile("100.*MB or smaller|exceeds|too large", re.I)).first.wait_for()
            visit(page, f"{address}/documents")
            add(page, *nasty(tmp_path), hostile(tmp_path), *many)  # fifty at once
            page.get_by_text(re.compile(r"^Done: .*43 read")).wait_for()
            shot(page, "20 fifty files at once")
            _look_at_the_hostile_one(page, address)
        assert server.poll() is None
        assert 0 < most[0] < MOST
    finally:
        server.terminate()
        server.wait(30)
    assert alerts == []
    with closing(Store(workspace / "store.sqlite3")) as store:
        told = {Path(path).name: json.loads(outcome) for path, outcome in store.outcomes().items()}
    for name, why in REFUSED.items():
        assert told[name]["status"] in ("failed", "skipped") and why in told[name]["reason"]
        assert not (workspace / "uploads" / name).exists()
    assert len(list((workspace / "uploads").iterdir())) == 43


def _look_at_the_hostile_one(page: "Page", address: str) -> None:
    visit(page, f"{address}/documents?{urlencode({'document': '_img src=x onerror=alert(1)_ __bold__.pdf'})}")
    page.get_by_role("heading", name=re.compile(r"_img src=x onerror=alert\(1\)_ __bold__\.pdf")).wait_for()
    visit(page, f"{address}/criteria?criterion=56")
    card = page.locator(".card").filter(has_text="_img src=x").first
    card.get_by_text("<script>alert 3</script>").wait_for()
    shot(page, "21 HTML is text")
    assert page.locator("img[src='x'], .card script").count() == 0
