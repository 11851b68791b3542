"""The gap report written to a file, or as text."""

from pathlib import Path

from kb.errors import SourceError
from kb.export import markdown
from kb.gaps import GapReport

FORMS = ("md", "docx", "xlsx")


def save_report(report: GapReport, path: Path | None, form: str | None = None) -> str:
    """Write the report to a file and say so; without a file, the report as Markdown text.

    The form is md, docx or xlsx; by default the one that the file's name says. Raises SourceError where the file cannot
    be written.
    """
    path = saved_as(path, form)
    if path is None:
        return markdown.gap_report(report)
    named = path.suffix.lstrip(".").lower()
    if form and named in FORMS and named != form:
        raise SourceError(
            f"{path} is named as {named} and --format says {form}: name it .{form}, or leave --format out."
        )
    form = form or named or "md"
    try:
        _write(report, path, form)
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written: {error.strerror or error}. Close it or choose another name."
        ) from error
    return f"Gap report written to {path}."


def saved_as(path: Path | None, form: str | None) -> Path | None:
    """The file that a report goes to; None where it is text to print."""
    return path or (Path(f"gap-report.{form}") if form not in (None, "md") else None)


def _write(report: GapReport, path: Path, form: str) -> None:
    partial = path.with_name(path.name + ".partial")  # what stood there stays until the new one is whole
    if form == "md":
        partial.write_text(markdown.gap_report(report), encoding="utf-8")
    elif form == "docx":
        from kb.export import word

        word.save(report, partial)
    elif form == "xlsx":
        from kb.export import sheet

        sheet.save(report, partial)
    else:
        raise SourceError(f"The gap report is written as md, docx or xlsx, not as {form!r}.")
    partial.replace(path)
