"""A party's block of a Partner Response in a language model's order of words, held to the quotes."""

import re
from collections.abc import Sequence

from kb.carried import MARKER, carried
from kb.errors import ModelUnavailableError
from kb.llm import LanguageModel
from kb.prompts import load_prompt

BULLET = re.compile(r"^\s*[-*•]\s+(.+?)\s*$", re.MULTILINE)
MOST = 4  # bullets; what comes after them is the model talking on


def phrase(model: LanguageModel, question: str, party: str, quotes: Sequence[str]) -> list[str]:
    """Bullets with markers [1]… of the quotes that carry them; empty where the model gives none that hold.

    The quotes are numbered from 1 in the order given. A model that does not answer in time counts as giving none.
    """
    evidence = "\n".join(f'[{place}] "{fenced(quote)}"' for place, quote in enumerate(quotes, start=1))
    prompt = load_prompt("partner_response").filled(party=party, question=question, evidence=evidence)
    try:
        said = model.complete(prompt)
    except ModelUnavailableError:
        return []
    return [bullet for bullet in BULLET.findall(said)[:MOST] if _holds(bullet, quotes, party)]


def _holds(bullet: str, quotes: Sequence[str], party: str) -> bool:
    places = sorted({int(number) for number in MARKER.findall(bullet)})
    if not places or places[0] < 1 or places[-1] > len(quotes):
        return False
    return carried(bullet, [quotes[place - 1] for place in places], party)


def fenced(quote: str) -> str:
    """A quote that cannot close the fence it stands in."""
    return " ".join(quote.split()).replace(">>>", "> > >").replace("<<<", "< < <")
