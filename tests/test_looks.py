"""Every page at the widths of a laptop and of a screen, light and dark; the pictures are kept in screenshots/looks/."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import SHOTS, button, chromium, dialog, served, settled, visit, window
from conftest import Base
from looks import SCHEMES, WIDTHS, drawn, faults

from kb.assistant import Assistant
from kb.decide import Wish, decide
from kb.model import Evidence, Ruling
from kb.response import Act
from kb.review import Move, edit, move, note, start
from kb.settings import load_settings

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page, Position

pytestmark = pytest.mark.browser

FOLDER = SHOTS / "looks"
ONE = "/criteria?criterion=56"
RESPONSE = f"{ONE}&tab=Response+and+review"
DRAFT = f"{ONE}&tab=Draft+for+the+portal"
MANUAL, PURCHASING = "manual/BHG_CTPAT_Manual_Rev6.docx", "policies/POL-PUR-05_Social_Compliance.docx"


def view(source: str) -> "Callable[[Page], None]":
    """The viewer at a piece of evidence, by its document."""

    def opened(page: "Page") -> None:
        drawn(page)
        card = page.locator(".card", has_text=source).first
        card.locator("xpath=following::button[contains(., 'View')][1]").click()
        dialog(page).locator(".source").wait_for()

    return opened


def marked(page: "Page") -> None:
    """The viewer at words low on a page, which it has scrolled to."""
    view("POL-HR-07_Hiring_and_Screening.pdf")(page)
    page.wait_for_function("document.querySelector('.st-key-sheet')?.scrollTop > 0")


def expand(words: str) -> "Callable[[Page], None]":
    """What folds out below some words."""

    def opened(page: "Page") -> None:
        head = page.get_by_text(re.compile(words)).first
        head.click()
        settled(page)
        head.evaluate("head => head.scrollIntoView({ block: 'start' })")

    return opened


def press(name: str) -> "Callable[[Page], None]":
    """A button, pressed, with what it opens in sight."""

    def pressed(page: "Page") -> None:
        button(page, name).click()
        settled(page)
        button(page, name).evaluate("button => button.scrollIntoView({ block: 'center' })")

    return pressed


def tab(name: str) -> "Callable[[Page], None]":
    """A tab, chosen."""
    return lambda page: page.get_by_role("tab", name=re.compile(rf"^{name}")).click()


def question(words: str) -> "Callable[[Page], None]":
    """A question put, and its answer."""

    def asked(page: "Page") -> None:
        page.get_by_role("textbox").first.fill(words)
        page.get_by_role("textbox").first.press("Enter")
        page.locator(".question", has_text=words).first.wait_for()

    return asked


def choose(page: "Page") -> None:
    """The fourth row of the table, chosen by a click."""
    place: Position = {"x": 150, "y": 36 + 31 * 3 + 15}
    page.locator('[data-testid="stDataFrame"] canvas').first.click(position=place, force=True)
    page.get_by_role("button", name=re.compile(r"Open criterion \d+$")).wait_for()


def upload(page: "Page") -> None:
    """Two files added, of which one is refused."""
    page.get_by_text("Add documents", exact=True).first.click()
    walk, broken = b"2026-11-14 The guard walked the fence.", b"PK\x03\x04 cut off on its way"
    files: list[FilePayload] = [
        {"name": "Fence walk week 46.txt", "mimeType": "text/plain", "buffer": walk},
        {"name": "Gate procedure.docx", "mimeType": "application/zip", "buffer": broken},
    ]
    with page.expect_response(lambda answer: "upload_file" in answer.url):
        page.locator('input[type="file"]').set_input_files(files)
    button(page, "Read these files").click()
    page.get_by_text(re.compile("^Done: ")).wait_for()


def remove(page: "Page") -> None:
    """The question whether to remove a document, with what it would leave uncovered."""
    button(page, "Remove …").click()
    button(page, "Remove it").wait_for()


def run_on_labels(page: "Page") -> None:
    """The figures of a run on the sample's labels."""
    button(page, "Run").click()
    page.locator(".figures").first.wait_for()


PAGES: "dict[str, tuple[str, Callable[[Page], None] | None]]" = {
    "home": ("/", None),
    "criteria": ("/criteria", None),
    "criteria filtered": ("/criteria?status=gap&flag=Must&section=Education+and+Training", None),
    "criteria none": ("/criteria?text=zeppelin", None),
    "criterion unknown": ("/criteria?criterion=6", None),
    "criterion 56 evidence": (ONE, None),
    "criterion 56 decided": ("/criteria?criterion=57", None),
    "viewer PDF": ("/criteria?criterion=157", marked),
    "viewer DOCX": (ONE, view("Manual_Rev6.docx")),
    "viewer XLSX": (ONE, view("Security_questionnaire_2026.xlsx")),
    "criterion 56 not applicable": (ONE, press("Not applicable …")),
    "criterion 56 draft": (DRAFT, None),
    "criterion 56 response": (RESPONSE, None),
    "criterion 56 history": (RESPONSE, expand("^History")),
    "criterion 57 not begun": (RESPONSE.replace("56", "57"), None),
    "ask empty": ("/ask", None),
    "ask criterion": ("/ask", question("what covers criterion 56?")),
    "ask quotes": ("/ask", question("Who keeps the high-security seals?")),
    "ask refused": ("/ask", question("What does the canteen serve on Fridays?")),
    "documents": ("/documents", None),
    "documents add": ("/documents", expand("^Add documents")),
    "document": (f"/documents?document={MANUAL}", None),
    "document removing": (f"/documents?document={PURCHASING}", remove),
    "parties": ("/parties", None),
    "parties by criterion": ("/parties?view=By+criterion", None),
    "parties own sites": ("/parties?view=Own+sites", None),
    "party": ("/parties?party=Harborline+Deconsolidation+LLC", None),
    "party open": ("/parties?party=Harborline+Deconsolidation+LLC", tab("Open")),
    "reports": ("/reports", None),
    "reports one open": ("/reports", choose),
    "reports since": ("/reports?view=Since+the+last+report", None),
    "reports expiring": ("/reports?view=Expired+or+expiring", None),
    "reports files": ("/reports?view=Files+to+hand+over", None),
    "reports download": ("/reports", press("Download the gap report")),
    "evaluate": ("/evaluate", None),
    "evaluate run": ("/evaluate", run_on_labels),
    "settings company": ("/settings", None),
    "settings criteria": ("/settings?tab=Criteria", None),
    "settings model": ("/settings?tab=Language+model", None),
    "settings people": ("/settings?tab=People", None),
    "documents refused": ("/documents", upload),
}
EMPTY = {"first start": "/", "documents of an empty base": "/documents", "settings of an empty base": "/settings"}


