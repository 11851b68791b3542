"""Text, tables, mail and web pages that are hostile or broken."""

import base64
from email.message import EmailMessage

from nasty_case import FETCH, LAUGHS, TEXT, Case, content, made, zipped
from nasty_pdf import SOUND

HEAD = "From: Ana Ruiz <ana@carrier.example>\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nSubject: Seals\n"
REPLACE = "replace it with the whole file"


def mail(count: int, name: str = "letter-{}.txt", body: bytes = TEXT.encode()) -> bytes:
    """A mail with attachments."""
    message = EmailMessage()
    message["From"], message["Subject"] = "ana@carrier.example", "Seals"
    message.set_content(TEXT)
    for number in range(count):
        text = body + b" Letter %d." % number
        message.add_attachment(text, maintype="text", subtype="plain", filename=name.format(number))
    return message.as_bytes()


def nested_mail(depth: int) -> bytes:
    """A mail in a mail in a mail …, as lines that name each boundary."""
    lines = []
    for level in range(depth):
        lines += [HEAD.strip(), f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}", "", TEXT]
        lines += [f"--b{level}", "Content-Type: message/rfc822", ""]
    return "\n".join([*lines, HEAD, TEXT]).encode()


def parted_mail(depth: int) -> bytes:
    """A mail whose parts hold parts that hold parts …"""
    parts = [f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n' for level in range(depth)]
    return (HEAD + "".join(parts) + f"Content-Type: text/plain\n\n{TEXT}\n").encode()


def yaml_bomb() -> str:
    """Lists of lists of lists that take a few lines to write and gigabytes to show."""
    levels = [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 10)]
    return "\n".join(["a0: &a0 seals", *levels, f"caption: {TEXT}"]) + "\n"


