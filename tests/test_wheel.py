"""The built wheel, installed in an empty environment, gives a working demo in any folder."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
MOST_SECONDS = 280
SHIPPED = "kb/_shipped/corpus/documents"
LEFT_OUT = ("policies", "records", "msc", "vendors/zhenyuan/Factory_load_letter_signed_scan.pdf")


def run(*command: str | Path, cwd: Path, **values: Any) -> subprocess.CompletedProcess[str]:
    told = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=MOST_SECONDS,
        cwd=cwd,
        **values,
    )
    assert told.returncode == 0, f"{told.stdout[-2000:]}\n{told.stderr[-4000:]}"
    return told


def without_network() -> list[str]:
    """The command that cuts a program off from every network, where this system allows it."""
    command = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare"):
        return []
    return command if subprocess.run([*command, "true"], capture_output=True).returncode == 0 else []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", ROOT, cwd=folder)
    (built,) = (folder / "dist").glob("ctpat_kb-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment that has the wheel, and sees this one's other packages.

    Its sample is thinned out: that all of it can be read is tested elsewhere, and takes most of a minute.
    """
    folder = tmp_path_factory.mktemp("installed")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "beside.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", environment / "bin" / "python"]
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", wheel, cwd=folder)
    for name in LEFT_OUT:
        taken = site / SHIPPED / name
        shutil.rmtree(taken) if taken.is_dir() else taken.unlink()
    return environment


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder elsewhere."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """No path into the project, so that only the wheel is found."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "CTPAT_WORKSPACE")}


@pytest.fixture(scope="module")
def demo(installed: Path, place: Path, environment: dict[str, str]) -> dict[str, Any]:
    """What the installed demo prints, run without network."""
    command: list[str | Path] = [*without_network(), installed / "bin" / "ctpat", "--json", "demo"]
    return dict(json.loads(run(*command, cwd=place, env=environment).stdout))


def test_the_wheel_holds_the_papers_of_the_sample_byte_for_byte(wheel: Path) -> None:
    documents = ROOT / "corpus" / "documents"
    papers = {path.relative_to(documents).as_posix(): path for path in documents.rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as packed:
        found = {name.removeprefix(f"{SHIPPED}/"): name for name in packed.namelist() if name.startswith(SHIPPED)}
        assert len(papers) > 50 and found.keys() == papers.keys()
        assert [name for name, path in papers.items() if packed.read(found[name]) != path.read_bytes()] == []


def test_the_installed_program_is_the_wheels_and_not_the_projects(
    installed: Path, place: Path, environment: dict[str, str]
) -> None:
    told = run(installed / "bin" / "python", "-c", "import kb, ingest; print(kb.__file__)", cwd=place, env=environment)
    assert told.stdout.startswith(str(installed))


def test_the_demo_reads_the_sample_and_answers_with_verified_quotes(demo: dict[str, Any]) -> None:
    statuses = [file["status"] for file in demo["intake"]["files"]]
    assert statuses.count("indexed") >= 20 and "failed" not in statuses
    answer = demo["answer"]
    assert answer["answered"] and answer["criterion"] == 56
    assert len(answer["citations"]) >= 2 and all(cited["verified"] for cited in answer["citations"])
    assert demo["summary"]["total"] == 140 and demo["summary"]["covered"] > 0 and demo["summary"]["gap"] > 0


def test_the_demo_writes_the_gap_report_and_its_workspace_below_the_folder(demo: dict[str, Any], place: Path) -> None:
    assert demo["workspace"] == str(place / "demo")
    assert [Path(path).name for path in demo["written"]] == ["gap-report.md", "gap-report.docx"]
    assert "# CTPAT gap report" in (place / "demo" / "gap-report.md").read_text(encoding="utf-8")
    assert (place / "demo" / "gap-report.docx").read_bytes()[:2] == b"PK"
    assert sorted(path.name for path in place.iterdir()) == ["demo"]


def test_the_other_commands_work_on_the_demos_workspace_from_anywhere(
    demo: dict[str, Any], installed: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    told = run(
        installed / "bin" / "ctpat",
        "--workspace",
        demo["workspace"],
        "covers",
        "56",
        "--json",
        cwd=tmp_path,
        env=environment,
    )
    assert json.loads(told.stdout)["criterion"]["number"] == 56
    again = run(
        installed / "bin" / "ctpat",
        "--workspace",
        demo["workspace"],
        "ingest",
        Path(demo["workspace"]) / "documents",
        "--json",
        cwd=tmp_path,
        env=environment,
    )
    intake = json.loads(again.stdout)
    assert {file["status"] for file in intake["files"]} <= {"unchanged", "skipped"} and intake["seconds"] < 5
