"""The third company's staff and working days, which its tables share."""

from eval.second_company.sources.rows import clock, days, sheet

__all__ = ["STAFF", "book", "clock", "days", "sheet"]
STAFF = (
    "J. Amberley;S. Kalkbrenner;O. Ferreira-Hunt;D. Mikulski;N. Castellanos;B. Rourke;I. Vann;H. Prudhomme;"
    "G. Tazewell;M. Olu;R. Sandoval-Pike;T. Brandvold;S. Whitcomb;L. Abarca;P. Lindqvist-Moss;M. Ely;J. Farrant;"
    "C. Whitford;R. Estey;A. Fenn;E. Dragomir;K. Osterhaus;V. Nakagawa;D. Prewitt;H. Solano;I. Baptiste;"
    "J. Kowalczyk;L. Ferro;M. Gutenko;N. Oduya;P. Rasmussen;Q. Talley;R. Vasquez;S. Yilmaz;T. Eberhart;U. Petrov;"
    "W. Crane;X. Delgado;Y. Amsel;Z. Hobart;A. Birdsong;B. Chaudhry;C. Delacruz;D. Engstrom;E. Fontaine;"
    "F. Garrity;G. Halloran;H. Inoue;J. Jessup;K. Lomax;L. Mbeki;M. Novotny;N. Ostrow;O. Pacheco;P. Quist;"
    "R. Romano;S. Szabo;T. Trujillo;V. Ullman;W. Vance;Y. Winslow;Z. York"
).split(";")


def book(path: str, title: str, day: str, owner: str, *sheets: object, party: str = "") -> dict[str, object]:
    """Return a workbook's front matter."""
    meta: dict[str, object] = {
        "path": path, "format": "xlsx", "title": title, "date": day, "owner": owner, "sheets": list(sheets),
    }  # fmt: skip
    return meta | ({"party": party} if party else {})
