"""Adding documents: files from the browser or a folder of this computer, read in while the pages stay in use."""

from pathlib import Path

import streamlit as st

from kb.access import allowed
from kb.errors import SourceError
from kb.people import Role
from kb.serve import LARGEST_UPLOAD
from kb.uploads import save_uploads
from ui import intake_report, session
from ui.words import counted, plain


def draw(first: bool) -> None:
    """Draw how far a reading is or what it came to, and the ways to add documents; `first`: there are none yet."""
    reading = session.intake().running
    with st.container():  # one place whatever is in it, so that what is chosen below stays when the reading ends
        if reading:
            draw_progress()
        else:
            _draw_end()
    with session.assistant() as assistant:
        may = allowed(assistant.settings, Role.EDITOR)
        alone = not assistant.settings.sign_in
    if not may:
        st.caption("Adding documents takes an editor.")
        return
    with st.expander("Add documents", expanded=first, icon=":material/add:"):
        with st.container():
            if reading:
                st.caption("What you add now is read when the reading under way is done.")
        files, folder = st.columns(2, gap="large") if alone else (st.container(), None)
        with files:
            _draw_upload()
        if folder:
            with folder:
                _draw_folder()


@st.fragment(run_every=1.0)
def draw_progress() -> None:
    """Draw how far the reading is, and the whole page anew when it is done."""
    intake = session.intake()
    if not intake.running:
        st.rerun()
    done, _, total = intake.said.partition(" ")[0].partition("/")
    share = int(done) / int(total) if done.isdecimal() and total.isdecimal() and int(total) else 0.0
    st.progress(min(share, 1.0), text=plain(f"Reading {intake.said}" if intake.said else "Looking at the files"))
    st.caption("You can go on working meanwhile; closing the browser does not stop it.")
    if intake.waiting:
        st.caption(f"To be read after that: {counted(intake.waiting, 'file or folder', 'files and folders')}.")


def _draw_end() -> None:
    """Say what the last reading came to."""
    intake = session.intake()
    if intake.failed:
        st.error(plain(intake.failed), icon=":material/error:")
    if intake.counts:
        told = ", ".join(f"{count} {intake_report.WORDS[what]}" for what, count in intake.counts.items())
        refused = intake.counts.get("failed", 0)
        tell = st.warning if refused else st.success
        tell(plain(f"Done: {told}."), icon=":material/report:" if refused else ":material/done:")


def _draw_upload() -> None:
    with st.form("upload", clear_on_submit=True, border=False):
        uploads = st.file_uploader(
            f"Files from this browser, up to {LARGEST_UPLOAD} MB each",
            accept_multiple_files=True,
            help="PDF, Word, Excel, CSV, text, Markdown, HTML, mail and pictures. What cannot be read is named, file by"
            " file, and nothing of it is kept. Larger files: name their folder instead.",
        )
        if not st.form_submit_button("Read these files", icon=":material/upload:") or not uploads:
            return
    with session.assistant() as assistant:
        paths = save_uploads(assistant.settings, ((upload.name, upload.getvalue()) for upload in uploads))
        session.read_in(paths)  # at once: a run that ends would drop the same file if it was refused
    st.rerun()


def _draw_folder() -> None:
    with st.form("folder", border=False):
        named = st.text_input(
            "A folder or file on this computer",
            placeholder="/home/me/ctpat or C:\\CTPAT",
            help="It is read where it is. What changed since is read anew, what is gone is removed.",
        )
        if not st.form_submit_button("Read this folder", icon=":material/folder_open:"):
            return
    path = Path((named or "").strip().strip('"')).expanduser()
    if not path.is_absolute():
        raise SourceError("Give the whole path of the folder, such as /home/me/ctpat or C:\\CTPAT.")
    session.read_in([path])
    st.rerun()
