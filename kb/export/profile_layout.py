"""What every format of the security profile shows alike."""

from collections.abc import Sequence

from kb.export.text import LONGEST, bulleted
from kb.places import source
from kb.profile import Entry, SecurityProfile, Standing

OVERVIEW_HEAD = ("No.", "MSC", "Title", "Flag", "Status", "Response", "Owner", "Due")
HEAD = (
    *("Number", "MSC id", "Section", "Title", "Question", "Flag", "Status", "Partner Response", "State", "Sources"),
    *("Owner", "Due", "SCSS status", "SCSS comments", "Notes"),
)
NOTICE = (
    "Drafts are the program's, made of quotes, and nobody has approved them. Statuses are its proposals for a person to"
    " decide. Notes are for the company alone."
)
CUT = "\n[cut here: the whole text is in the Word file]"


def heading(profile: SecurityProfile) -> str:
    """The profile's title."""
    return f"CTPAT security profile: {profile.company}" if profile.company else "CTPAT security profile"


def summary(profile: SecurityProfile) -> str:
    """How many responses there are, and whose."""
    counts = {standing: sum(each.standing is standing for each in profile.entries) for standing in Standing}
    told = ", ".join(f"{count} {standing.value}" for standing, count in counts.items() if count)
    return f"As of {profile.as_of.isoformat()}. {len(profile.entries)} criteria: {told}."


def sections(profile: SecurityProfile) -> dict[str, list[Entry]]:
    """Section -> its entries, in the order of the portal."""
    table: dict[str, list[Entry]] = {}
    for each in profile.entries:
        table.setdefault(each.coverage.criterion.section, []).append(each)
    return table


def title(entry: Entry) -> str:
    """The heading under which a criterion stands."""
    subject = entry.coverage.criterion
    return f"{subject.number} {subject.title} (MSC {subject.msc_id})"


def facts(entry: Entry) -> list[tuple[str, str]]:
    """(label, value) of what is known beside the text; without what is not."""
    pairs = [
        ("Owner", entry.owner),
        ("Due", entry.due),
        ("SCSS status", entry.scss_status),
        *(("SCSS comment", each) for each in entry.scss_comments),
        *(("Note", each) for each in notes(entry)),
    ]
    return [(label, value) for label, value in pairs if value]


def notes(entry: Entry) -> Sequence[str]:
    """What the company must know of an entry, with what is open where it has no text."""
    return entry.cautions if entry.text else (*entry.cautions, *entry.draft.open_items)


def sources(entry: Entry) -> list[str]:
    """Each quote's place and whose it is, once."""
    told = (source(each.citation) + (f" ({each.party})" if each.party else "") for each in entry.sources)
    return list(dict.fromkeys(told))


def no_text(entry: Entry) -> str:
    """What stands in the place of a text that there is not."""
    return f"No text for the portal: the criterion stands at “{entry.coverage.status.value}”."


def overview_rows(profile: SecurityProfile) -> list[tuple[str, ...]]:
    """A row a criterion as OVERVIEW_HEAD names its columns."""
    return [
        (str(each.number), each.coverage.criterion.msc_id, each.coverage.criterion.title)
        + (each.coverage.flag.value, each.coverage.status.value, each.standing.value, each.owner, each.due)
        for each in profile.entries
    ]


def rows(profile: SecurityProfile) -> list[tuple[str, ...]]:
    """A row a criterion as HEAD names its columns, for a workbook."""
    return [_row(each) for each in profile.entries]


def made_line(profile: SecurityProfile) -> str:
    """What the profile rests on."""
    return f"Made by {', '.join(f'{name} {value}' for name, value in profile.made_by.items())}. {NOTICE}"


def _row(entry: Entry) -> tuple[str, ...]:
    subject = entry.coverage.criterion
    return (
        *(str(subject.number), subject.msc_id, subject.section, subject.title, subject.question),
        *(entry.coverage.flag.value, entry.coverage.status.value, in_cell(entry.text), entry.told_standing),
        *("\n".join(sources(entry)), entry.owner, entry.due, entry.scss_status),
        *(in_cell("\n".join(entry.scss_comments)), "\n".join(notes(entry))),
    )


def in_cell(text: str) -> str:
    """A text as a cell holds it; one that is too long says that it is cut."""
    told = bulleted(text)
    return told if len(told) <= LONGEST else told[: LONGEST - len(CUT)] + CUT
