"""The judgements of a workspace measured against labelled criteria."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.label import Label, meant, pieces
from eval.label_files import read_labels
from eval.label_judged import judged_alone
from eval.label_rows import by_section, hidden, reading, row, unknown_files
from eval.metrics import auroc, paired_interval
from kb.assistant import Assistant
from kb.errors import LabelsError
from kb.model import Coverage, Status

GOOD = tuple(s.value for s in (Status.GAP, Status.STALE, Status.CONFLICT, Status.PARTIAL, Status.COVERED)) + (
    Status.NOT_APPLICABLE.value,
)
THREE = (Status.COVERED.value, Status.PARTIAL.value, Status.GAP.value)  # what a plain program can say
LEFT_OUT = "{} decisions of people are left out, since labels made from them would measure themselves."
APART = ("mistakes", "made_by", "confusion", "by_section", "risk_coverage") + (
    ("criteria", "reading", "notes", "worst", "compared")
)


def measure(assistant: Assistant, path: Path, split: str = "all") -> dict[str, Any]:
    """Figures of the workspace's judgements against a file of labels; raises LabelsError.

    What people decided in the workspace is left out: labels made from decisions would measure themselves.
    """
    labels = read_labels(path, split)
    judged, left_out = judged_alone(assistant)
    coverages = {coverage.criterion.number: coverage for coverage in judged}
    unknown = [label.number for label in labels if label.number not in coverages]
    if unknown:
        raise LabelsError(f"{path} labels criteria that the catalogue does not have: {unknown[:5]}.")
    pairs = [(label, coverages[label.number]) for label in labels]
    told = [(label, coverage) for label, coverage in pairs if label.status]
    rows = [row(*pair) for pair in pairs]
    missing = unknown_files(labels, assistant.documents())
    notes = [LEFT_OUT.format(left_out)] if left_out else []
    return (
        {"n": len(pairs), "split": split}
        | (figures_of(told) if told else {})
        | _evidence_figures(pairs)
        | {
            "mistakes": [_mistake(*pair) for pair in told if pair[0].status != pair[1].status.value],
            "criteria": rows,
            "by_section": by_section(rows),
            "reading": reading(rows),
            "notes": notes + [f"No document here is named {name}: see the labels." for name in missing],
            "made_by": assistant.made_by(),
        }
    )


def figures_of(pairs: Sequence[tuple[Label, Coverage]]) -> dict[str, Any]:
    """The figures of statuses: each label with what was said of its criterion."""
    said = [(label.status, coverage.status.value) for label, coverage in pairs]
    # A false covered: covered or partial where there is a gap, and covered where the label is partial.
    risky = [pair for pair in said if pair[0] in ("gap", "partial")]
    false = [pair for pair in risky if pair[1] == "covered" or (pair[0] == "gap" and pair[1] == "partial")]
    gaps = [pair for pair in said if pair[0] == "gap"]
    wrong = [float(pair in false) for pair in risky]
    sure = [(coverage.confidence, label.status == coverage.status.value) for label, coverage in pairs]
    called = [pair for pair in said if pair[1] == "gap"]
    found = sum(pair[1] == "gap" for pair in gaps)
    return {
        "accuracy": _share(sum(label == status for label, status in said), len(said)),
        "macro_f1": _macro_f1(said, sorted({label for label, _ in said})),
        "macro_f1_three": _macro_f1(said, THREE),
        "false_covered": _share(len(false), len(risky)),
        "false_covered_ci": _interval(wrong),
        "false_covered_gaps": _share(sum(pair[1] in ("covered", "partial") for pair in gaps), len(gaps)),
        "gap_recall": _share(found, len(gaps)),
        "gap_precision": _share(found, len(called)),
        "risk_coverage_auroc": _rounded(
            auroc([c for c, right in sure if right], [c for c, right in sure if not right])
        ),
        "risk_coverage": _risk_coverage(sure),
        "confusion": {f"{label} -> {status}": count for (label, status), count in sorted(Counter(said).items())},
    }


def _risk_coverage(sure: Sequence[tuple[float, bool]]) -> dict[str, float | None]:
    """Share of judgements kept, the surest first -> their accuracy: how it rises when the rest is left to a person."""
    ordered = sorted(sure, key=lambda pair: -pair[0])
    kept = {share: ordered[: max(round(len(ordered) * share), 1)] for share in (0.25, 0.5, 0.75, 1.0)}
    return {f"{share:.0%}": _share(sum(right for _, right in some), len(some)) for share, some in kept.items()}


def _interval(values: Sequence[float]) -> list[float] | None:
    """Ends of the 95 % bootstrap interval of a mean."""
    if not values:
        return None
    _, low, high = paired_interval(values, [0.0] * len(values))
    return [round(low, 4), round(high, 4)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _macro_f1(said: Sequence[tuple[str, str]], statuses: Sequence[str]) -> float:
    """Mean F1 over statuses; those that nobody labelled or said are left out."""
    scores = []
    for status in statuses:
        if not any(status in pair for pair in said):
            continue
        right = sum(label == status == answer for label, answer in said)
        labelled = sum(label == status for label, _ in said)
        answered = sum(answer == status for _, answer in said)
        scores.append(2 * right / (labelled + answered))
    return round(sum(scores) / len(scores), 4)


def _evidence_figures(pairs: Sequence[tuple[Label, Coverage]]) -> dict[str, Any]:
    recalls, matched, shown, refused = [], 0, 0, 0
    for label, coverage in pairs:
        first = pieces(coverage)[:5]
        refused += sum(meant(item, label.refused) for item in first)
        if label.evidence:
            right = [meant(item, label.evidence) for item in first]
            recalls.append(any(right))
            matched += sum(right)
            shown += len(first)
    return {
        "evidence_recall5": _share(sum(recalls), len(recalls)),
        "evidence_precision": _share(matched, shown),
        "labelled_with_evidence": len(recalls),
        "rejected_shown": refused,
    }


def _mistake(label: Label, coverage: Coverage) -> dict[str, Any]:
    return {
        "criterion": label.number,
        "label": label.status,
        "said": coverage.status.value,
        "missing": [judged.missing for judged in coverage.judgements if judged.missing],
        "evidence": [
            {"document": e.citation.document, "grade": e.grade.value, "quote": e.citation.quote[:300]}
            for e in pieces(coverage)[:3]
        ],
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def as_text(figures: dict[str, Any]) -> str:
    """The figures for a terminal, with the mistakes, the worst (better said than labelled) first, and their reasons."""
    lines = [*figures["reading"], *figures["notes"], ""]
    lines += [f"{name.replace('_', ' ')}: {value}" for name, value in figures.items() if name not in APART]
    if "risk_coverage" in figures:
        curve = ", ".join(f"{share} {right}" for share, right in figures["risk_coverage"].items())
        lines.append(f"accuracy of the surest: {curve}")
    lines += [f"  {name}: {_section(each)}" for name, each in figures["by_section"].items()]
    lines += [f"  {one['criterion']}: {hidden(one)}" for one in figures["criteria"] if hidden(one)]
    lines += [f"  {pair}: {count}" for pair, count in figures.get("confusion", {}).items()]
    for mistake in sorted(figures["mistakes"], key=lambda each: -_rose(each)):
        lines.append(f"  {mistake['criterion']}: labelled {mistake['label']}, said {mistake['said']}")
        why = mistake["missing"][:1] or [f"{e['grade']}: {e['document']}" for e in mistake["evidence"][:1]]
        lines += [f"    {' '.join(told.split())[:160]}" for told in why]
    return "\n".join(lines)


def _section(figures: dict[str, Any]) -> str:
    told = [f"{figures['right']} of {figures['judged']} as labelled"] if figures["judged"] else []
    told += [f"document among the first five {figures['found']} of {figures['sought']}"] if figures["sought"] else []
    return ", ".join(told)


def _rose(mistake: dict[str, Any]) -> int:
    """How much better than labelled it was said to be: a wrong "covered" is the worst."""
    return GOOD.index(mistake["said"]) - GOOD.index(mistake["label"])
