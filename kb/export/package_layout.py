"""What the pages and the Word file of a validation package show alike."""

from pathlib import PurePosixPath

from kb.export.layout import said
from kb.gaps import weak
from kb.model import Document, Status
from kb.package import Contents
from kb.places import place
from kb.profile import Entry, Standing
from kb.proofs import Proof

HANDED = "Partner Responses with the evidence that supports them. Quotes are verbatim; each is marked in its document."
INTERNAL = "INTERNAL: shows gaps and weak evidence. Not for the validator."
DRAFT = "Draft: nobody in the company has approved this text."
NONE = "No response."
EVIDENCE_HEAD = ("Document and place", "Quoted words", "Party", "Date", "Part", "Grade")


def heading(contents: Contents) -> str:
    """The package's title."""
    company = contents.profile.company
    kind = "CTPAT validation package" + (" (internal)" if contents.internal else "")
    return f"{kind}: {company}" if company else kind


def about(contents: Contents) -> list[str]:
    """What a reader must know first, in sentences."""
    day = f"As of {contents.profile.as_of.isoformat()}. {len(contents.entries)} criteria."
    return [day, INTERNAL if contents.internal else HANDED]


def title(entry: Entry) -> str:
    """Such as "56 Secure Storage IIT (MSC 5.1)"."""
    subject = entry.coverage.criterion
    return f"{subject.number} {subject.title} (MSC {subject.msc_id})"


def standing(entry: Entry) -> str:
    """What is told of a response beside it; the company's states are its own affair but for a draft."""
    return DRAFT if entry.standing is Standing.DRAFT else "" if entry.text else NONE


def named(document: Document) -> str:
    """A document as a reader knows it: by its title, else by its file's name."""
    return document.title or file_of(document)


def file_of(document: Document) -> str:
    """The name of its file, without folders."""
    return PurePosixPath(document.name).name


def where(proof: Proof) -> str:
    """The place of a quote."""
    return place(proof.citation.locator)


def party(proof: Proof, contents: Contents) -> str:
    """Whose paper it is."""
    return proof.party or contents.profile.company or "the company"


def quoted(proof: Proof) -> str:
    """The quoted words on one line."""
    return f"“{' '.join(proof.citation.quote.split())}”"


def internal_lines(entry: Entry) -> list[tuple[str, str]]:
    """(label, text) of what is for the company alone: where it stands, what is missing, what is weak or against it."""
    lines = [("Status", f"{entry.coverage.status.value} ({entry.coverage.flag.value}); {entry.told_standing}")]
    lines += [("Note", each) for each in entry.cautions]
    for judged in entry.coverage.judgements:
        lines.append((f"Part {judged.requirement.id}, {judged.status.value}", judged.requirement.text))
        lines += [("Missing", judged.missing)] if judged.missing else []
        shown = weak(judged)[:3] if judged.status is not Status.COVERED else ()
        lines += [(f"Weak, {item.grade.value}", said(item)) for item in shown if item.citation.verified]
    return lines + [("Next", action) for action in entry.coverage.next_actions]
