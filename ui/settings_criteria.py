"""The tab of the criteria: which edition is judged by, and taking one's own wording or CBP's text."""

import tempfile
from pathlib import Path

import streamlit as st

from ingest.msc import read_msc
from kb.criteria_official import official_of
from kb.criteria_overrides import overrides_of
from kb.criteria_take import Taken, take_criteria
from kb.errors import CatalogueError
from kb.uploads import safe_name
from ui import saving, session
from ui.words import counted, plain

FORM, REPORT = "criteria", "criteria import"
TYPES = ["txt", "csv", "tsv", "xlsx", "pdf"]
PASTED = "pasted from the portal.txt"
EXAMPLE = "Conveyance and IIT : Secure Storage IIT (56)\nAre conveyances and IIT stored in a secure area?"


def draw(may: bool) -> None:
    """Draw the tab."""
    with session.assistant() as assistant:
        catalogue, kept_in = assistant.catalogue, assistant.settings.overrides
        own, official = len(overrides_of(kept_in)), official_of(kept_in)
    count = counted(len(catalogue.criteria), "question")
    st.text(f"{count} for an {catalogue.business_type}, edition {catalogue.edition}")
    laid = f"Your own wording of {counted(own, 'question')} is laid over it."
    wording = laid if own else "No wording of your own yet."
    cbp = f"CBP's text: {official.name}, {official.edition:%Y-%m}." if official else "CBP's text was not imported yet."
    st.caption(plain(f"{wording} {cbp}"))
    report = st.session_state.pop(REPORT, "")
    if report:
        st.success("Imported. What changed:", icon=":material/done:")
        st.text(report)
    with st.form("import criteria", border=False):
        upload = st.file_uploader(
            "Your portal's questions (text, CSV or Excel), or CBP's PDF of the criteria",
            type=TYPES,
            key=saving.key(FORM, "file"),
            disabled=not may,
            help="Wording is laid over the shipped one; a file with a wrong row changes nothing.",
        )
        pasted = st.text_area(
            "… or paste the questions as the portal shows them",
            key=saving.key(FORM, "text"),
            height=140,
            disabled=not may,
            placeholder=EXAMPLE,
        )
        if st.form_submit_button("Import", type="primary", icon=":material/upload_file:", disabled=not may):
            with saving.in_place():
                _take(*((upload.name, upload.getvalue()) if upload else (PASTED, (pasted or "").encode())))


def _take(name: str, content: bytes) -> None:
    if not content.strip():
        raise CatalogueError("There is nothing to import: choose a file, or paste the questions.")
    with tempfile.TemporaryDirectory(prefix="ctpat-") as folder:
        file = Path(folder) / safe_name(name)
        file.write_bytes(content)
        with st.spinner("Reading it …"):
            taken = session.patiently(lambda: _taken(file))
    st.session_state[REPORT] = taken.text
    saving.done(FORM, "The criteria were imported.")


def _taken(file: Path) -> Taken:
    with session.assistant() as assistant:
        return take_criteria(assistant, file, read_msc)
