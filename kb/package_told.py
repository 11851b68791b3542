"""What became of a validation package, as text and as values for JSON."""

from typing import Any

from kb.package import Package
from kb.profile import Standing


def text(made: Package) -> str:
    """What is in it, what is a draft, and what was left out with the reason."""
    lines = [f"{len(made.entries)} criteria and {len(made.exhibits)} documents: {made.target}."]
    drafts = [str(each.number) for each in made.entries if each.standing is Standing.DRAFT]
    lines += [f"Marked as drafts, because nobody has approved them: {', '.join(drafts)}."] if drafts else []
    notes = [f"{each.number}: {caution}" for each in made.entries if each.text for caution in each.cautions]
    unmarked = [each.document.name for each in made.exhibits if each.document.name.lower().endswith(".pdf")]
    unmarked = [name for name in unmarked if name in {e.document.name for e in made.exhibits if not e.marked}]
    against = [f"{name}: {', '.join(parts)}" for name, parts in made.two_edged]
    for name, told in (
        ("Files left out", [f"{file}, which {why}" for file, why in made.files_left_out]),
        ("PDFs whose quotes are marked in their text only, as in scans", unmarked),
        ("Enclosed files that also hold something against a part", against),
        ("Look at these before you hand it over", notes),
        ("Criteria left out", [why for _, why in made.left_out]),
    ):
        lines += ["", f"{name}: {len(told)}", *(f"  {line}" for line in told)] if told else []
    return "\n".join(lines)


def json_of(made: Package) -> dict[str, Any]:
    """What `text` tells."""
    return {
        "package": str(made.target),
        "criteria": [
            {"number": each.number, "state": each.standing.value, "cautions": list(each.cautions)}
            for each in made.entries
        ],
        "documents": [
            {"document": each.document.name, "file": each.original, "marked": each.marked or None, "text": each.stored}
            for each in made.exhibits
        ],
        "left_out": [{"number": number, "why": why} for number, why in made.left_out],
        "also_against": [{"document": name, "parts": list(parts)} for name, parts in made.two_edged],
        "files_left_out": [{"document": name, "why": why} for name, why in made.files_left_out],
    }