@pytest.fixture(scope="module")
def worked(sample: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's base in which people have begun to work."""
    workspace = tmp_path_factory.mktemp("looks") / "workspace"
    shutil.copytree(sample.workspace, workspace)
    with (workspace / "ctpat.toml").open("a", encoding="utf-8") as told:
        told.write("anniversary = 2027-02-14\n")
    begin_to_work(workspace)
    return workspace


def begin_to_work(workspace: Path) -> None:
    """A report, decisions on evidence, and responses at several steps of their way."""
    settings = load_settings(workspace)
    with closing(Assistant(settings, settings.as_of)) as assistant:
        assistant.keep_report(assistant.gap_report())
        first, second, *_ = shown(assistant, "57.1")
        for item, ruling in ((first, Ruling.ACCEPTED), (second, Ruling.REJECTED)):
            decide(assistant, Wish(ruling, item.requirement, item.citation.path, citation=item.citation))
        for item in shown(assistant, "1.1"):
            decide(assistant, Wish(Ruling.REJECTED, item.requirement, item.citation.path, citation=item.citation))
        text = start(assistant, 56).newest.words.replace("fence", "fence (eight feet, chain link)", 1)
        edit(assistant, 56, f"{text}\nThe annex follows by March 2027.")
        for act, words in (
            (Act.OWNER, "Dale Prewitt"),
            (Act.DUE, "2027-01-15"),
            (Act.COMMENT, "Harborline sends photographs of the annex when its fence stands."),
            (Act.SCSS_COMMENT, "Please name the sites that the fence encloses."),
        ):
            note(assistant, 56, act, words)
        start(assistant, 2)
        move(assistant, 2, Move(Act.SENT))
        move(assistant, 2, Move(Act.APPROVED, "Read and compared with the papers"))
        start(assistant, 4)
        move(assistant, 4, Move(Act.SENT))


def shown(assistant: Assistant, part: str) -> tuple[Evidence, ...]:
    """The evidence of a part."""
    judgements = assistant.coverage(int(part.partition(".")[0])).judgements
    return next(judged.evidence for judged in judgements if judged.requirement.id == part)


@pytest.fixture(scope="module")
def page() -> "Iterator[Page]":
    with chromium() as browser:
        yield window(browser)


@pytest.fixture(scope="module")
def address(worked: Path) -> Iterator[str]:
    with served(worked) as one:
        yield one


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("empty")) as one:
        yield one


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_and_can_be_read(page: "Page", address: str, name: str) -> None:
    place, prepare = PAGES[name]
    look(page, address + place, name, prepare)


@pytest.mark.parametrize("name", EMPTY)
def test_a_base_without_documents_says_what_to_do(page: "Page", empty: str, name: str) -> None:
    look(page, empty + EMPTY[name], name)


def test_keys_lead_to_the_next_criterion_and_to_the_next_evidence(page: "Page", address: str) -> None:
    visit(page, address + ONE)
    page.locator(".stMain kbd").nth(1).wait_for()
    assert page.locator(".stMain kbd").all_inner_texts() == ["K", "J"]
    for key, title in (("j", "57 "), ("k", "56 "), ("k", "55 "), ("j", "56 ")):
        page.keyboard.press(key)
        page.locator(".heading", has_text=re.compile(f"^{title}")).wait_for()
        settled(page)
    view("Manual_Rev6.docx")(page)
    dialog(page).get_by_text(re.compile("^1 of ")).wait_for()
    for key, place in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2)):
        page.keyboard.press(key)
        dialog(page).get_by_text(re.compile(f"^{place} of ")).wait_for()
        settled(page)
    page.keyboard.press("Escape")
    dialog(page).wait_for(state="hidden")


def look(page: "Page", address: str, name: str, prepare: "Callable[[Page], None] | None" = None) -> None:
    """Open a page, measure it at every width in every scheme, and keep a picture of each."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, list[str]] = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})
        if scheme == SCHEMES[0] or dialog(page).count():  # what lies over a page takes its colours then
            visit(page, address)
            if prepare:
                prepare(page)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            drawn(page)
            for fault in faults(page):
                wrong.setdefault(fault, []).append(f"{scheme} {width}")
            page.screenshot(path=str(FOLDER / f"{name} {scheme} {width}.png"))
    assert not wrong, "\n".join(f"{fault} ({', '.join(where)})" for fault, where in wrong.items())
