"""What the title page and the running lines of CBP's criteria say: business type and edition."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.dates import MONTH_NAMES, month_of, month_told
from kb.errors import RefusedFileError

TYPES = {  # the catalogue's word -> how the titles say it
    "importer": r"(?:U\.?\s?S\.?\s+)?Importers?",
    "exporter": r"(?:U\.?\s?S\.?\s+)?Exporters?",
    "customs broker": r"(?:U\.?\s?S\.?\s+)?(?:Licensed\s+)?(?:Customs\s+)?Brokers?",
    "consolidator": r"(?:[A-Z]\w+\s+)?Consolidators?(?:\s*\([^)]*\))?",
    "third party logistics provider": r"(?:3\s?PLs?|Third[- ]Party\s+Logistics(?:\s+Providers?)?)(?:\s*\(3PLs?\))?",
    "foreign manufacturer": r"Foreign\s+Manufacturers?",
    "long-haul carrier in Mexico": r"(?:Mexican\s+)?Long[- ]Haul\s+(?:Highway\s+)?Carriers?(?:\s+in\s+Mexico)?",
    "highway carrier": r"(?:U\.?\s?S\.?[/\w\s]{0,20}\s+)?Highway\s+Carriers?",
    "rail carrier": r"Rail(?:road)?\s+Carriers?",
    "sea carrier": r"Sea\s+Carriers?",
    "air carrier": r"Air\s+Carriers?",
    "marine port terminal operator": r"(?:U\.?\s?S\.?\s+)?Marine\s+Ports?[\w\s&/]{0,12}Terminal\s+Operators?",
}
_ONE = {name: re.compile(shape, re.IGNORECASE) for name, shape in TYPES.items()}
_TYPE = "|".join(TYPES.values())
_MONTH = f"(?P<month>{'|'.join(MONTH_NAMES)}),?\\s+(?P<year>20\\d\\d)\\b"
_TITLE = (
    r"(?:C-?TPAT['’s]*\s+)?(?:Minimum\s+(?:Security\s+)?Criteria|\bMSC\b)(?:\s+(?:Booklet|Workbook))?"
    rf"\s*(?:[-–—−:|]|for\b)\s*(?:the\s+)?(?P<type>{_TYPE})(?!\w)"
)
_PAGE = r"(?:\|?\s*page\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?)"
MONTH = re.compile(_MONTH, re.IGNORECASE)
TITLE = re.compile(_TITLE, re.IGNORECASE)
RUNNING = re.compile(rf"{_PAGE}?\s*\|?\s*{_TITLE}\s*(?:[|,–—-]?\s*{_MONTH})?\s*{_PAGE}?", re.IGNORECASE)
PAGE = re.compile(rf"[-–—\s]*{_PAGE}[-–—\s]*", re.IGNORECASE)
TITLE_PAGES = 3  # a cover and a blank page may come first
BETWEEN = 60  # characters between a title and its date


@dataclass(frozen=True, slots=True)
class Claim:
    """What one line says of its document; None where it says nothing."""

    page: int
    business_type: str | None
    edition: date | None


def claim_of(line: str, page: int) -> Claim:
    """The business type and the month that a running line or a title states."""
    title, month = TITLE.search(line), MONTH.search(line)
    return Claim(page, _type_of(title["type"]) if title else None, _first_day(month) if month else None)


def title_of(name: str, pages: Sequence[str], claims: Iterable[Claim]) -> tuple[str, date]:
    """Business type and edition from the title page, pages being the text of each before its first table.

    Raises RefusedFileError where there is no title, or where a running line contradicts it.
    """
    first = next(((page, text) for page, text in enumerate(pages[:TITLE_PAGES], 1) if TITLE.search(text)), None)
    if first is None:
        raise RefusedFileError(
            f'{name} has no title such as "CTPAT Minimum Security Criteria – U.S. Importers, March 2020" on its first'
            " page: import the document in English as CBP publishes it."
        )
    page, text = first
    titles = list(TITLE.finditer(text))
    month = MONTH.search(text[: titles[0].end() + BETWEEN], titles[0].end()) or MONTH.search(text)
    if month is None:
        raise RefusedFileError(f"{name} does not say its edition (month and year) on its title page: get a whole copy.")
    found = _type_of(titles[0]["type"]), _first_day(month)
    for claim in [*(claim_of(title[0], page) for title in titles), *claims]:
        if (claim.business_type or found[0], claim.edition or found[1]) != found:
            other = spoken(claim.business_type or found[0], claim.edition or found[1])
            raise RefusedFileError(
                f"{name} mixes documents: its title page says {spoken(*found)}, page {claim.page} says {other}. "
                "Import one document of one edition."
            )
    return found


def spoken(business_type: str, edition: date) -> str:
    """Business type and edition as people say them: "importer, March 2020"."""
    return f"{business_type}, {month_told(edition)}"


def _type_of(words: str) -> str:
    words = re.sub(r"\s+", " ", words).strip()
    return next(name for name, shape in _ONE.items() if shape.fullmatch(words))


def _first_day(month: re.Match[str]) -> date:
    return date(int(month["year"]), month_of(month["month"]), 1)