def _attached(name: str, content: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "ana@carrier.example", "Seals"
    message.set_content(TEXT)
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


CASES = (
    Case("text/empty.txt", content(b""), "refused", "is empty.*replace"),
    Case("text/empty.pdf", content(b""), "refused", "is empty.*replace"),
    Case("text/zeros.txt", content(bytes(5000)), "refused", "is no text: get it again"),
    Case("text/spaces.txt", content(" \n\t" * 5000), "refused", REPLACE),
    Case("text/zeros_within.txt", content(f"{TEXT}\n" * 30 + "\0" * 40 + TEXT), "indexed"),
    Case("text/utf16_mark.txt", content(TEXT.encode("utf-16")), "indexed"),
    Case("text/utf16_bare.txt", content(TEXT.encode("utf-16-le")), "indexed"),
    Case("text/utf32.txt", content(TEXT.encode("utf-32")), "indexed"),
    Case("text/latin1.txt", content(f"Señor, {TEXT}".encode("latin-1")), "indexed"),
    Case("text/controls.txt", content(f"{TEXT} \x1b[2J\x1b]0;owned\x07 \u202egnp.exe\u202c \u200b\n"), "indexed"),
    Case("text/surrogates.txt", content(TEXT.encode() + b" \xed\xa0\x80 \xff\xfe"), "indexed"),
    Case("text/line.txt", content("seal " * 60_000), "indexed"),
    Case("text/line_50mb.txt", made(lambda: b"seal " * 9_900_000), "refused indexed", large=True),
    Case("text/word.txt", content("x" * 200_000), "indexed"),
    Case("text/brackets.md", content("[" * 30_000), "indexed refused partly"),
    Case("text/links.md", content("[a](" * 10_000), "indexed refused partly"),
    Case("text/stars.md", content("*a " * 15_000), "indexed refused partly"),
    Case("text/underscores.md", content("__a _b " * 6_000), "indexed refused partly"),
    Case("text/ticks.md", content("".join("`" * (at % 400 + 1) + "a" for at in range(500))), "indexed refused partly"),
    Case("text/comments.md", content("<!-- " * 10_000 + TEXT), "indexed refused partly"),
    Case("text/quotes.md", content(">" * 100_000 + TEXT), "indexed refused partly"),
    Case("text/spaces.md", content(f"{TEXT}{' ' * 200_000}x\n# {' ' * 200_000}#"), "indexed refused partly"),
    Case(
        "text/headings.md", content("\n".join(f"{'#' * (at % 6 + 1)} Heading {at}" for at in range(5_000))), "indexed"
    ),
    Case("text/headings_deep.md", content(f"{'#' * 10_000} Deep\n\n{TEXT}"), "indexed"),
    Case("text/numbers_deep.txt", content(f"{'1.' * 20_000}1 Deep\n\n{TEXT}"), "indexed"),
    Case("text/items.md", content("".join(f"{' ' * (at % 60)}- item {at}\n" for at in range(8_000))), "indexed"),
    Case("text/items_million.md", made(lambda: b"- item\n" * 1_000_000), "indexed refused", large=True),
    Case(
        "text/table_wide.md",
        content(f"{'|a' * 20_000}|\n{'|-' * 20_000}|\n{'|b' * 20_000}|\n"),
        "indexed refused partly",
    ),
    Case("text/front_bomb.md", content(f"---\n{yaml_bomb()}---\n\n{TEXT}\n"), "indexed partly"),
    Case(
        "text/front_runs.md",
        content(f"---\na: !!python/object/apply:os.system ['touch canary']\n---\n{TEXT}"),
        "indexed",
    ),
    Case(
        "csv/columns_5000.csv",
        content("\n".join(",".join(f"c{at}" for at in range(5_000)) for _ in range(3))),
        "refused",
        "500 columns: split it",
    ),
    Case("csv/rows_200001.csv", made(lambda: b"a,b\n" * 200_002), "refused", "200,000 rows.*split", large=True),
    Case("csv/50mb.csv", made(lambda: f"2026-01-02,{TEXT * 4}\n".encode() * 150_000), "refused indexed", large=True),
    Case(
        "csv/injection.csv",
        content(f"Date,Event\n2026-01-02,\"=cmd|'/c canary'!A0\"\n2026-01-03,@SUM(1)\n,{TEXT}\n"),
        "indexed",
    ),
    Case(
        "csv/quote_open.csv",
        content(f'Date,Event\n2026-01-02,"{TEXT}\n' + "2026-01-03,again\n" * 20_000),
        "refused",
        "quotation mark",
    ),
    Case("csv/delimiters.csv", content("\n".join("," * at + ";" * (50 - at) + TEXT for at in range(50))), "indexed"),
    Case("csv/page.csv", content(f"<html><body><p>{TEXT}</p></body></html>"), "partly", "not what its name says"),
    Case("mail/attachments_500.eml", made(lambda: mail(500)), "indexed"),
    Case("mail/names_climb.eml", made(lambda: mail(3, "../../../canary{}.txt")), "indexed"),
    Case("mail/nested_50.eml", made(lambda: nested_mail(50)), "indexed"),
    Case("mail/nested_3000.eml", made(lambda: nested_mail(3_000)), "indexed partly refused", ""),
    Case("mail/parts_3000.eml", made(lambda: parted_mail(3_000)), "indexed partly refused", ""),
    Case("mail/boundary_none.eml", content(f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n{TEXT}"), "indexed"),
    Case(
        "mail/boundary_empty.eml",
        content(f'{HEAD}Content-Type: multipart/mixed; boundary=""\n\n--\n\n{TEXT}'),
        "indexed",
    ),
    Case("mail/charset_none.eml", content(f"{HEAD}Content-Type: text/plain; charset=x-none\n\n{TEXT}"), "indexed"),
    Case(
        "mail/base64_broken.eml",
        content(
            f"{HEAD}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
            f"{base64.b64encode(TEXT.encode()).decode()[:-3]}!!\n"
        ),
        "indexed",
    ),
    Case(
        "mail/heads_broken.eml",
        content(f"{HEAD}To: {'(' * 5_000}a@b\nCc: =?utf-8?b?{'=?' * 5_000}\nReply-To\n\n{TEXT}"),
        "indexed",
    ),
    Case("mail/head_long.eml", content(f"{HEAD}To: {'a@b.example, ' * 8_000}c\n\n{TEXT}"), "indexed"),
    Case("mail/words_encoded.eml", content(f"{HEAD.replace('Seals', '=?utf-8?q?=41?= ' * 10_000)}\n{TEXT}"), "indexed"),
    Case(
        "mail/bomb_attached.eml",
        made(lambda: _attached("bomb.docx", zipped({"word/document.xml": bytes(50_000_000)}))),
        "indexed",
    ),
    Case(
        "html/scripts.html",
        content(
            f"<html><script src=http://192.0.2.1/x.js>fetch()</script><iframe src=file:///etc/passwd>"
            f"</iframe><img src=http://192.0.2.1/x.png onerror=alert(1)>"
            f"<meta http-equiv=refresh content=0><p>{TEXT}</html>"
        ),
        "indexed",
    ),
    Case(
        "html/laughs.html",
        content(f"{LAUGHS.replace('DOCTYPE x', 'DOCTYPE html')}<html><p>{TEXT} &a9;</html>"),
        "indexed",
    ),
    Case(
        "html/fetches_entity.html",
        content(f"{FETCH.replace('DOCTYPE x', 'DOCTYPE html')}<html><p>{TEXT} &a9;</html>"),
        "indexed",
    ),
    Case(
        "html/drawing.svg",
        content(f'<?xml version="1.0"?>{FETCH}<svg xmlns="http://www.w3.org/2000/svg"><text>&a9;</text></svg>'),
        "refused",
        "save it as",
    ),
    Case("html/deep.html", content(f"<html>{'<div>' * 100_000}{TEXT}"), "indexed partly refused"),
    Case("html/deep_230.html", content(f"<html><p>{TEXT}</p>{'<div>' * 230}last"), "partly", "very deep"),
    Case(
        "html/tables_deep.html", content(f"<html><p>{TEXT}</p>{'<table><tr><td>' * 3_000}x"), "indexed partly refused"
    ),
    Case("html/items.html", content(f"<html><ol>{'<li>seal' * 8_000}</ol>"), "indexed"),
    Case("html/charset_lies.html", content(b"<html><meta charset=utf-16><p>" + TEXT.encode() + b"</html>"), "indexed"),
    Case("html/comment_open.html", content(f"<html><p>{TEXT}</p>{'<!-- ' * 50_000}"), "indexed"),
    Case("lies/tool.pdf", content(b"MZ\x90\x00" + bytes(range(256)) * 40), "refused", "not what its name says: get it"),
    Case("lies/pdf.docx", content(SOUND), "partly", "not what its name says"),
    Case("lies/text.pdf", content(TEXT), "partly", "not what its name says"),
    Case("lies/archive.txt", made(lambda: zipped({"a.txt": TEXT})), "refused", "is an archive: unpack"),
    Case(
        "lies/archive.zip",
        made(lambda: zipped({"a.zip": zipped({"a.zip": zipped({"a.txt": TEXT})})})),
        "refused",
        "unpack",
    ),
)
