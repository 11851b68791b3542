"""Home: readiness at a glance, what is due, and what has changed; everything leads to its list."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape
from typing import Any

import streamlit as st

from kb.expiry import when
from kb.export.layout import READINESS
from kb.model import Flag, Status
from kb.overview import Overview, Problem, annual_review, intake_problems, overview
from kb.window import Window
from kb.worklist import List
from ui import empty, judged, pages, session
from ui.marks import STATUS_TONE, status_word
from ui.words import counted, plain

MOST = 5  # entries of a list; its heading leads to all of them
COUNTED = {"Musts": Flag.MUST, "All criteria": None}


def draw() -> None:
    """Draw the page: at once what is known without judging, the rest when the criteria are judged."""
    st.title("Home", anchor=False)
    if empty.drawn():
        return
    chart, aside = st.columns([5, 3], gap="large")
    parties, lapsing, intake = st.columns(3, gap="medium")
    with session.assistant() as assistant:
        problems = intake_problems(assistant.base.report(), assistant.documents())
        review = annual_review(assistant)
    with aside:
        _draw_review(review)
    with intake:
        _draw_intake(problems)
    if not judged.ready():
        with chart:
            judged.draw_progress()
    with chart, st.spinner(session.JUDGING), session.assistant() as assistant:
        found = overview(assistant)
    with chart:
        _draw_readiness(found)
    with aside:
        _draw_work(found)
        _draw_changes(found)
    with parties:
        _draw_parties(found)
    with lapsing:
        _draw_expiring(found)


def _draw_readiness(found: Overview) -> None:
    chosen = st.segmented_control(
        "Counted", list(COUNTED), default="Musts", required=True, key="counted", label_visibility="collapsed",
        bind="query-params",
    )  # fmt: skip
    flag = COUNTED[chosen or "Musts"]
    asked = {"flag": flag.value} if flag else {}
    counts = found.counts(flag)
    with st.container(horizontal=True, gap="small", key="figures"):
        for status in READINESS:
            if counts[status] or status is not Status.NOT_APPLICABLE:
                with st.container(key=f"figure-{STATUS_TONE[status]}"):
                    label = f"**{counts[status]}** {plain(status_word(status))}"
                    pages.draw_link(label, "criteria", "", status=status.value, **asked)
    told = f"of {sum(counts.values())} {'Musts' if flag else 'criteria'}, judged on "
    st.caption(plain(told + counted(found.report.documents, "document")))
    with st.container(gap="xxsmall", key="sections"):
        for name, row in found.sections(flag).items():
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(width=215):
                    pages.draw_link(plain(name), "criteria", "", section=name, **asked)
                st.html(_bar(row))


def _bar(row: dict[Status, int]) -> str:
    parts = "".join(
        f'<span class="tone-{STATUS_TONE[status]}" style="flex:{row[status]}"'
        f' title="{row[status]} {escape(status.value)}">{status_word(status)[0]} {row[status]}</span>'
        for status in READINESS
        if row[status]
    )
    told = ", ".join(f"{row[status]} {status.value}" for status in READINESS if row[status])
    return f'<div class="bar" role="img" aria-label="{escape(told)}">{parts}</div>'


def _draw_review(review: Window | None) -> None:
    with _titled("Annual review"):
        if review is None:
            st.caption("The anniversary of the account is not known, so the review window is not either.")
            pages.draw_link("Set the anniversary", "settings", ":material/event:")
            return
        st.html(_window(review))
        if review.is_open:
            label = f"**{len(review.due)}** of {len(review.items)} responses still to be reviewed"
            pages.draw_link(label, "criteria", ":material/event_available:", list=List.DUE.value)
        else:
            st.caption("What is reviewed before it opens does not count.")


def _window(review: Window) -> str:
    if review.is_open:
        days, what, told = review.days_left, "left", f"open since {review.opens}, closes {review.closes}"
    else:
        days, what = (review.opens - review.as_of).days, "until the window opens"
        told = f"opens {review.opens}, closes {review.closes}"
    share = 100 * (len(review.items) - len(review.due)) / max(len(review.items), 1)
    return (
        f'<div class="days"><b>{days}</b> {"day" if days == 1 else "days"} {what}</div>'
        f'<div class="line quiet">{escape(told)}</div>'
        f'<div class="share" role="img" aria-label="{share:.0f} percent reviewed">'
        f'<i style="width:{share:.1f}%"></i></div>'
    )


def _draw_work(found: Overview) -> None:
    shown = {name: found.listed(name) for name in List if name not in (List.DUE, List.CHANGED)}
    with _titled("To look at"):
        for name, rows in shown.items():
            if rows:
                pages.draw_link(f"{plain(name.value.capitalize())} **{len(rows)}**", "criteria", "", list=name.value)
        if not any(shown.values()):
            st.caption("No approved answer rests on evidence that changed, and no decision has to be made anew.")


def _draw_changes(found: Overview) -> None:
    since = found.report.changes
    with _titled("Since the last report"):
        if since is None:
            st.caption("No report was saved yet. The first one is what the next is compared with.")
            pages.draw_link("Reports", "reports", ":material/flag:")
            return
        st.caption(plain(since.summary))
        for change in since.statuses[:MOST]:
            mark = {True: "▲", False: "▼", None: "•"}[change.better]
            told = f"{mark} {change.number} {change.title}: {change.before} → {change.after}"
            pages.draw_link(plain(told), "criteria", "", criterion=str(change.number))
        for told in since.flags:
            st.caption(plain(told))
        _draw_rest(len(since.statuses), "criteria", list=List.CHANGED.value)


def _draw_parties(found: Overview) -> None:
    table = sorted(found.report.parties.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    with _titled("Parties with open items"):
        for name, numbers in table[:MOST]:
            pages.draw_link(f"{plain(name)} **{len(numbers)}**", "parties", "", party=name)
        if not table:
            st.caption("No partner's paper leaves a criterion open.")
        _draw_rest(len(table), "parties")


def _draw_expiring(found: Overview) -> None:
    papers, ahead, as_of = found.report.expiring, found.report.ahead, found.report.as_of
    ordered = [*(each for each in papers if each.ends >= as_of), *reversed([p for p in papers if p.ends < as_of])]
    with _titled("Running out, or out of date"):
        for lapse in ordered[:MOST]:
            told = f"{lapse.document.name.rpartition('/')[2]}: {lapse.ends}, {when(lapse, ahead, as_of)}"
            pages.draw_link(plain(told), "documents", "", document=lapse.document.name)
        if not papers:
            st.caption(plain(f"No current paper runs out by {ahead.until}."))
        _draw_rest(len(papers), "reports")


def _draw_intake(problems: Sequence[Problem]) -> None:
    with _titled("Papers to look at"):
        if not problems:
            st.caption("Every paper of the last reading was read without a doubt.")
        for each in problems[:MOST]:
            told = f"refused, {each.why}" if each.refused else each.why
            pages.draw_link(plain(f"{each.file.rpartition('/')[2]}: {told}"), "documents", "", document=each.file)
        _draw_rest(len(problems), "documents", report="open")


def _draw_rest(count: int, page: str, **address: str) -> None:
    if count > MOST:
        pages.draw_link(f"All {count}", page, ":material/arrow_forward:", **address)


def _titled(words: str) -> AbstractContextManager[Any]:
    st.html(f'<h2 class="label">{escape(words)}</h2>')
    return st.container(gap="xxsmall", key=f"list {words}")


session.run(draw)
