"""Settings: whose base it is, the criteria, the language model and the people; kept in ctpat.toml."""

import streamlit as st

from kb.access import allowed
from kb.people import Role
from kb.settings import Settings
from ui import saving, session, settings_criteria, settings_model, settings_people
from ui.words import plain

TABS = ("Company", "Criteria", "Language model", "People")
WHOLE = "company"  # the form of the first tab


def draw() -> None:
    """Draw the page."""
    st.title("Settings", anchor=False)
    saving.draw_said()
    with session.assistant() as assistant:
        settings, business = assistant.settings, assistant.catalogue.business_type
        may = allowed(settings, Role.APPROVER)
    reading = session.intake().running
    with st.container():  # one place whatever is in it, so that what is typed below stays
        if not may:
            st.info("Changing settings takes an approver; you can look at them.", icon=":material/lock:")
        elif reading:
            st.info(
                "Documents are being read. Questions can be imported meanwhile; other settings can be kept when that is"
                " done, and what you type until then stays.",
                icon=":material/hourglass:",
            )
    asked = st.query_params.get("tab", "")
    company, criteria, model, people = st.tabs(TABS, default=asked if asked in TABS else TABS[0])
    with company:
        _draw_company(settings, business, may)
    with criteria:
        settings_criteria.draw(may)
    with model:
        settings_model.draw(settings, may)
    with people:
        settings_people.draw(settings, may)
    st.caption(plain(f"All of this is kept in {settings.file}; what you wrote into it by hand stays."))


def _draw_company(settings: Settings, business: str, may: bool) -> None:
    settings = saving.shown(WHOLE, "company", settings)
    with st.form("company settings", border=False):
        left, right = st.columns(2, gap="large")
        company = left.text_input(
            "Company", value=settings.company, key=saving.key(WHOLE, "company"), disabled=not may, max_chars=200
        )
        user = left.text_input(
            "Your name",
            value=settings.user,
            key=saving.key(WHOLE, "user"),
            disabled=not may or settings.sign_in,
            max_chars=200,
            help="As decisions and the audit trail show it; empty: the name of your account on this machine.",
        )
        left.selectbox(
            "Business type",
            [business.capitalize()],
            disabled=True,
            help="Only the importer's criteria are shipped. The portal asks other business types other questions.",
        )
        left.caption("Only the criteria of importers are shipped so far.")
        anniversary = right.date_input(
            "Anniversary of the CTPAT account",
            value=settings.anniversary,
            key=saving.key(WHOLE, "anniversary"),
            disabled=not may,
            format="YYYY-MM-DD",
            help="The annual review opens 90 days before it, and only changes made from then on count.",
        )
        as_of = right.date_input(
            "Judge as of",
            value=settings.as_of,
            key=saving.key(WHOLE, "as_of"),
            disabled=not may,
            format="YYYY-MM-DD",
            help="Empty: today. The sample is judged as of the day for which its papers were written.",
        )
        right.caption("Empty: judged as of today.")
        keep = st.form_submit_button("Keep", type="primary", icon=":material/check:", disabled=not may)
    if keep:
        told = {"company": company, "anniversary": anniversary, "as_of": as_of}
        with saving.in_place(WHOLE):
            saving.save(WHOLE, told | ({} if settings.sign_in else {"user": user}))


session.run(draw)
