"""The security profile as Markdown."""

from collections.abc import Iterable

from kb.export import profile_layout as layout
from kb.export.markdown import plain, table
from kb.export.text import ITEM, MORE, PLAIN, paragraphs
from kb.profile import Entry, SecurityProfile


def profile_text(profile: SecurityProfile) -> str:
    """The whole profile as one Markdown text."""
    lines = [f"# {plain(layout.heading(profile))}", "", layout.summary(profile), "", layout.NOTICE, ""]
    lines += ["## Overview", "", *table(layout.OVERVIEW_HEAD, layout.overview_rows(profile)), ""]
    for name, entries in layout.sections(profile).items():
        lines += [f"## {plain(name)}", ""]
        for each in entries:
            lines += _entry(each)
    return "\n".join([*lines, "---", "", plain(layout.made_line(profile)), ""])


def _entry(entry: Entry) -> Iterable[str]:
    yield from (f"### {plain(layout.title(entry))}", "", f"*{plain(entry.coverage.criterion.question)}*", "")
    told = f"{entry.coverage.flag.value} · {entry.coverage.status.value} · **{plain(entry.told_standing)}**"
    yield from (told, "", "#### Partner Response", "")
    lead = {ITEM: "- ", MORE: "\n  ", PLAIN: "\n"}
    for kind, words in paragraphs(entry.text or layout.no_text(entry)):
        yield lead[kind] + plain(words)
    yield ""
    if entry.sources:
        yield from ("#### Sources", "", *(f"- {plain(each)}" for each in layout.sources(entry)), "")
    yield from (f"- {label}: {plain(value)}" for label, value in layout.facts(entry))
    yield ""
