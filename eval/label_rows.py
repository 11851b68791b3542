"""A measurement against labels told criterion by criterion and section by section, with a plain reading."""

from collections.abc import Iterable, Sequence
from typing import Any

from eval.label import Label, Shown, file_name, meant, pieces
from kb.model import Coverage, Document

FIRST = 5  # pieces of evidence or documents that a person looks at
Row = dict[str, Any]


def row(label: Label, coverage: Coverage) -> Row:
    """One criterion: status labelled and said, the ranks of the first labelled words and document, what is shown.

    A rank is from 1; None where it is not shown at all, or nothing is labelled.
    """
    shown = pieces(coverage)
    documents = list(dict.fromkeys(item.citation.document for item in shown))
    files = {file_name(place.file) for place in label.evidence}
    return {
        "criterion": coverage.criterion.number,
        "title": coverage.criterion.title,
        "section": coverage.criterion.section,
        "label": label.status,
        "said": coverage.status.value,
        "right": label.status == coverage.status.value if label.status else None,
        "labelled": [_told(place) for place in label.evidence],
        "rank": _first([meant(item, label.evidence) for item in shown]),
        "document_rank": _first([file_name(name) in files for name in documents]),
        "shown": documents[:FIRST],
        "rejected_shown": [item.citation.document for item in shown[:FIRST] if meant(item, label.refused)],
    }


def _first(right: Sequence[bool]) -> int | None:
    return right.index(True) + 1 if True in right else None


def _told(place: Shown) -> str:
    where = f", page {place.page}" if place.page else ""
    return f"{place.file}{where}" + (f": {place.quote[:160]}" if place.quote else "")


def found(one: Row) -> bool:
    """Whether a document that the label names is among the first few."""
    return one["document_rank"] is not None and one["document_rank"] <= FIRST


def hidden(one: Row) -> str:
    """Which named document is not among the first few, and what is shown instead; empty where one is."""
    if not one["labelled"] or found(one):
        return ""
    place = f"stands in place {one['document_rank']}" if one["document_rank"] else "is not shown"
    instead = f", but {'; '.join(one['shown'][:3])}" if one["shown"] else ""
    return f"{one['labelled'][0][:120]} {place}{instead}"


def by_section(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Section -> labels, those with a status and how many of them are right, those with a place and how many found."""
    sections: dict[str, list[Row]] = {}
    for one in rows:
        sections.setdefault(one["section"], []).append(one)
    return {
        name: {
            "n": len(some),
            "judged": sum(one["right"] is not None for one in some),
            "right": sum(one["right"] is True for one in some),
            "sought": sum(bool(one["labelled"]) for one in some),
            "found": sum(bool(one["labelled"]) and found(one) for one in some),
        }
        for name, some in sections.items()
    }


def reading(rows: Sequence[Row]) -> list[str]:
    """The measurement in plain sentences."""
    told = []
    sought = [one for one in rows if one["labelled"]]
    if sought:
        lost = [one for one in sought if not found(one)]
        words = [one for one in sought if one["rank"] is None or one["rank"] > FIRST]
        told.append(
            f"{len(lost)} of {len(sought)} criteria would not show a document that you named among the first"
            f" {FIRST}{_which(lost)}; {len(words)} would not show the words or page."
        )
    judged = [one for one in rows if one["right"] is not None]
    if judged:
        risky = [one for one in judged if one["said"] == "covered" and one["label"] in ("gap", "partial")]
        wrong = sum(not one["right"] for one in judged)
        told.append(
            f"{wrong} of {len(judged)} criteria are judged otherwise than you did; {len(risky)} of them are called"
            f" covered where you found a gap or a part{_which(risky)}."
        )
    refused = [one for one in rows if one["rejected_shown"]]
    if refused:
        told.append(f"{len(refused)} criteria show something that you rejected{_which(refused)}.")
    return told


def _which(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    numbers = ", ".join(str(one["criterion"]) for one in rows[:12])
    return f" ({numbers}{', …' if len(rows) > 12 else ''})"


def worst(rows: Sequence[Row], most: int = 10) -> list[Row]:
    """The rows to look at first: covered where it is not, documents not shown, then what is shown though rejected."""

    def order(one: Row) -> tuple[bool, bool, bool, int]:
        risky = one["said"] == "covered" and one["label"] in ("gap", "partial")
        return (not risky, not hidden(one), not one["rejected_shown"], one["criterion"])

    return [one for one in sorted(rows, key=order) if not all(order(one)[:3])][:most]


def unknown_files(labels: Sequence[Label], documents: Iterable[Document]) -> list[str]:
    """Names of files that labels name and the workspace does not hold, each once."""
    held = {file_name(document.name) for document in documents}
    named = dict.fromkeys(place.file for label in labels for place in label.evidence)
    return [name for name in named if file_name(name) not in held]
