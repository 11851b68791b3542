"""Knowledge bases that several tests share: a small company's, and the sample's."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from door import ctpat
from filelock import FileLock
from remembered import remembering
from small import write_documents

import kb.base
from kb.embedding import load_embedder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from ingest.isolate import Isolation
    from kb.assistant import Assistant

SAMPLE = Path(__file__).parents[1] / "corpus" / "documents"


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base that has been built once and is only read by tests."""

    workspace: Path
    documents: Path
    intake: dict[str, object]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes over ten seconds; part of the whole run all the same")
    config.option.loadscopereorder = False  # xdist would begin with the files of the most tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files that take long first, so that no process is left alone with one at the end.

    Of those that need the sample only one comes first: the others would wait until it is built.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    sample_files = {item.path for item in items if "sample" in getattr(item, "fixturenames", ())}
    builder = min(slow & sample_files, default=None)
    items.sort(key=lambda item: (item.path != builder, item.path not in slow - sample_files, item.path not in slow))


def built(workspace: Path, documents: Path, settings: str) -> Base:
    workspace.mkdir(parents=True)
    (workspace / "ctpat.toml").write_text(settings, encoding="utf-8")
    ran = ctpat("--json", "ingest", documents, workspace=workspace)
    assert ran.code == 0, ran.err
    return Base(workspace, documents, ran.json)


@contextmanager
def assistant_of(workspace: Path) -> "Iterator[Assistant]":
    """An assistant over a workspace, as of the day of its settings."""
    from kb.assistant import Assistant
    from kb.settings import load_settings

    settings = load_settings(workspace)
    with closing(Assistant(settings, settings.as_of)) as one:
        yield one


@pytest.fixture(scope="session", autouse=True)
def embedded_once() -> Iterator[None]:
    """The model is loaded once and embeds each text once: half the time of the tests went into the same texts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kb.base, "load_embedder", remembering(load_embedder))
        yield


@pytest.fixture(scope="session", autouse=True)
def packages_searched_once() -> Iterator[None]:
    """Streamlit searches all installed packages for components once, not for each app: that takes half a second."""
    if "streamlit.testing.v1" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is `__main__` here stays so: Streamlit puts the app there, and a spawned process would run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="module")
def isolation() -> "Iterator[Isolation]":
    """Processes that read files."""

    from ingest.isolate import Isolation

    with Isolation() as one:
        yield one


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The knowledge base of eight papers of a small company."""
    folder = tmp_path_factory.mktemp("small")
    write_documents(folder / "documents")
    return built(folder / "workspace", folder / "documents", 'company = "Alder Goods"\nas_of = 2026-11-22\n')


@pytest.fixture
def assistant(small: Base, tmp_path: Path) -> "Iterator[Assistant]":
    """An assistant over a copy of the small company's base, which a test may change."""
    with assistant_of(Path(shutil.copytree(small.workspace, tmp_path / "w"))) as one:
        yield one


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The knowledge base of the sample company; it takes a while, so all test processes share one."""
    if not SAMPLE.is_dir():
        pytest.skip("the sample company's documents are not here")
    apart = "PYTEST_XDIST_WORKER" in os.environ  # then each process has a folder of its own below a common one
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if apart else base) / "sample"
    with FileLock(f"{folder}.lock"):
        told = folder / "intake.json"
        if not told.exists():
            settings = 'company = "Brindlewick Home Goods, Inc."\nas_of = 2026-11-22\n'
            made = built(folder / "workspace", SAMPLE, settings)
            told.write_text(json.dumps(made.intake), encoding="utf-8")
    return Base(folder / "workspace", SAMPLE, json.loads(told.read_text(encoding="utf-8")))


@pytest.fixture
def no_assistant_of_another_test() -> Iterator[None]:
    """The pages open their assistants anew, as in a process of their own."""
    yield from _of_its_own()


@pytest.fixture(scope="module")
def no_assistant_of_another_module() -> Iterator[None]:
    """The same, for tests that share what the pages have opened."""
    yield from _of_its_own()


def _of_its_own() -> Iterator[None]:
    import streamlit

    streamlit.cache_resource.clear()
    streamlit.cache_data.clear()
    yield
    streamlit.cache_resource.clear()


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A headless Chromium; the test skips where there is none."""
    from browser import chromium

    with chromium() as one:
        yield one


@pytest.fixture
def workspace(small: Base, tmp_path: Path) -> Path:
    """The small company's knowledge base as a copy that a test may write to."""
    return Path(shutil.copytree(small.workspace, tmp_path / "w"))
