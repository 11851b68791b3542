"""The tab of the language model: where it answers, what it may do, and a try."""

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from kb.hosts import stays_here
from kb.model_trial import SENTENCE, try_model
from kb.settings import Settings
from kb.shortening import WORTH
from ui import saving, session
from ui.words import plain

FORM = "model"
WITHOUT = (
    "All judgements, quotes and drafts work without a language model. One can word drafts more smoothly; every quote"
    " stays verbatim and every sentence is checked against the evidence. It also shortens long quotes on Ask: for each"
    f" question whose answer quotes {WORTH} words or more at a stretch, those quotes are sent to it."
)


def draw(settings: Settings, may: bool) -> None:
    """Draw the tab."""
    st.caption(WITHOUT)
    if settings.model_address and not stays_here(settings.model_address):
        host = urlsplit(settings.model_address).hostname
        st.warning(plain(f"Passages of your documents are sent to {host}."), icon=":material/cloud_upload:")
    shown = saving.shown(FORM, "address", settings)
    with st.form("language model", border=False):
        address = st.text_input(
            "Address",
            value=shown.model_address,
            key=saving.key(FORM, "address"),
            placeholder="http://127.0.0.1:11434/v1",
            disabled=not may,
            help="Of a server that speaks OpenAI's protocol, such as Ollama or vLLM. Empty: no model, nothing is sent.",
        )
        left, right = st.columns(2, gap="large")
        name = left.text_input(
            "Name of the model", value=shown.model_name, key=saving.key(FORM, "name"), disabled=not may
        )
        typed = right.text_input(
            "Key",
            type="password",
            key=saving.key(FORM, "key"),
            autocomplete="off",
            placeholder="A key is kept; empty keeps it" if settings.model_key else "None is needed locally",
            disabled=not may,
            help="It is written to ctpat.toml, which then only you can read, and is never shown again.",
        )
        forget = bool(settings.model_key) and right.checkbox(
            "Forget the key", key=saving.key(FORM, "forget"), disabled=not may
        )
        verdicts = st.toggle(
            "Let it read passages and move a judgement by a step",
            value=shown.model_verdicts,
            key=saving.key(FORM, "verdicts"),
            disabled=not may,
            help="Each reading is marked as the model's. It sends the passages that are in question.",
        )
        keep, tried, _ = st.columns([1, 1, 4])
        keeping = keep.form_submit_button(
            "Keep", type="primary", icon=":material/check:", disabled=not may, width="stretch"
        )
        trying = tried.form_submit_button(
            "Try it", icon=":material/play_arrow:", disabled=not may, width="stretch", help=f"Sends “{SENTENCE}”"
        )
    if keeping:
        secret = {"model_key": typed} if typed or forget else {}
        told = {"model_address": address, "model_name": name, "model_verdicts": verdicts}
        with saving.in_place(FORM):
            saving.save(FORM, told | secret)
    if trying:
        key = "" if forget else typed or (settings.model_key if address.strip() == settings.model_address else "")
        _try(replace(settings, model_address=address.strip(), model_name=name.strip(), model_key=key.strip()))


def _try(settings: Settings) -> None:
    """Send one fixed sentence, and tell the answer and its time, or the reason why there is none."""
    with saving.in_place(), session.acting(settings):
        with st.spinner("Waiting for its answer; a small machine may take a minute …"):
            trial = try_model(settings)
        st.success(f"It answered in {trial.seconds:.1f} seconds.", icon=":material/done:")
        st.caption(plain(f"Sent: “{SENTENCE}”. Its answer:"))
        st.text(trial.answer or "(nothing)")
