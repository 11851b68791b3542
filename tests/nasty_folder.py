"""Pictures, captions and things in a folder that are no plain files."""

import io
import os
import socket
import struct
import zlib
from pathlib import Path

from nasty_case import TEXT, Case, content, made
from nasty_text import yaml_bomb


def png(width: int, height: int, data: bytes = b"", more: bytes = b"") -> bytes:
    """A PNG file that says this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def picture(form: str, frames: int = 1, cut: float = 1.0) -> bytes:
    """A small blank picture of a format."""
    from PIL import Image

    file = io.BytesIO()
    ones = [Image.new("P" if form == "GIF" else "RGB", (64, 48), at % 250) for at in range(frames)]
    ones[0].save(file, form, **({"save_all": True, "append_images": ones[1:]} if frames > 1 else {}))
    written = file.getvalue()
    return written[: int(len(written) * cut)]


def looped_tiff() -> bytes:
    """A TIFF whose first page names itself as the next one."""
    tags = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 122)]
    tags += [(278, 3, 1, 8), (279, 4, 1, 64), (277, 3, 1, 1)]
    packed = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + packed + struct.pack("<I", 8) + bytes(64)


def link(target: str, folder: bool = False) -> object:
    """What makes a link to this."""

    def make(path: Path) -> None:
        path.symlink_to(target, target_is_directory=folder)

    return make


def pipe(path: Path) -> None:
    """A named pipe that nobody writes to."""
    os.mkfifo(path)


def plug(path: Path) -> None:
    """A socket; its name has to be short, so it is made from within its folder."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(before)


def sparse(size: int) -> object:
    """What makes a file of so many bytes that takes no room."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def closed(path: Path) -> None:
    """A file that nobody may read."""
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)


def chain(depth: int) -> object:
    """What makes folders within one another, with a file in the innermost; the file's own name is the folders'."""

    def make(path: Path) -> None:
        path.mkdir()
        place = os.open(path, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir("d", dir_fd=place)
            inner = os.open("d", os.O_RDONLY, dir_fd=place)
            os.close(place)
            place = inner
        file = os.open("letter.txt", os.O_WRONLY | os.O_CREAT, dir_fd=place)
        os.write(file, TEXT.encode())
        os.close(file)
        os.close(place)

    return make


def within(name: str, text: str = TEXT) -> object:
    """What makes a folder of this name with one file in it."""

    def make(path: Path) -> None:
        path.mkdir()
        (path / name).write_text(text, encoding="utf-8")

    return make


NAMED = (
    ("names/right\u202efdp.txt", False),
    ("names/two\nlines.txt", True),
    ("names/" + "long" * 61 + ".txt", False),
    ("names/\U0001f512 sceau \u00e9\u0301.txt", False),
    ("names/-rf --json.txt", False),
    ("names/<b onclick=x>'; DROP TABLE documents;--.txt", True),
    ("names/ ends in space .txt ", True),
    ("names/%2e%2e%2fetc.txt", False),
    ("names/LOUD.TXT", False),
)
LINKED = "a link to a f"
CASES = (
    *(
        Case(name, content(TEXT), "indexed refused" if name.endswith(" ") else "indexed", unix=unix)
        for name, unix in NAMED
    ),
    Case(os.fsdecode(b"names/not\xff\xfeutf8.txt"), content(TEXT), "refused", "rename the file", unix=True),
    Case("names/mail.eml!", within("inner.txt"), "indexed", unix=True),
    Case("picture/60000.png", made(lambda: png(60_000, 60_000, bytes(60_000))), "refused", "save it"),
    Case("picture/claims.png", made(lambda: png(9_000, 9_000, bytes(10))), "refused", "save it|no words"),
    Case("picture/thin.png", made(lambda: png(1_000_000, 1, bytes(1_000_001))), "refused", "save it|no words"),
    Case("picture/cut_short.jpg", made(lambda: picture("JPEG", cut=0.6)), "refused", "save it again"),
    Case("picture/frames_1000.gif", made(lambda: picture("GIF", 1000)), "refused", "no words in it: write"),
    Case("picture/pages_60.tif", made(lambda: picture("TIFF", 60)), "refused", "no words in it", large=True),
    Case("picture/pages_loop.tif", made(looped_tiff), "refused", "save it again|no words"),
    Case("picture/text.png", content(TEXT), "refused", "contains plain text"),
    Case("caption/gate.mp4", content(b"\0\0\0\x18ftypmp42" + bytes(64)), "partly refused indexed"),
    Case("caption/gate.yaml", content(yaml_bomb()), "refused", "caption of gate.mp4"),
    Case("caption/dock.mp4", content(b"\0\0\0\x18ftypmp42" + bytes(64)), "refused", "dock.md is no text: write"),
    Case("caption/dock.md", content(b"MZ\x90\x00" + bytes(range(256)) * 40), "refused", "caption of dock.mp4"),
    Case("caption/yard.mp3", content(b"ID3" + bytes(64)), "refused", "no caption: write"),
    Case("links/passwd.txt", link("/etc/passwd"), "refused", "link to a file outside", unix=True),
    Case("links/zero.txt", link("/dev/zero"), "refused", "link to a file outside|device", unix=True),
    Case("links/nowhere.txt", link("/not/there"), "refused", "link|cannot be opened", unix=True),
    Case("links/itself.txt", link("itself.txt"), "refused", "link|cannot be opened", unix=True),
    Case("links/folder_above", link("..", True), "refused", LINKED, unix=True),
    Case("links/folder_root", link("/", True), "refused", LINKED, unix=True),
    Case("links/pipe.txt", pipe, "refused", "device or a pipe", unix=True),
    Case("links/socket.txt", plug, "refused", "device or a pipe", unix=True),
    Case("links/closed.txt", closed, "refused indexed", "", unix=True),
    Case("size/sparse.pdf", sparse(2_000_000_000_000), "refused", "larger than", unix=True),
    Case("size/sparse.mp4", sparse(2_000_000_000_000), "refused", "larger than", unix=True),
    Case("folders/deep_900", chain(900), "indexed refused", "", unix=True),
    Case("folders/deep_3000", chain(3_000), "refused", "", unix=True),
    Case("folders/.ctpat", within("base.txt"), "silent", unix=True),
    Case("folders/.git", within("notes.md"), "silent", unix=True),
    Case("folders/~$letter.docx", content(b"\x05Ana" + bytes(150)), "refused", "lock file"),
    Case("folders/Thumbs.db", content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)), "silent"),
    Case("folders/sound.txt", content(TEXT), "indexed"),
)
