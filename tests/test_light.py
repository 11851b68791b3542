"""Light commands start fast: nothing heavy is imported for them."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "torch transformers sentence_transformers llama_index streamlit chromadb onnxruntime onnx numpy pandas docx"
    " openpyxl pypdf pypdfium2 pdfplumber rapidocr cv2 PIL openai httpx"
).split()
PROGRAM = """
import sys
from kb.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
assert not code, code
print("IMPORTED", *{name.split(".")[0] for name in sys.modules}, file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["criteria", "show", "56"],
        ["criteria", "show", "the", "VVTT", "one"],
        ["--json", "criteria", "list"],
        ["documents"],
    ],
)
def test_a_light_command_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    root = Path(__file__).parents[1]
    environment = {"PATH": "", "CTPAT_WORKSPACE": str(tmp_path / "w"), "PYTHONPATH": str(root), "HOME": str(tmp_path)}
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    imported = set(told.stderr.rpartition("IMPORTED")[2].split())
    assert imported and imported.isdisjoint(HEAVY), imported & set(HEAVY)


def test_asking_the_catalogue_makes_no_workspace(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kb.cli", "criteria", "show", "56"]
    root = Path(__file__).parents[1]
    environment = {"PYTHONPATH": str(root), "HOME": str(tmp_path), "CTPAT_CACHE": str(tmp_path / "cache")}
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd=tmp_path)
    assert told.returncode == 0 and "Secure Storage" in told.stdout
    assert not (tmp_path / "workspace").exists()
