"""The security profile written to a file."""

from pathlib import Path

from kb.errors import ExportError
from kb.profile import SecurityProfile
from kb.saving import in_place_of

FORMS = ("docx", "xlsx", "md")


def save_profile(profile: SecurityProfile, path: Path, form: str | None = None) -> str:
    """Write the profile to a file and say so; the form by default as the file's name says.

    Raises ExportError for a form there is not, SourceError where the file cannot be written.
    """
    named = path.suffix.lstrip(".").lower()
    form = form or named
    if form not in FORMS or (named in FORMS and named != form):
        raise ExportError(f"{path.name}: the profile is written as {', '.join(FORMS)}; name the file so.")
    with in_place_of(path) as partial:
        _write(profile, partial, form)
    return f"{len(profile.entries)} criteria written to {path}."


def _write(profile: SecurityProfile, path: Path, form: str) -> None:
    if form == "docx":
        from kb.export import profile_word

        profile_word.save(profile, path)
    elif form == "xlsx":
        from kb.export import profile_sheet

        profile_sheet.save(profile, path)
    else:
        from kb.export.profile_markdown import profile_text

        path.write_text(profile_text(profile), encoding="utf-8")
