"""Drafts of criteria with a language model: what it said of each quote, what passed the gate, and what did not.

    python -m eval.drafts WORKSPACE --address http://127.0.0.1:8080/v1 --name qwen2.5-coder-1.5b [--criteria 56 71]

writes eval/results/drafts-<model>-<commit>.md. What is sent to the model is on the audit trail of the workspace.
"""

import argparse
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb import llm
from kb.assistant import Assistant
from kb.audit import detail_of, entries
from kb.model import Draft
from kb.phrasing import Wording
from kb.settings import load_settings

# Of the sample, with evidence of one party and of several; mostly of few quotes, as small models are slow.
CRITERIA = (124, 131, 148, 166, 147, 139, 132, 184, 178, 167, 72, 168, 176, 58, 7, 12, 25, 79, 146, 56)
RESULTS = Path(__file__).with_name("results")


@dataclass(frozen=True, slots=True)
class Trial:
    """A criterion drafted with a model."""

    draft: Draft
    title: str
    status: str
    made: Sequence[Wording]
    seconds: float


def trials(assistant: Assistant, numbers: Sequence[int]) -> Iterator[Trial]:
    """The drafts of criteria, one after the other; the assistant's settings name the model."""
    writer = assistant._writer
    assert writer is not None, "the settings name no language model"
    for number in numbers:
        coverage = assistant.coverage(number)
        draft = assistant.draft(number)
        made, seconds = tuple(writer.made), _seconds(assistant, number)
        print(f"{number}: {sum(not each.fault for each in made)} of {len(made)} in {seconds:.0f} s", flush=True)
        yield Trial(draft, coverage.criterion.title, coverage.status.value, made, seconds)


def _seconds(assistant: Assistant, number: int) -> float:
    """How long the model took for its answers about a criterion, by the audit trail: they may have been kept since."""
    told = [detail_of(entry) for entry in entries(assistant.base.store) if entry.what == "language model answered"]
    drafts = [each["answered"] for each in told if each.get("for") == "drafts"]
    mine = [[one for one in answered if one["part"].startswith(f"{number} ")] for answered in drafts]
    last: list[dict[str, Any]] = next((each for each in reversed(mine) if each), [])
    return sum(float(one.get("seconds", 0.0)) for one in last)


def report(found: Sequence[Trial], model: str, commit: str, day: date) -> str:
    """The trials as Markdown: the figures first, then each criterion."""
    made = [each for trial in found for each in trial.made]
    held = sum(not each.fault for each in made)
    whole = sum(bool(trial.made) and not any(each.fault for each in trial.made) for trial in found)
    without = sum(all(each.fault for each in trial.made) for trial in found)
    reasons = Counter(each.fault.partition(":")[0] for each in made if each.fault)
    changed = sum(not each.fault and _bare(each.said) != _bare(each.quote) for each in made)
    lines = [
        f"# {len(found)} drafts worded by {model}",
        "",
        f"Commit {commit}, {day.isoformat()}, the sample company as of 2026-11-22. Command: `python -m eval.drafts`.",
        "",
        "| what | number |",
        "|---|---|",
        f"| criteria | {len(found)} |",
        f"| quotes sent | {len(made)} |",
        f"| in the model's words (passed the gate) | {held} |",
        f"| of these really worded anew, not copied | {changed} |",
        f"| replaced by the quote | {len(made) - held} |",
        f"| criteria worded as a whole | {whole} |",
        f"| criteria in quotes alone | {without} |",
        f"| seconds a criterion, mean | {sum(trial.seconds for trial in found) / max(len(found), 1):.1f} |",
        f"| seconds a criterion, most | {max((trial.seconds for trial in found), default=0):.1f} |",
        "",
        "Why quotes stood:",
        "",
        *(f"- {count} × {reason}" for reason, count in reasons.most_common()),
    ]
    for trial in found:
        lines += ["", f"## {trial.draft.criterion} {trial.title} ({trial.status}, {trial.seconds:.1f} s)", ""]
        for each in trial.made:
            verdict = f"REPLACED ({each.fault})" if each.fault else "PASSED"
            lines += [
                f"- {each.party}, {verdict}",
                f"  - quote: {_flat(each.quote)}",
                f"  - model: {_flat(each.said) or '–'}",
            ]
        lines += ["", "For the portal:", "", "```", trial.draft.portal_text, "```"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the trials and write the report."""
    asked = _arguments()
    llm.SECONDS = asked.seconds
    settings = replace(
        load_settings(asked.workspace), model_address=asked.address, model_name=asked.name, model_verdicts=False
    )
    assistant = Assistant(settings, settings.as_of)
    root = RESULTS.parent.parent
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.strip()
    path = asked.output or RESULTS / f"drafts-{re.sub(r'[^a-z0-9.]+', '-', asked.name.lower())}-{commit}.md"
    found: list[Trial] = []
    for trial in trials(assistant, asked.criteria or CRITERIA):  # a run that is stopped leaves what it has
        found.append(trial)
        path.write_text(report(found, asked.name, commit, date.today()), encoding="utf-8")
    assistant.close()
    print(path)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--address", required=True, help="of the model")
    parser.add_argument("--name", required=True, help="of the model")
    parser.add_argument("--criteria", type=int, nargs="*", help="portal numbers; 20 of the sample by default")
    parser.add_argument("--seconds", type=float, default=llm.SECONDS, help="to wait for an answer")
    parser.add_argument("--output", type=Path, help="where to write instead of eval/results/")
    return parser.parse_args()


def _flat(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


if __name__ == "__main__":
    main()
