"""Write a content source as a scanned letter: page images only, no text layer."""

import io
import random

import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from source import Source
from write_pdf import write_pdf

DPI = 150


def scan_page(page: Image.Image, seed: int) -> Image.Image:
    """Return the page as a grey copier would see it: turned a little, soft, speckled."""
    chance = random.Random(seed)
    turned = page.convert("L").rotate(chance.uniform(-0.9, 0.9), Image.Resampling.BICUBIC, fillcolor=250)
    soft = turned.filter(ImageFilter.GaussianBlur(0.6))
    grain = Image.frombytes("L", soft.size, chance.randbytes(soft.width * soft.height))
    return ImageChops.subtract(soft, grain.point(lambda level: level // 14))


def write_scan(source: Source) -> bytes:
    """Return a PDF whose pages hold nothing but the scanned images."""
    drawn = pypdfium2.PdfDocument(write_pdf(source))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setCreator("Copier 4")
    for index in range(len(drawn)):
        width, height = drawn[index].get_size()
        page = scan_page(drawn[index].render(scale=DPI / 72).to_pil(), seed=index + 17)
        picture = io.BytesIO()
        page.save(picture, "JPEG", quality=55)
        picture.seek(0)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    drawn.close()
    return out.getvalue()
