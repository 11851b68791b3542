"""The assistant in the browser: navigation, nothing else."""

import streamlit as st

from ui import pages, sidebar, style

st.set_page_config(page_title="CTPAT evidence", page_icon=style.ICON, layout="wide")
style.apply()
chosen = st.navigation(pages.every())
sidebar.draw()
chosen.run()
