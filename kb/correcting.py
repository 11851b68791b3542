"""Takes what a person says of a document, checks it and keeps it as corrections."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from kb.audit import record
from kb.base import KnowledgeBase
from kb.corrections import DAYS, FIELDS, FILLED, FORM, TEMPLATE, Correction, corrected, values_of, words_of
from kb.dates import day_told
from kb.errors import ChangedError, CorrectionError
from kb.model import Document, Kind
from kb.people import Role
from kb.store import Store

NOTHING = ("", "-", "none", "no", "n/a")
NEVER_EMPTY = ("title", "language")
LONGEST = {"title": 300, "party": 120, "site": 120, "version": 20}
LANGUAGES = {
    "english": "en", "spanish": "es", "german": "de", "french": "fr", "japanese": "ja", "chinese": "zh", "korean": "ko",
    "portuguese": "pt", "italian": "it", "vietnamese": "vi",
}  # fmt: skip


def put_right(
    base: KnowledgeBase,
    documents: Sequence[Document],
    told: Mapping[str, str],
    cleared: Collection[str],
    by: str,
    settle: Callable[[KnowledgeBase], object],
    seen: Mapping[str, str] | None = None,
) -> None:
    """Keep for each document what is told (field -> words) and take back the fields that are cleared.

    All or nothing; raises CorrectionError for what cannot be so. `settle` finds anew which documents are superseded.
    With `seen`, the values (field -> value) that the person was shown, raises ChangedError where somebody has put one
    of those right meanwhile.
    """
    if not told and not cleared:
        raise CorrectionError("Nothing to put right was given: name a fact, such as --kind policy, or --clear kind.")
    base.require(Role.EDITOR, "put facts of documents right")
    values = {field: _checked(field, words) for field, words in told.items()}
    _check_together(values)
    fields = {FORM if field in (TEMPLATE, FILLED) else field for field in cleared}
    with base.store.transaction():
        for document in documents:
            if seen is not None:
                _check_seen(base.store, document, values, fields, seen)
            _put_right(base.store, document, values, fields, by)
        settle(base)
        detail = {"documents": [document.name for document in documents], "told": values, "cleared": sorted(fields)}
        record(base.store, by, "facts put right", detail)


def _check_seen(
    store: Store, document: Document, values: Mapping[str, str], cleared: set[str], seen: Mapping[str, str]
) -> None:
    now = values_of(store.document(document.path) or document)
    for field in (*values, *sorted(cleared.intersection(seen))):
        if now[field] in (seen[field], values.get(field)):
            continue
        made = next((each for each in store.corrections(document.path) if each.field == field), None)
        who = f"{words_of(made)} at {made.at[11:16]}" if made else "changed, as the file was read anew"
        raise ChangedError(
            f"The {field} of {document.name} was {who}, after you opened it, and is “{now[field]}” now. Nothing was"
            " kept, and what you typed still stands here: keep it again to put it in place of that."
        )


def _put_right(store: Store, document: Document, values: Mapping[str, str], cleared: set[str], by: str) -> None:
    before = {correction.field: correction for correction in store.corrections(document.path)}
    gone = {*_to_clear(document, before, cleared), *_outdone(before, values)}
    now = datetime.now().isoformat(" ", "minutes")
    made = {field: Correction(document.path, field, value, by, now, document.sha256) for field, value in values.items()}
    kept = {field: correction for field, correction in before.items() if field not in gone}
    _check_days(store.document_as_read(document.path) or document, kept | made)
    store.correct(made.values(), [(document.path, field) for field in sorted(gone)])


def _checked(field: str, words: str) -> str:
    told = " ".join(words.split())
    empty = told.lower() in NOTHING or (field == "party" and told.lower() == "own")
    if empty and (field in NEVER_EMPTY or field in ("kind", FORM)):
        raise CorrectionError(f"A document always has a {field}: give one, or --clear {field} to go by what was read.")
    if empty:
        return ""
    if field == "kind":
        return _kind(told)
    if field in DAYS:
        return day_told(told, field == "expires").isoformat()
    if field == "language":
        return _language(told)
    if len(told) > LONGEST.get(field, 20):
        raise CorrectionError(f"The {field} is too long ({len(told)} characters): at most {LONGEST[field]}.")
    return told


def _kind(told: str) -> str:
    plain = re.sub(r"[\s_-]+", " ", told.lower())
    if plain not in {kind.value for kind in Kind}:
        raise CorrectionError(f"“{told}” is no kind of document: one of {', '.join(kind.value for kind in Kind)}.")
    return plain


def _language(told: str) -> str:
    code = LANGUAGES.get(told.lower(), told.lower())
    if not re.fullmatch(r"[a-z]{2}", code):
        raise CorrectionError(f"“{told}” is no language: give its code of two letters, such as en, es or ja.")
    return code


def _check_together(values: Mapping[str, str]) -> None:
    kind, form = values.get("kind"), values.get(FORM)
    if kind and form and (kind == Kind.TEMPLATE) != (form == TEMPLATE):
        raise CorrectionError(
            f"A {kind} cannot be {form}: the kind “template” is that of forms that are not filled in."
        )


def _to_clear(document: Document, before: Collection[str], cleared: set[str]) -> Collection[str]:
    if "all" in cleared and before:
        return set(before)
    for field in sorted(cleared):
        if field not in (*FIELDS, "all"):
            raise CorrectionError(f"“{field}” is not a fact that is put right: one of {', '.join(FIELDS)}, or all.")
        if field not in before:
            what = "Nothing" if field == "all" else f"The {field}"
            was = "was" if field == "all" else "was not"
            raise CorrectionError(f"{what} of {document.name} {was} put right: there is nothing to take back.")
    return cleared


def _outdone(before: Mapping[str, Correction], values: Mapping[str, str]) -> set[str]:
    """Earlier corrections that a new one contradicts: a kind that was given makes no template of it any more."""
    if "kind" in values and FORM in before:
        return {FORM} if (values["kind"] == Kind.TEMPLATE) != (before[FORM].value == TEMPLATE) else set()
    if values.get(FORM) == FILLED and "kind" in before and before["kind"].value == Kind.TEMPLATE:
        return {"kind"}
    return set()


def _check_days(read: Document, corrections: Mapping[str, Correction]) -> None:
    then = corrected(read, corrections.values())
    if set(DAYS) & set(corrections) and then.effective and then.expires and then.expires < then.effective:
        raise CorrectionError(
            f"{read.name} would expire on {then.expires} before it takes effect on {then.effective}:"
            " put both right at once."
        )
