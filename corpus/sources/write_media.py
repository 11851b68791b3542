"""Write a drawn photograph or a video stub; the source's body is its caption."""

import io
import random
import struct
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter
from source import Source, SourceError

SIZE = (1024, 768)


def draw_seal(draw: ImageDraw.ImageDraw, label: str) -> None:
    """Draw the right door of a container with its lock rods, hasp and a bolt seal."""
    draw.rectangle((0, 0, *SIZE), fill=(122, 52, 40))
    for x in range(40, SIZE[0], 92):
        draw.rectangle((x, 0, x + 34, SIZE[1]), fill=(106, 44, 34))
    for x in (250, 760):
        draw.rectangle((x, 0, x + 26, SIZE[1]), fill=(150, 150, 150))
    draw.rectangle((210, 330, 560, 390), fill=(165, 165, 160))
    draw.ellipse((500, 315, 590, 405), fill=(120, 120, 118))
    draw.rectangle((532, 360, 556, 560), fill=(205, 205, 205))
    draw.rounded_rectangle((455, 540, 675, 640), 18, fill=(242, 196, 36))
    draw.text((480, 572), label, fill=(20, 20, 20), font_size=26)


def draw_yard(draw: ImageDraw.ImageDraw, label: str) -> None:
    """Draw a yard with trailers, a light mast and a low barrier."""
    draw.rectangle((0, 0, SIZE[0], 420), fill=(170, 190, 210))
    draw.rectangle((0, 420, *SIZE), fill=(118, 116, 110))
    for index in range(5):
        x = 60 + index * 190
        draw.rectangle((x, 300, x + 160, 450), fill=(210 - index * 22, 205, 195 + index * 8))
        draw.ellipse((x + 100, 440, x + 136, 476), fill=(30, 30, 30))
    draw.rectangle((0, 600, SIZE[0], 640), fill=(190, 188, 180))
    draw.rectangle((890, 90, 902, 600), fill=(70, 70, 70))
    draw.text((40, 700), label, fill=(250, 250, 250), font_size=30)


SCENES: dict[str, Callable[[ImageDraw.ImageDraw, str], None]] = {"seal": draw_seal, "yard": draw_yard}


def write_jpg(source: Source) -> bytes:
    """Return a drawn photograph; front matter: scene (seal or yard), label."""
    scene = source.text("scene")
    if scene not in SCENES:
        raise SourceError(f"{source.origin}: scene '{scene}' is unknown; use one of {', '.join(SCENES)}")
    picture = Image.new("RGB", SIZE)
    SCENES[scene](ImageDraw.Draw(picture), source.text("label"))
    grain = Image.frombytes("RGB", SIZE, random.Random(29).randbytes(SIZE[0] * SIZE[1] * 3))
    picture = Image.blend(picture, grain, 0.08).filter(ImageFilter.GaussianBlur(1.1))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def write_mp4(source: Source) -> bytes:
    """Return a stub with a valid ftyp box and an empty mdat: a film that nobody can read."""
    brands = b"isom" + struct.pack(">I", 512) + b"isomiso2mp41"
    note = f"Fictional sample company: {source.text('title')}".encode()
    boxes = ((b"ftyp", brands), (b"free", note), (b"mdat", b""))
    return b"".join(struct.pack(">I", 8 + len(content)) + kind + content for kind, content in boxes)
