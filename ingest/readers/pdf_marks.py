"""What lies over a PDF page (form fields, typed notes, comments, pinned files) and what the file carries along."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.readers.cleaning import clean
from ingest.readers.layout import Word
from ingest.readers.pdf_rules import Box
from ingest.reading import Attachment

MOST_MARKS = 5_000  # of a page
LINE = 11.0  # points: the height of a line typed into a field
LETTER = 5.0  # points: the width of a letter of it
UNSEEN = 0x02 | 0x20  # flags of what is hidden, or shown nowhere
LARGEST = 100 * 1024**2  # bytes of all attachments together


@dataclass(slots=True)
class Marks:
    """What was found over one page."""

    words: list[Word] = field(default_factory=list)  # filled fields and typed notes, in place
    comments: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)


def form_of(document: Any, warnings: list[str]) -> Any:
    """What knows the form fields of a pypdfium2 document, None where it has none."""
    import pypdfium2
    import pypdfium2.raw as raw

    kind = document.get_formtype()
    if kind == raw.FORMTYPE_NONE:
        return None
    if kind == raw.FORMTYPE_XFA_FULL:
        warnings.append("It is a form that only Adobe Reader shows whole (XFA): print it as PDF and add that.")
    try:
        document.init_forms()
    except pypdfium2.PdfiumError:
        warnings.append("Its form fields could not be read: print it as PDF and add that.")
        return None
    return document.formenv


def marks_of(document: Any, page: Any, place: Callable[..., Box], form: Any) -> Marks:
    """The marks over a pypdfium2 page; place turns a box of the page as its words are turned."""
    import pypdfium2.raw as raw
    from pypdfium2 import PdfAttachment

    marks = Marks()
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_MARKS)):
        mark = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(mark)
        if kind in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP) or raw.FPDFAnnot_GetFlags(mark) & UNSEEN:
            pass
        elif kind == raw.FPDF_ANNOT_WIDGET:
            if form is not None:
                marks.words += _typed(_field(raw, form.raw, mark), _box(raw, mark, place))
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            marks.words += _typed(_string(raw.FPDFAnnot_GetStringValue, mark, b"Contents"), _box(raw, mark, place))
        elif kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            pinned = raw.FPDFAnnot_GetFileAttachment(mark)
            if pinned:
                marks.files += _contents([PdfAttachment(pinned, document)], [])
        else:
            said = clean(_string(raw.FPDFAnnot_GetStringValue, mark, b"Contents"))
            author = clean(_string(raw.FPDFAnnot_GetStringValue, mark, b"T"))
            if said:
                marks.comments.append(f"{author}: {said}" if author else said)
        raw.FPDFPage_CloseAnnot(mark)
    return marks


def attachments_of(document: Any, pinned: Sequence[Attachment], warnings: list[str]) -> tuple[Attachment, ...]:
    """The files attached to a document and pinned to its pages; those that cannot be had are told in warnings."""
    count = document.count_attachments()
    files = [*pinned, *_contents((document.get_attachment(index) for index in range(count)), warnings)]
    if sum(len(file.content) for file in files) > LARGEST:
        names = ", ".join(file.name for file in files[:20])
        warnings.append(f"Its attachments ({names}) are larger than 100 MB together: save them as files and add them.")
        return ()
    return tuple(files)


def signatures_of(document: Any, path: Path, warnings: list[str]) -> list[str]:
    """Who signed the document electronically, and when, as it says itself."""
    import pypdfium2.raw as raw

    if raw.FPDF_GetSignatureCount(document.raw) < 1:
        return []
    from pypdf import PdfReader

    try:
        fields = (PdfReader(path).get_fields() or {}).values()
        signed = [field["/V"].get_object() for field in fields if field.get("/FT") == "/Sig" and field.get("/V")]
        shown = [_signature(value) for value in signed]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the text is read already, and is kept
        warnings.append(f"Its electronic signature could not be read ({type(error).__name__}): look at it yourself.")
        return []
    if shown:
        warnings.append("It is signed electronically; who signed was taken from the file and not verified.")
    return shown


def _signature(value: Any) -> str:
    digits = "".join(sign for sign in str(value.get("/M", ""))[:16] if sign.isdigit())
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) >= 8 else ""
    told = [clean(str(value.get(key, ""))) for key in ("/Name", "/Reason", "/Location")]
    return "Electronic signature: " + ", ".join(filter(None, (told[0], day, *told[1:])))


def _field(raw: Any, form: Any, mark: Any) -> str:
    """The value of a form field, a box with or without its cross."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, mark)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return "☒" if raw.FPDFAnnot_IsChecked(form, mark) else "☐"
    if kind in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return _string(raw.FPDFAnnot_GetFormFieldValue, form, mark)
    return ""


def _typed(text: str, box: Box) -> list[Word]:
    """The lines of a text that is typed into a box, each as tall as a line."""
    lines = [line for line in map(clean, text.splitlines()) if line]
    left, top, right, bottom = box
    height = min(LINE, (bottom - top) / max(len(lines), 1))
    if len(lines) == 1:
        top = (top + bottom - height) / 2
    words: list[Word] = []
    for number, line in enumerate(lines):
        upper = top + number * height
        words.append(Word(line, left, upper, max(left + 1.0, min(right, left + LETTER * len(line))), upper + height))
    return words


def _box(raw: Any, mark: Any, place: Callable[..., Box]) -> Box:
    found = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(mark, found)
    return place(found.left, max(found.top, found.bottom), found.right, min(found.top, found.bottom))


def _contents(attached: Any, warnings: list[str]) -> Iterator[Attachment]:
    import pypdfium2

    for each in attached:
        name = "attachment"
        try:
            name = clean(each.get_name()) or name
            yield Attachment(name, bytes(each.get_data()))
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            warnings.append(f"The file {name} attached to it could not be taken out: save it as a file and add it.")


def _string(read: Callable[..., int], *names: Any) -> str:
    """The UTF-16 text that a function of the library writes into a buffer."""
    size = read(*names, None, 0)
    if size <= 2 or size > LARGEST:
        return ""
    buffer = (ctypes.c_ushort * ((size + 1) // 2))()
    read(*names, buffer, size)
    return bytes(buffer).decode("utf-16-le", "ignore").rstrip("\x00")
