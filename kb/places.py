"""A place in a document, in words for people."""

from kb.model import Citation, Locator


def place(locator: Locator) -> str:
    """Such as "page 3, clause 2.1.1a" or "sheet Log, row 12"; empty where nothing is known."""
    parts = []
    if locator.page is not None:
        parts.append(f"page {locator.page}")
    if locator.sheet:
        parts.append(f"sheet {locator.sheet}")
    if locator.row is not None:
        parts.append(f"row {locator.row}")
    if locator.clause:
        parts.append(f"clause {locator.clause}")
    elif locator.trail and locator.row is None:
        parts.append(f"under “{locator.trail[-1]}”")
    return ", ".join(parts)


def source(citation: Citation) -> str:
    """The document's name with the place."""
    where = place(citation.locator)
    return f"{citation.document}, {where}" if where else citation.document
