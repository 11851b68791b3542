"""Files to hand over: the security profile, the package for a validation, a questionnaire of the user's own."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from kb import package_told, workbook_told
from kb.assistant import Assistant
from kb.errors import CtpatError, ExportError, SourceError
from kb.package import make_package
from kb.profile import profile
from kb.profile_saving import save_profile
from kb.uploads import safe_name
from kb.workbook import fill
from kb.workbook_columns import ROLES
from ui import session
from ui.words import plain

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROFILE = {"docx": ("Word", WORD), "xlsx": ("Excel", EXCEL), "md": ("Markdown", "text/markdown")}
COLUMN = re.compile(r"[A-Za-z]{1,3}")
MADE = "exported"  # what was made last, by kind


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, with what must be known of it."""

    name: str
    kind: str
    content: bytes
    told: str


def draw() -> None:
    """Draw the three kinds of files, each made by a click."""
    first, second, third = st.columns(3, border=True, gap="small")
    with first:
        _draw_profile()
    with second:
        _draw_package()
    with third:
        _draw_workbook()
    failed = st.session_state.pop(f"{MADE} failed", "")
    if failed:
        st.error(plain(failed), icon=":material/error:")


def _draw_profile() -> None:
    st.subheader("Security profile", anchor=False)
    st.text("The Partner Response of every criterion, approved or drafted, with its sources and what is still open.")
    form = st.segmented_control(
        "As",
        list(PROFILE),
        default="docx",
        required=True,
        key="profile form",
        format_func=lambda form: PROFILE[form][0],
    )
    drafts = st.checkbox("Today's drafts, also where a text is approved", key="profile drafts")
    if st.button("Make the profile", key="make profile", icon=":material/description:"):
        _make("profile", lambda: _profile(form or "docx", drafts))
    _draw_made("profile")


def _profile(form: str, drafts: bool) -> Made:
    with _alone() as assistant, TemporaryDirectory() as folder:
        path = Path(folder) / f"security-profile-{assistant.as_of.isoformat()}.{form}"
        save_profile(profile(assistant, drafts=drafts), path)
        return Made(path.name, PROFILE[form][1], path.read_bytes(), "")


def _draw_package() -> None:
    st.subheader("Validation package", anchor=False)
    st.text("For the officer: responses with the files they cite, the cited places marked. What is weak stays out.")
    internal = st.checkbox(
        "For our own eyes only", key="package internal", help="With what is missing, weak or speaks against"
    )
    if st.button("Make the package", key="make package", icon=":material/folder_zip:"):
        _make("package", lambda: _package(internal))
    _draw_made("package")


def _package(internal: bool) -> Made:
    with _alone() as assistant, TemporaryDirectory() as folder:
        path = Path(folder) / f"validation-package-{assistant.as_of.isoformat()}.zip"
        made = make_package(assistant, path, internal=internal)
        told = package_told.text(made).replace(str(path), path.name)
        return Made(path.name, "application/zip", path.read_bytes(), told)


def _draw_workbook() -> None:
    st.subheader("Your own workbook", anchor=False)
    st.text(
        "An Excel questionnaire with numbers or questions of criteria: its empty cells are filled with the answers."
    )
    taken = st.file_uploader("Workbook", ["xlsx"], key="workbook", label_visibility="collapsed")
    over = st.checkbox("Also replace what the cells hold already", key="workbook over")
    named = st.text_input(
        "Columns, where the headings do not tell",
        key="workbook columns",
        placeholder="number A, question B, response F",
        help="Of msc, number, question, answer, response, evidence, status and owner, each with its letter",
    )
    if st.button("Fill it in", key="make workbook", icon=":material/edit_note:", disabled=taken is None) and taken:
        _make("workbook", lambda: _workbook(taken.name, taken.getvalue(), over, _columns(named)))
    _draw_made("workbook")


def _columns(named: str) -> dict[str, str]:
    """Column letters by what they hold, of "response F, status G"; raises ExportError."""
    columns = {}
    for told in filter(str.strip, named.split(",")):
        role, _, letters = told.replace("=", " ").strip().partition(" ")
        if role.lower() not in ROLES or not COLUMN.fullmatch(letters.strip()):
            known = ", ".join(ROLES)
            raise ExportError(f"“{told.strip()}” names no column: write such as response F. Known are {known}.")
        columns[role.lower()] = letters.strip().upper()
    return columns


def _workbook(name: str, content: bytes, over: bool, columns: dict[str, str]) -> Made:
    with _alone() as assistant, TemporaryDirectory() as folder:
        source = Path(folder) / safe_name(name)
        target = source.with_name(f"{source.stem} filled{source.suffix}")
        source.write_bytes(content)
        told = workbook_told.text(fill(assistant, source, target, columns, overwrite=over))
        return Made(target.name, EXCEL, target.read_bytes(), told.replace(f"{folder}/", ""))


@contextmanager
def _alone() -> Iterator[Assistant]:
    """An assistant for one file, so that the other pages need not wait until that is written."""
    with session.assistant() as shared:
        settings, as_of = shared.settings, shared.as_of
    with session.acting(settings), closing(Assistant(settings, as_of)) as own:
        yield own


def _make(kind: str, make: Callable[[], Made]) -> None:
    st.session_state.pop(f"{MADE} {kind}", None)
    try:
        with st.spinner("Writing; with 140 criteria this takes some seconds …"):
            st.session_state[f"{MADE} {kind}"] = make()
    except CtpatError as error:
        st.session_state[f"{MADE} failed"] = str(error)
    except OSError as error:
        raise SourceError(f"The file cannot be made: {error.strerror or error}.") from error


def _draw_made(kind: str) -> None:
    made: Made | None = st.session_state.get(f"{MADE} {kind}")
    if made is None:
        return
    st.download_button(
        plain(made.name), made.content, made.name, made.kind, key=f"take {kind}", type="primary",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    if made.told:
        st.code(made.told, language=None, wrap_lines=True, height=260)
