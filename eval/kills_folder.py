"""The small folder that eval.kills ingests: papers in several formats, as first written, changed and thinned out."""

import os
import random
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import partial
from io import BytesIO
from pathlib import Path

SUBJECTS = ("Seal", "Badge", "Yard", "Visitor", "Fence", "Camera", "Driver", "Trailer", "Alarm", "Key", "Mail", "Gate")
VERBS = ("checks", "counts", "records", "locks", "inspects", "reports", "signs", "keeps")
PLACES = ("at the gate", "every week", "in the log", "before loading", "at the dock", "after each shift")
WRITTEN = 1_700_000_000_000_000_000  # ns: each file's time follows from its content, not from when it was laid down
LOG_ROWS = 200  # five logs are enough passages for Chroma to save its graph during an ingest

Folder = Mapping[str, bytes]  # name -> content


def editions(seed: int, rows: int = LOG_ROWS, office: bool = True) -> dict[str, Folder]:
    """The folder as "fresh"; as "update": a third of its files written anew; as "delete": a third of them gone.

    Attachments come and go too, inside mails that stay.
    """
    makers = _makers(seed, rows) | (_office(seed) if office else {})
    fresh = {name: make(0) for name, make in makers.items()}
    anew = {name: makers[name](1) for name in _third(makers, seed)}
    gone = _third(makers, seed + 1)
    kept = {name: content for name, content in fresh.items() if name not in gone}
    return {
        "fresh": fresh,
        "update": fresh | anew | {"mail/letter 0.eml": _mail(seed, 0, 2)},
        "delete": kept | {"mail/letter 1.eml": _mail(seed, 1, 3)},
    }


def lay(folder: Path, files: Folder) -> None:
    """Make the folder hold these files and no others; those that are there with the same content are left alone."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if files.get(path.relative_to(folder).as_posix()) != path.read_bytes():
            path.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            time = WRITTEN + sum(content) * 1_000_000_000
            os.utime(path, ns=(time, time))


def _third(names: Mapping[str, object], seed: int) -> set[str]:
    ordered = sorted(names)
    return set(random.Random(seed).sample(ordered, len(ordered) // 3))


def _makers(seed: int, rows: int) -> dict[str, Callable[[int], bytes]]:
    """Name -> what makes the file's content in one of its editions."""
    makers: dict[str, Callable[[int], bytes]] = {}
    for number, subject in enumerate(SUBJECTS):
        makers[f"policies/{subject.lower()} policy.md"] = partial(_policy, seed, number, subject)
        makers[f"letters/{subject.lower()}.txt"] = partial(_letter, seed, number, subject)
    for number in range(3):  # revisions of one document: which of them is superseded is settled last
        makers[f"manual rev {number + 1}.md"] = partial(_revision, seed, number)
    for number in range(5):
        makers[f"logs/log {number}.csv"] = partial(_log, seed, number, rows)
        makers[f"mail/letter {number}.eml"] = partial(_mail, seed, number)
        makers[f"pages/page {number}.html"] = partial(_page, seed, number)
    return makers


def _office(seed: int) -> dict[str, Callable[[int], bytes]]:
    """Files that are read in another process."""
    made = {"guards.docx": _docx, "keys.xlsx": _xlsx, "yard.pdf": _pdf}
    return {f"office/{name}": partial(make, seed) for name, make in made.items()}


def _sentences(seed: int, key: str, edition: int, count: int) -> list[str]:
    dice = random.Random(f"{seed} {key} {edition}")
    return [
        f"The {dice.choice(SUBJECTS).lower()} officer {dice.choice(VERBS)} item {dice.randrange(10_000)}"
        f" {dice.choice(PLACES)}."
        for _ in range(count)
    ]


def _policy(seed: int, number: int, subject: str, edition: int) -> bytes:
    said = _sentences(seed, subject, edition, 8)
    head = f"# {subject} Policy\n\nDocument number: POL-{number:02}\nEffective date: 2026-0{1 + edition}-16\n\n"
    return (head + "\n\n".join(f"## {place} Part {place}\n\n{text}" for place, text in enumerate(said, 1))).encode()


def _revision(seed: int, number: int, edition: int) -> bytes:
    said = " ".join(_sentences(seed, "manual", edition, 12))
    head = (
        f"# Security Manual\n\nDocument number: MAN-01\nRevision: {number + 1}\nEffective date: 202{3 + number}-05-01"
    )
    return f"{head}\n\n## 1 Scope\n\n{said}\n\n## 2 Rule {number}\n\nGuards walk round {number + 2} times.\n".encode()


def _letter(seed: int, number: int, subject: str, edition: int) -> bytes:
    said = "\n".join(_sentences(seed, f"letter {subject}", edition, 6))
    head = f"Partner {number} LLC\n2 June 2026\n\nSubject: {subject}"
    return f"{head}\n\n{said}\n\nYours faithfully,\nN. {subject}\n".encode()


def _log(seed: int, number: int, rows: int, edition: int) -> bytes:
    said = _sentences(seed, f"log {number}", edition, rows)
    lines = [f"2026-0{1 + place % 9}-{1 + place % 28:02},S{number}{place:04},{text}" for place, text in enumerate(said)]
    return "\n".join(["Date,Seal number,Remark", *lines, ""]).encode()


def _page(seed: int, number: int, edition: int) -> bytes:
    said = "".join(f"<p>{text}</p>" for text in _sentences(seed, f"page {number}", edition, 5))
    return f"<html><head><title>Page {number}</title></head><body><h1>Page {number}</h1>{said}</body></html>".encode()


def _mail(seed: int, number: int, edition: int) -> bytes:
    """Editions 2 and 3 lack the first attachment; edition 2 has another one in its place."""
    message = EmailMessage()
    message["From"], message["To"] = "Ann <ann@example.com>", "bob@example.com"
    message["Date"], message["Subject"] = "Wed, 11 Feb 2026 10:00:00 +0000", f"Answers {number}"
    message.set_content("\n".join(_sentences(seed, f"mail {number}", edition, 3)))
    for place, name in enumerate(("answers.txt", "list.csv", "added.txt")):
        if (place == 0 and edition >= 2) or (place == 2 and edition != 2):
            continue
        text = "\n".join(_sentences(seed, f"mail {number} {name}", edition, 4))
        content = f"Item,Remark\n1,{text.replace(chr(10), ' ')}\n" if name.endswith(".csv") else text
        message.add_attachment(content.encode(), maintype="text", subtype="plain", filename=name)
    for boundary in message.walk():
        if boundary.is_multipart():
            boundary.set_boundary(f"part {number} {edition}")
    return message.as_bytes()


def _docx(seed: int, edition: int) -> bytes:
    import docx

    made = docx.Document()
    made.add_heading("Guard Procedure", 1)
    for text in _sentences(seed, "docx", edition, 6):
        made.add_paragraph(text)
    return _saved(made.save)


def _xlsx(seed: int, edition: int) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Date", "Key", "Remark"])
    for place, text in enumerate(_sentences(seed, "xlsx", edition, 20)):
        sheet.append([f"2026-03-{1 + place:02}", f"K{place}", text])
    return _saved(book.save)


def _saved(save: Callable[[BytesIO], object]) -> bytes:
    file = BytesIO()
    save(file)
    return file.getvalue()


def _pdf(seed: int, edition: int) -> bytes:
    lines = ["Yard Procedure", *_sentences(seed, "pdf", edition, 6)]
    shown = "".join(f"BT /F1 11 Tf 60 {760 - 18 * place} Td ({text}) Tj ET\n" for place, text in enumerate(lines))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
    ]
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{tail}".encode()
