"""What is shown while there are no documents: what this is, and the ways to start."""

from pathlib import Path

import streamlit as st

from kb.demo import lay
from ui import add, pages, session
from ui.words import plain

WHAT = (
    "This assistant reads your security documents (policies, procedures, logs, questionnaires, certificates, letters)"
    " and shows for each of the 140 CTPAT criteria of an importer what covers it, word for word, what is missing, and"
    " what the Partner Response could say. It works on this machine only."
)


def drawn() -> bool:
    """Whether there are no documents yet, or the first ones are being read, and the page for that was drawn."""
    with session.assistant() as assistant:
        known = bool(assistant.base.stamps())
        workspace = assistant.settings.workspace
        own = assistant.settings.file.exists()
    intake = session.intake()
    if known and not (intake.running and intake.first):
        return False
    st.html(f'<p class="question">{WHAT}</p>')
    if intake.running:
        add.draw_progress()
        return True
    if intake.failed and intake.said + intake.failed:
        st.error(plain(intake.failed), icon=":material/error:")
    sample, documents, questions = st.columns(3, border=True)
    with sample:
        _draw_sample(workspace, own)
    with documents:
        st.subheader("Add your documents", anchor=False)
        st.write("Upload files, or name a folder on this computer. The originals stay as they are.")
        if st.button("Add your documents", type="primary", icon=":material/add:"):
            pages.open_page("documents")
    with questions:
        st.subheader("Import your portal questions", anchor=False)
        st.write("Your portal shows your own wording. The shipped questions work without it.")
        if st.button("Import your portal questions", icon=":material/upload_file:"):
            pages.open_page("settings", tab="Criteria")
    st.caption("Everything here is also a command:")
    st.code(f"ctpat --workspace {workspace} ingest FOLDER", language=None, wrap_lines=True)
    return True


def _draw_sample(workspace: Path, own: bool) -> None:
    """The sample brings its own settings and day, so it is laid only where there are no settings yet."""
    st.subheader("Look at a sample", anchor=False)
    st.write("A fictional importer with some sixty papers, its settings and its day. It takes about a minute.")
    if own:
        st.caption("This folder has settings of its own, so the sample gets a folder of its own:")
        st.code("ctpat demo sample\nctpat --workspace sample app", language=None)
    elif st.button("Load the sample", icon=":material/science:"):
        documents = lay(workspace)
        session.read_in([documents])  # by a new assistant: the sample brought its own settings
        st.rerun()
