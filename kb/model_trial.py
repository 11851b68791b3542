"""Tries a language model with one fixed sentence, in which nothing of the documents stands."""

import time
from contextlib import closing
from dataclasses import dataclass

from kb.access import require
from kb.asker import public
from kb.audit import person, record
from kb.errors import SettingsError
from kb.llm import load_model
from kb.people import Role
from kb.settings import Settings
from kb.store import Store

SENTENCE = "Reply with the one word ready."
LONGEST = 300  # characters of the answer that are shown


@dataclass(frozen=True, slots=True)
class Trial:
    """What a language model answered, and how long it took."""

    answer: str
    seconds: float


def try_model(settings: Settings) -> Trial:
    """Send the sentence to the model of the settings; raises SettingsError or ModelUnavailableError."""
    require(settings, Role.APPROVER, "try a language model")
    if not settings.model_address or not settings.model_name:
        raise SettingsError("There is nothing to try: give the address and the name of a language model first.")
    model = load_model(settings)
    assert model is not None  # it has an address
    detail = {"model": settings.model_name, "address": public(settings.model_address), "sent": SENTENCE}
    with closing(Store(settings.database)) as store:  # of its own: the answer may take long, and nobody waits for it
        record(store, person(settings), "language model tried", detail)
    begun = time.monotonic()
    answer = " ".join(model.complete(SENTENCE).split())
    return Trial(answer[:LONGEST], time.monotonic() - begun)
