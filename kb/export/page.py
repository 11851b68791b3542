"""What HTML pages are made of: escaped text, relative links, our look, and nothing that runs."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby, pairwise
from urllib.parse import quote

from kb.export.text import ITEM, MORE, paragraphs, printable
from kb.shown import safe

# Nothing is loaded and nothing runs, whatever stands in a document.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
body{font:15px/1.5 Calibri,"Segoe UI",Helvetica,Arial,sans-serif;color:#11161c;max-width:66rem;margin:2rem auto;
padding:0 1.25rem}
h1{font-size:1.7rem;line-height:1.25;margin:.2rem 0 .6rem}h2{font-size:1.15rem;margin:1.8rem 0 .4rem}
a{color:#1f5a99}.note{color:#4c5763}.crumb{font-size:.9rem;color:#4c5763}
.flagged{border-left:4px solid #e69f00;background:#fff7e0;padding:.5rem .8rem;margin:.8rem 0}
.internal{border:2px solid #9b1c1c;padding:.4rem 1rem 1rem;margin-top:2rem}
.response{border-left:4px solid #1f5a99;background:#f3f6fa;padding:.4rem 1rem;margin:.5rem 0}
.response ul{padding-left:1.1rem;margin:.4rem 0}.response li{margin:.45rem 0}
table{border-collapse:collapse;width:100%;table-layout:fixed;margin:.6rem 0}
th,td{border:1px solid #c9d1d9;padding:.4rem .55rem;
text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eef2f6;font-weight:600}
.file{font-size:.85rem;color:#4c5763}
.stored{white-space:pre-wrap;overflow-wrap:anywhere}mark{background:#ffe270}:target{scroll-margin-top:30vh}
@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}tr{break-inside:avoid}}
"""


def page(title: str, body: Iterable[str]) -> str:
    """A whole page; the pieces of its body are HTML already."""
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{text(title)}</title><style>{STYLE}</style></head><body>",
            *body,
            "</body></html>\n",
        )
    )


def text(words: str) -> str:
    """Words as HTML text."""
    return escape(safe(printable(words)))


def link(address: str, words: str) -> str:
    """A link to a place in the package; the address is relative."""
    return f'<a href="{escape(relative(address))}">{text(words)}</a>'


def relative(address: str) -> str:
    """The address of a file in the package, such as "marked/a letter.pdf#page=2", as links write it."""
    where, _, anchor = address.partition("#")
    return quote(where) + (f"#{quote(anchor, safe='=')}" if anchor else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    """A table with the widths of its columns in percent; its cells are HTML already, its head is text."""
    columns = "".join(f'<col style="width:{each}%">' for each in widths)
    top = "".join(f"<th>{text(each)}</th>" for each in head)
    lines = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{top}</tr></thead><tbody>\n{lines}\n</tbody></table>"


def response(words: str) -> str:
    """A Partner Response with its bullets."""
    items: list[str] = []  # of lists and between them, in order
    for kind, line in paragraphs(words):
        if kind == MORE and items:
            items[-1] = items[-1].removesuffix("</li>") + f"<p>{text(line)}</p></li>"
        else:
            items.append(f"<li>{text(line)}</li>" if kind == ITEM else f"<p>{text(line)}</p>")
    runs = groupby(items, key=lambda item: item.startswith("<li>"))
    inside = "".join(f"<ul>{''.join(run)}</ul>" if listed else "".join(run) for listed, run in runs)
    return f'<div class="response">{inside}</div>'


def stored(words: str, spans: Sequence[tuple[int, int]]) -> str:
    """A stored text with places marked; place number 1 is found at #q1, and so on."""
    edges = sorted({0, len(words), *(edge for span in spans for edge in span)})
    pieces = []
    for start, end in pairwise(edges):
        anchors = "".join(f'<a id="q{place}"></a>' for place, span in enumerate(spans, 1) if span[0] == start)
        marked = any(first <= start and end <= last for first, last in spans)
        shown = text(words[start:end])
        pieces.append(anchors + (f"<mark>{shown}</mark>" if marked else shown))
    return f'<div class="stored">{"".join(pieces)}</div>'
