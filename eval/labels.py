"""The judgements of a workspace measured against labelled criteria."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.metrics import auroc, paired_interval
from eval.overlap import overlaps
from kb.assistant import Assistant
from kb.errors import LabelsError
from kb.model import Coverage, Evidence, Grade, Status

STATUSES = tuple(status.value for status in Status)
GOOD = tuple(s.value for s in (Status.GAP, Status.STALE, Status.CONFLICT, Status.PARTIAL, Status.COVERED)) + (
    Status.NOT_APPLICABLE.value,
)
THREE = (Status.COVERED.value, Status.PARTIAL.value, Status.GAP.value)  # what a plain program can say
COUNTED = (Grade.SUPPORTS, Grade.PARTIAL, Grade.STALE, Grade.CONTRADICTS)  # evidence that a label's quotes can be


@dataclass(frozen=True, slots=True)
class Label:
    """What a person found for one criterion."""

    number: int
    status: str
    evidence: tuple[tuple[str, str], ...]  # (file, quoted words) that count: not forms, claims and the like


def measure(assistant: Assistant, path: Path, split: str = "all") -> dict[str, Any]:
    """Figures of the workspace's judgements against a labels file (JSON lines); raises LabelsError."""
    labels = read_labels(path, split)
    coverages = {coverage.criterion.number: coverage for coverage in assistant.map()}
    unknown = [label.number for label in labels if label.number not in coverages]
    if unknown:
        raise LabelsError(f"{path} labels criteria that the catalogue does not have: {unknown[:5]}.")
    pairs = [(label, coverages[label.number]) for label in labels]
    return (
        {"n": len(pairs), "split": split}
        | figures_of(pairs)
        | _evidence_figures(pairs)
        | {
            "mistakes": [_mistake(*pair) for pair in pairs if pair[0].status != pair[1].status.value],
            "made_by": assistant.made_by(),
        }
    )


def read_labels(path: Path, split: str = "all") -> list[Label]:
    """The labels of a file, those of one split; a line without a split is dev for an odd number, else test.

    Raises LabelsError naming the file and the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(f"{path} cannot be read: {error}. Give a JSON lines file of labels.") from error
    labels = []
    for place, line in enumerate(lines, start=1):
        if line.strip():
            belongs, label = _label(path, place, line)
            if split in ("all", belongs):
                labels.append(label)
    if not labels:
        raise LabelsError(f"{path} holds no labels of split {split}.")
    return labels


def _label(path: Path, place: int, line: str) -> tuple[str, Label]:
    try:
        entry = json.loads(line)
        number = int(entry["portal"])
        status = str(entry["status"])
        evidence = tuple(
            (str(item["file"]), str(item["quote"]))
            for item in entry.get("evidence", ())
            if str(item.get("grade", "supports")).replace("_", " ") in COUNTED
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LabelsError(
            f"{path}, line {place}: not a label ({error!r}); it needs portal, status, evidence."
        ) from error
    if status not in STATUSES:
        raise LabelsError(f"{path}, line {place}: status {status!r} is none of {', '.join(STATUSES)}.")
    return str(entry.get("split") or ("dev" if number % 2 else "test")), Label(number, status, evidence)


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
        "by_section": _by_section(pairs),
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


def _by_section(pairs: Sequence[tuple[Label, Coverage]]) -> dict[str, dict[str, Any]]:
    """Section -> number of labels and accuracy."""
    right: dict[str, list[bool]] = {}
    for label, coverage in pairs:
        right.setdefault(coverage.criterion.section, []).append(label.status == coverage.status.value)
    return {name: {"n": len(rows), "accuracy": _share(sum(rows), len(rows))} for name, rows in right.items()}


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
    recalls, matched, shown = [], 0, 0
    for label, coverage in pairs:
        if not label.evidence:
            continue
        found = _evidence(coverage)
        recalls.append(any(_is_labelled(item, label) for item in found[:5]))
        matched += sum(_is_labelled(item, label) for item in found[:5])
        shown += len(found[:5])
    return {
        "evidence_recall5": _share(sum(recalls), len(recalls)),
        "evidence_precision": _share(matched, shown),
        "labelled_with_evidence": len(recalls),
    }


def _evidence(coverage: Coverage) -> list[Evidence]:
    """The criterion's evidence of all parts that counts, each passage once, best first of each part in turn."""
    parts = [[e for e in judged.evidence if e.grade in COUNTED] for judged in coverage.judgements]
    ordered = [part[place] for place in range(max(map(len, parts), default=0)) for part in parts if place < len(part)]
    unique = {(e.citation.path, e.citation.start): e for e in reversed(ordered)}
    return list(reversed(unique.values()))


def _is_labelled(evidence: Evidence, label: Label) -> bool:
    name = Path(evidence.citation.document).name
    return any(Path(file).name == name and overlaps(evidence.citation.quote, quote) for file, quote in label.evidence)


def _mistake(label: Label, coverage: Coverage) -> dict[str, Any]:
    return {
        "criterion": label.number,
        "label": label.status,
        "said": coverage.status.value,
        "missing": [judged.missing for judged in coverage.judgements if judged.missing],
        "evidence": [
            {"document": e.citation.document, "grade": e.grade.value, "quote": e.citation.quote[:300]}
            for e in _evidence(coverage)[:3]
        ],
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def as_text(figures: dict[str, Any]) -> str:
    """The figures for a terminal, with the mistakes, the worst (better said than labelled) first, and their reasons."""
    apart = ("mistakes", "made_by", "confusion", "by_section", "risk_coverage")
    lines = [f"{name.replace('_', ' ')}: {value}" for name, value in figures.items() if name not in apart]
    curve = ", ".join(f"{share} {right}" for share, right in figures["risk_coverage"].items())
    lines.append(f"accuracy of the surest: {curve}")
    lines += [f"  {name}: {row['accuracy']} of {row['n']}" for name, row in figures["by_section"].items()]
    lines += [f"  {pair}: {count}" for pair, count in figures["confusion"].items()]
    for mistake in sorted(figures["mistakes"], key=lambda each: -_rose(each)):
        lines.append(f"  {mistake['criterion']}: labelled {mistake['label']}, said {mistake['said']}")
        why = mistake["missing"][:1] or [f"{e['grade']}: {e['document']}" for e in mistake["evidence"][:1]]
        lines += [f"    {' '.join(told.split())[:160]}" for told in why]
    return "\n".join(lines)


def _rose(mistake: dict[str, Any]) -> int:
    """How much better than labelled it was said to be: a wrong "covered" is the worst."""
    return GOOD.index(mistake["said"]) - GOOD.index(mistake["label"])
