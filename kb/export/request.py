"""What to ask of a partner, as a letter to send: text, a Word document, a table to fill in."""

import csv
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from kb.export.text import cell, printable

HEAD = ("No.", "What we ask", "Your answer", "Date")
FORMS = ("docx", "csv")


@dataclass(frozen=True, slots=True)
class Request:
    """A list of what is asked of one partner, and who asks."""

    party: str
    asks: tuple[str, ...]
    company: str  # may be empty, as may the person
    person: str
    as_of: date

    @property
    def subject(self) -> str:
        """The letter's subject."""
        named = f" of {self.company}" if self.company else ""
        return f"Supply chain security (CTPAT): what we need from you for the file{named}"

    @property
    def opening(self) -> str:
        """The sentence before the list."""
        return (
            "We keep evidence of our partners' security for our CTPAT profile. As of"
            f" {self.as_of.isoformat()} these points are open; please answer each one and send what shows it."
        )


def request_text(request: Request) -> str:
    """The letter as plain text."""
    asks = [f"{number}. {ask}" for number, ask in enumerate(request.asks, start=1)]
    signed = [line for line in (request.person, request.company) if line]
    return "\n".join(
        [f"To: {request.party}", f"Subject: {request.subject}", "", request.opening, "", *asks, "", *signed]
    ).rstrip()


def request_file(request: Request, form: str) -> bytes:
    """The letter as a file's bytes: "docx", or "csv" for a spreadsheet."""
    return _word(request) if form == "docx" else _table(request)


def _rows(request: Request) -> list[tuple[str, ...]]:
    return [(str(number), ask, "", "") for number, ask in enumerate(request.asks, start=1)]


def _table(request: Request) -> bytes:
    made = StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(HEAD)
    writer.writerows([cell(value) for value in row] for row in _rows(request))
    return made.getvalue().encode("utf-8-sig")  # the mark by which spreadsheets know the encoding


def _word(request: Request) -> bytes:
    from docx import Document as Word

    from kb.export.word_parts import table

    word = Word()
    word.add_heading(printable(request.party), level=1)
    word.add_paragraph(printable(request.subject)).runs[0].bold = True
    word.add_paragraph(printable(request.opening))
    table(word, HEAD, _rows(request), (0.5, 5, 3, 1.2), small=True)
    word.add_paragraph()
    for line in (request.person, request.company, request.as_of.isoformat()):
        if line:
            word.add_paragraph(printable(line))
    word.core_properties.title = printable(request.subject)
    word.core_properties.author = printable(request.company)
    made = BytesIO()
    word.save(made)
    return made.getvalue()
