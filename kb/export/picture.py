"""A stacked bar as a picture."""

from collections.abc import Sequence
from io import BytesIO

HEIGHT = 44  # pixels
WIDTH = 1200  # of the longest bar
INK = "#11161c"


def bar(parts: Sequence[tuple[int, str]], longest: int) -> bytes:
    """A PNG of counts with their colours (RGB in hex), each with its number; its length by its share of `longest`."""
    from PIL import Image, ImageDraw, ImageFont

    total = sum(count for count, _ in parts)
    picture = Image.new("RGB", (max(HEIGHT, WIDTH * total // max(longest, 1)), HEIGHT), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(26)
    done = 0
    for count, colour in parts:
        if count:
            left, right = (picture.width * edge // total for edge in (done, done + count))
            pen.rectangle((left, 0, right - 3, HEIGHT), fill=f"#{colour}")
            pen.text(((left + right - 3) / 2, HEIGHT / 2), str(count), fill=INK, font=font, anchor="mm")
            done += count
    held = BytesIO()
    picture.save(held, "PNG", optimize=True)
    return held.getvalue()
