"""Evaluate: how the judgements compare with labels that people made, and labels made of what people decided."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st

from kb.assistant import Assistant
from kb.errors import CtpatError
from kb.people import Role
from kb.saving import in_place_of
from kb.uploads import safe_name
from ui import empty, measured, session
from ui.words import counted, plain

FORMATS = ["xlsx", "csv", "tsv", "jsonl"]
SPLITS = {"all": "All of them", "dev": "Odd numbers", "test": "Even numbers"}
MADE = "evaluated"  # the figures of the last run in this window
SAMPLE = "Labels of the sample company"
FORMS = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv"),
}


def draw() -> None:
    """Draw the page."""
    st.title("Evaluate", anchor=False)
    if empty.drawn():
        return
    st.html(
        '<p class="question">Compare what the program judges with what a person found: a sheet with a criterion in each'
        " row, the file that shows it, and its status. What people decided here is left out, so that nothing is"
        " measured by itself.</p>"
    )
    with session.assistant() as assistant:
        files = _files(assistant)
    run, make = st.columns([3, 2], gap="medium", border=True)
    with run:
        _draw_run(files)
    with make:
        _draw_make()
    figures: dict[str, Any] | None = st.session_state.get(MADE)
    if figures:
        measured.draw(figures)
    _draw_runs()


def _files(assistant: Assistant) -> dict[str, Path]:
    """Name -> file of the labels that can be run: those uploaded before, and the sample's where it is loaded."""
    import eval.labels as shipped

    folder = assistant.settings.workspace / "labels"
    kept = sorted(folder.iterdir()) if folder.is_dir() else []
    files = {path.name: path for path in kept if path.suffix.lstrip(".").lower() in FORMATS}
    sample = Path(shipped.__file__).with_name("labels") / "sample.jsonl"
    names = {Path(document.name).name for document in assistant.documents()}
    if sample.is_file() and _named_first(sample) in names:
        files[SAMPLE] = sample
    return files


@st.cache_data(show_spinner=False)
def _named_first(labels: Path) -> str:
    """The first file that the labels name: where it has been read, they are labels of this base."""
    with labels.open(encoding="utf-8") as lines:
        evidence = (item for line in lines for item in json.loads(line)["evidence"])
        return Path(next(evidence)["file"]).name


def _draw_run(files: dict[str, Path]) -> None:
    st.subheader("Run on labels", anchor=False)
    taken = st.file_uploader("Upload a sheet of labels", FORMATS, key=f"labels {st.session_state.get('taken', 0)}")
    if taken is not None:
        _keep(taken.name, taken.getvalue())
        st.rerun()
    if not files:
        st.caption("Columns: Criterion, File, and Status or Quoted words. The sheet made at the right has them.")
        return
    which, part = st.columns([3, 2])
    name = which.selectbox("Labels", list(files), key="which labels")
    split = part.selectbox("Criteria", list(SPLITS), key="split", format_func=SPLITS.__getitem__)
    if st.button("Run", key="run", type="primary", icon=":material/play_arrow:"):
        _run(files[name], split)


def _keep(name: str, content: bytes) -> None:
    """Keep an upload under its own name: runs are compared by it."""
    with session.assistant() as assistant:
        assistant.base.require(Role.EDITOR, "keep labels in the knowledge base")
        path = assistant.settings.workspace / "labels" / safe_name(name)
    with in_place_of(path) as partial:
        partial.write_bytes(content)
    st.session_state["taken"] = st.session_state.get("taken", 0) + 1  # the next uploader is an empty one
    st.session_state["which labels"] = path.name


def _run(path: Path, split: str) -> None:
    from eval.label_runs import evaluate

    st.session_state.pop(MADE, None)
    try:
        with st.spinner("Judging every labelled criterion …"), session.assistant() as assistant:
            st.session_state[MADE] = evaluate(assistant, path, split) | {"labels": path.name}
    except CtpatError as error:
        st.error(plain(str(error)), icon=":material/error:")


def _draw_make() -> None:
    from eval.make_labels import make_labels

    st.subheader("Make labels", anchor=False)
    with session.assistant() as assistant:
        rows = make_labels(assistant)
    if not rows:
        st.caption("Of what people accept and reject on the page of a criterion, a sheet of labels is made here.")
        return
    st.text(f"{counted(len(rows), 'decision')} of people as a sheet: fill in its column Status, and run on it.")
    with st.container(horizontal=True):
        for form, (name, kind) in FORMS.items():
            st.download_button(
                name, _sheet(rows, form), f"labels.{form}", kind, key=f"make {form}", icon=":material/download:",
                on_click="ignore",
            )  # fmt: skip


def _sheet(rows: list[tuple[str, ...]], form: str) -> bytes:
    from eval.make_labels import save_labels

    with TemporaryDirectory() as folder:
        path = Path(folder) / f"labels.{form}"
        save_labels(rows, path)
        return path.read_bytes()


def _draw_runs() -> None:
    """The runs that the workspace keeps, the newest first."""
    from eval.label_runs import runs

    with session.assistant() as assistant:
        kept = runs(assistant.base.store)
    if kept:
        st.html(f'<div class="label">Earlier runs ({len(kept)})</div>')
        measured.draw_runs(kept[::-1])


session.run(draw)
