"""What can be measured of a page's looks in a browser: it fits, nothing is cut off, and all of it can be read."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = {1280: 800, 1920: 1080}  # of the window, with its height
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LEAST_CONTRAST = 4.5  # WCAG 2.2 AA for text of any size
MEASURE = Path(__file__).with_name("looks.js").read_text("utf-8")
DONE = """() => document.querySelector('[data-testid="stSpinner"], [data-testid="stSkeleton"]') === null"""
QUIET = """() => new Promise((resolve) => {
  const done = () => { watcher.disconnect(); clearTimeout(last); resolve(); };
  const last = setTimeout(done, 4000);
  let soon = setTimeout(done, 200);
  const watcher = new MutationObserver(() => { clearTimeout(soon); soon = setTimeout(done, 200); });
  watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
})"""


def drawn(page: "Page") -> None:
    """Wait until nothing on the page moves any more."""
    page.wait_for_function(DONE)
    page.evaluate(QUIET)


def faults(page: "Page") -> list[str]:
    """What is wrong with the looks of a page as it stands, each in a sentence."""
    found: list[str] = page.evaluate(MEASURE, LEAST_CONTRAST)
    return found
