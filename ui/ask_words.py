"""A language model's shorter words of an answer's quotes: asked for beside the page, drawn as each of them passes."""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.errors import CtpatError
from kb.history import Exchange
from kb.model import Citation
from kb.phrasing import Wording
from kb.settings import load_settings
from kb.shortening import Shortener, flat, shorter, to_shorten
from ui import session
from ui.words import counted, plain

ASKING = "ask shortening"  # in the session: what is being asked for the newest answer, or was
BEAT = 0.5  # seconds between two looks
BROKE_OFF = "something went wrong; the terminal says what"


class Shortening:
    """Asks a model about the quotes of one answer, in a thread of its own: no page waits, and a click ends nothing."""

    def __init__(self, about: Exchange, shortener: Shortener, quotes: Sequence[str]) -> None:
        self.about = _identity(about)
        self.heard: dict[str, Wording] = {}  # by quote
        self.trouble = ""
        self.begun = time.monotonic()
        self._shortener = shortener
        self._quotes = quotes
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, once; the first time in a process this takes seconds."""
        if self._thread is None:
            # Not in the thread: Python 3.11 fails where two threads take source text apart, as imports and pages do.
            self._shortener.prepare()
            self.begun = time.monotonic()
            self._thread = threading.Thread(target=self._work, name="shortening", daemon=True)
            self._thread.start()

    @property
    def running(self) -> bool:
        """Whether more may come."""
        return self._thread is None or self._thread.is_alive()

    def asks(self, shortener: Shortener | None) -> bool:
        """Whether it asks the model that the settings name now."""
        mine = self._shortener
        return shortener is not None and (shortener.name, shortener.address) == (mine.name, mine.address)

    def stop(self) -> None:
        """Ask no more: what came until now is kept."""
        self._stopped.set()

    def _work(self) -> None:
        try:
            self.trouble = self._shortener.shorten(self._quotes, self._hear, self._over)
        except Exception:
            logging.getLogger(__name__).exception("The quotes of an answer could not be said more shortly")
            self.trouble = BROKE_OFF

    def _over(self) -> bool:
        """Whether to ask no more: also where the settings, changed on another page, name another model or none."""
        try:
            now = load_settings()
        except CtpatError:  # they name nobody
            self.stop()
        else:
            if (now.model_name, now.model_address) != (self._shortener.name, self._shortener.address):
                self.stop()
        return self._stopped.is_set()

    def _hear(self, wording: Wording) -> None:
        self.heard[wording.quote] = wording


class Words:
    """Where a model's words stand on the page: above each quote, and a line about them beneath the last one."""

    def __init__(
        self, model: str, quotes: Sequence[str], known: Mapping[str, Wording], asking: Shortening | None
    ) -> None:
        self._model = model
        self._quotes = quotes
        self._known = known
        self._asking = asking
        self._slots: dict[str, list[DeltaGenerator]] = {}  # a quote may stand in several places

    def above(self, citation: Citation) -> None:
        """Draw the words of a quote, or keep a place for them as long as they may come."""
        quote = flat(citation)
        if quote not in self._quotes:
            return
        wording = self._heard().get(quote)
        if self.coming or (wording and shorter(wording)):
            self._slots.setdefault(quote, []).append(st.empty())

    @property
    def coming(self) -> bool:
        """Whether more words may come."""
        return self._asking is not None and self._asking.running

    def beneath(self) -> None:
        """Draw what there is to say about the words, and while they come each of them as it passes."""
        if self._asking and self.coming:
            self._asking.start()
            _follow(self)
            return
        self.fill()
        if told := self.told():
            st.caption(plain(told))

    def _heard(self) -> dict[str, Wording]:
        return {**self._known, **(self._asking.heard if self._asking else {})}

    def fill(self) -> None:
        """Draw what has passed; every place is written to each time, or it is taken away."""
        heard = self._heard()
        for quote, slot in ((quote, slot) for quote, slots in self._slots.items() for slot in slots):
            words = shorter(heard[quote]) if quote in heard else ""
            if words:
                by = f'<span class="quiet">— in short, by {escape(self._model)}</span>'
                slot.html(f'<div class="question">{escape(words)} {by}</div>')
            else:
                slot.empty()

    def told(self) -> str:
        """What a reader must know of the words; empty where nobody was asked for any."""
        heard, asking = self._heard(), self._asking
        if asking and self.coming:
            seconds = int(time.monotonic() - asking.begun)
            return f"The language model {self._model} says these quotes more shortly … {seconds} s"
        told = []
        missing = len(self._quotes) - len(heard) if asking else 0
        if missing:
            why = (asking.trouble if asking else "") or "its answer is not in the form asked for"
            told.append(
                f"The language model {self._model} gave no words for {counted(missing, 'quote')}: {why.rstrip('.')}."
            )
        if refused := sum(bool(wording.fault) for wording in heard.values()):
            told.append(
                f"What the language model {self._model} said of {counted(refused, 'quote')} did not keep to the words"
                " of the document and is not shown."
            )
        if told:
            return " ".join([*told, "Where no shorter words stand, the quote stands alone."])
        short = any(map(shorter, heard.values()))
        return f"The language model {self._model} found nothing to shorten." if heard and not short else ""


@st.fragment(run_every=BEAT)
def _follow(words: Words) -> None:
    """Draw what has passed since, and the whole page anew when nothing more comes."""
    if not words.coming:
        st.rerun()
    words.fill()
    st.caption(plain(words.told()))


def of(about: Exchange, asked_now: bool = False) -> Words | None:
    """The words of an answer's quotes, a model asked for them where the question was just put.

    None without a language model, and for an answer without a quote that is worth it.
    """
    with session.assistant() as assistant:
        shortener = assistant.shortener()
        quotes = to_shorten(about.answer, assistant.papers()) if shortener else []
        known = shortener.known(quotes) if shortener and quotes else {}
    asking: Shortening | None = st.session_state.get(ASKING)
    if asking and (asked_now or not asking.asks(shortener)):
        asking.stop()
        asking = st.session_state[ASKING] = None
    if asked_now:
        asking = Shortening(about, shortener, quotes) if shortener and len(known) < len(quotes) else None
        st.session_state[ASKING] = asking
    if shortener is None or not quotes:
        return None
    return Words(shortener.name, quotes, known, asking if asking and asking.about == _identity(about) else None)


def _identity(about: Exchange) -> tuple[str, str]:
    return about.at, about.answer.question
