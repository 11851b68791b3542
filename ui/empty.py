"""What is shown while there are no documents: what this is, and the ways to start."""

import streamlit as st

from kb.demo import lay
from ui import add, pages, session

WHAT = (
    "This assistant reads your security documents (policies, procedures, logs, questionnaires, certificates, letters)"
    " and shows for each of the 140 CTPAT criteria of an importer what covers it, word for word, what is missing, and"
    " what the Partner Response could say. It works on this machine only."
)


def drawn() -> bool:
    """Whether there are no documents and the empty page was drawn."""
    with session.assistant() as assistant:
        if assistant.documents():
            return False
        workspace = assistant.settings.workspace
    st.html(f'<p class="question">{WHAT}</p>')
    intake = session.intake()
    if intake.running:
        add.draw_progress()
        return True
    own, sample, terminal = st.columns(3, border=True)
    with own:
        st.subheader("Add documents", anchor=False)
        st.write("Upload files, or name a folder on this computer. The originals stay as they are.")
        if st.button("Add documents", type="primary", icon=":material/add:"):
            pages.open_page("documents")
    with sample:
        st.subheader("Look at a sample", anchor=False)
        st.write("A fictional importer with some fifty papers, its settings and its day.")
        if (workspace / "ctpat.toml").exists():
            st.code("ctpat demo sample\nctpat --workspace sample app", language=None)
        elif st.button("Load the sample here", icon=":material/science:"):
            documents = lay(workspace)
            session.intake().start([documents])  # asked for anew: the sample brought its own settings
            pages.open_page("documents")
    with terminal:
        st.subheader("Use the command line", anchor=False)
        st.write("Everything here is also a command:")
        st.code(f"ctpat --workspace {workspace} ingest FOLDER", language=None, wrap_lines=True)
    return True
