"""Make zip-based files (DOCX, XLSX) the same bytes at every build."""

import io
import re
import zipfile
from datetime import date, datetime

FIXED_TIME = (2026, 1, 1, 0, 0, 0)
CORE_DATE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def as_date(value: object, default: date = date(2026, 1, 1)) -> date:
    """Return a front matter date, or the default where none is given."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10]) if value and re.match(r"\d{4}-\d\d-\d\d", str(value)) else default


def stamp_zip(data: bytes, day: date) -> bytes:
    """Return the archive with sorted entries, fixed entry times and fixed core-property dates."""
    moment = f"{day.isoformat()}T09:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        names = sorted(before.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            content = before.read(name)
            if name == "docProps/core.xml":
                content = CORE_DATE.sub(rb"\g<1>" + moment + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, date_time=FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            after.writestr(entry, content)
    return out.getvalue()
