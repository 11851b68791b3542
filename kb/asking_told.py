"""A list as an answer: lines with the words that each rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.model import Answer, Citation
from kb.places import place

MOST = 25  # rows of a list; a longer one is a matter for the pages


def listed(
    question: str, head: str, rows: Sequence[tuple[str, Citation | None]], reason: str = "", answered: bool = True
) -> Answer:
    """An answer of a heading and of rows, each with its citation where there is one."""
    lines, citations = [head], list[Citation]()
    for told, cited in rows[:MOST]:
        if cited is None:
            lines.append(f"- {told}")
            continue
        citations.append(replace(cited, marker=f"[{len(citations) + 1}]"))
        where = place(cited.locator)
        words = " ".join(cited.quote.split())
        lines.append(f"- {told}{': ' if told else ''}{citations[-1].marker} “{words}”{f' ({where})' if where else ''}")
    if len(rows) > MOST:
        lines.append(f"… and {len(rows) - MOST} more.")
    return Answer(question, answered, "\n".join(lines), citations=tuple(citations), reason=reason)


def names(parties: Iterable[str]) -> str:
    """Names in order, each once."""
    return ", ".join(sorted({party for party in parties if party}))
