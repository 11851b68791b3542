"""The assistant in the browser: sign-in where it is asked for, and navigation."""

import streamlit as st

from ui import looking, pages, sidebar, signing_in, style

st.set_page_config(page_title="CTPAT evidence", page_icon=style.ICON, layout="wide", initial_sidebar_state=style.SIDE)
style.apply()
if signing_in.passed():
    chosen = st.navigation(pages.every())
    sidebar.draw()
    if chosen.title != "Criteria":
        looking.leave()
    chosen.run()
