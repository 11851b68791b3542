"""What the commands about drafts, exports and backups do."""

import argparse
import sys
from collections.abc import Iterable

from kb import as_json, package_told, profile_told, shown, workbook_told
from kb import backup as backups
from kb.assistant import Assistant
from kb.commands import Result
from kb.errors import ExportError, UnknownCriterionError
from kb.model import Flag
from kb.package import make_package
from kb.profile import SecurityProfile, profile
from kb.profile_saving import save_profile
from kb.restore import restore
from kb.workbook import fill


def draft(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Draft the Partner Response of a criterion, or of all; or give the text for the portal."""
    _say([assistant.warning])
    if asked.all:
        return _all(assistant, asked)
    if asked.output:
        raise ExportError("-o goes with --all, or with ctpat export; one draft is printed.")
    number = assistant.catalogue.look_up(" ".join(asked.criterion)).number
    if asked.portal:
        return _portal(profile(assistant, [number]))
    found = assistant.draft(number, asked.open_items)
    return Result(shown.draft(found), as_json.draft(found))


def profile_file(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Write the whole security profile to a file."""
    _say([assistant.warning])
    found = profile(assistant)
    return Result(save_profile(found, asked.output), profile_told.profile_json(found) | {"file": str(asked.output)})


def workbook(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Fill the user's own questionnaire in."""
    _say([assistant.warning])
    found = fill(assistant, asked.file, asked.output, asked.columns, asked.sheet, asked.overwrite)
    return Result(workbook_told.text(found), workbook_told.json_of(found))


def package(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Write the validation package."""
    _say([assistant.warning])
    made = make_package(assistant, asked.output, _numbers(assistant, asked), asked.internal)
    return Result(package_told.text(made), package_told.json_of(made))


def backup(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Write all that cannot be made again to one file."""
    made = backups.back_up(assistant.settings, asked.file)
    return Result(made.told, made.as_json)


def restore_backup(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Bring a backup into an empty workspace."""
    made = restore(asked.file, assistant.settings.workspace)
    return Result(made.told, made.as_json)


def _all(assistant: Assistant, asked: argparse.Namespace) -> Result:
    found = profile(assistant, drafts=not asked.portal)
    told = save_profile(found, asked.output) if asked.output else profile_told.texts(found)
    return Result(told, profile_told.profile_json(found))


def _portal(found: SecurityProfile) -> Result:
    entry = found.entries[0]
    if not entry.text:
        raise ExportError(profile_told.why_none(entry))
    _say([profile_told.portal(entry)])
    return Result(entry.text, profile_told.entry_json(entry, found))


def _numbers(assistant: Assistant, asked: argparse.Namespace) -> list[int] | None:
    """The criteria that are asked for; None for all."""
    criteria = assistant.catalogue.criteria
    chosen = [assistant.catalogue.look_up(each) for each in asked.criterion]
    for name in asked.section:
        inside = [each for each in criteria if name.casefold() in each.section.casefold()]
        if not inside:
            sections = ", ".join(dict.fromkeys(each.section for each in criteria))
            raise UnknownCriterionError(f"There is no section {name!r}: there are {sections}.")
        chosen += inside
    if not asked.criterion and not asked.section:
        chosen = list(criteria)
    musts = [each for each in chosen if each.flag(assistant.as_of) is Flag.MUST]
    return sorted({each.number for each in (musts if asked.musts else chosen)})


def _say(messages: Iterable[str]) -> None:
    for message in filter(None, messages):
        sys.stderr.write(f"{shown.safe(message)}\n")
        sys.stderr.flush()
