"""What taking documents out would do, in words and as values for JSON."""

from typing import Any

from kb.removal import Effect, Loss

MOST = 12  # parts that are named


def told(effect: Effect) -> str:
    """What would be left without evidence, line by line."""
    count = len(effect.documents)
    lines = [f"{count} document{'s' if count > 1 else ''}: {', '.join(each.name for each in effect.documents)}"]
    if effect.losses:
        lines.append(f"Without evidence that they have now ({len(effect.losses)} parts):")
        lines += [f"  {line(loss)}" for loss in effect.losses[:MOST]]
        lines += [f"  and {len(effect.losses) - MOST} more"] if len(effect.losses) > MOST else []
    else:
        lines.append("No part of a criterion would stand worse.")
    if effect.answers:
        lines.append(f"Quoted by the approved answers to {', '.join(map(str, effect.answers))}.")
    if effect.returning:
        lines.append(f"Earlier versions that hold again: {', '.join(each.name for each in effect.returning)}.")
    return "\n".join(lines)


def line(loss: Loss) -> str:
    """Such as "56.1 Secure Storage IIT: covered → gap"."""
    return f"{loss.requirement.id} {loss.criterion.title}: {loss.before.value} → {loss.after.value}"


def json_of(effect: Effect, removed: bool) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "documents": [each.name for each in effect.documents],
        "removed": removed,
        "losses": [
            {
                "criterion": loss.criterion.number,
                "part": loss.requirement.id,
                "before": loss.before.value,
                "after": loss.after.value,
            }
            for loss in effect.losses
        ],
        "answers": list(effect.answers),
        "returning": [each.name for each in effect.returning],
    }
