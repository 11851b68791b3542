"""The fourth company's staff, which its tables share, and what every workbook has."""

from eval.second_company.sources.rows import clock, days, sheet

__all__ = ["FICTION", "LOFT", "STAFF", "book", "clock", "days", "sheet"]
FICTION = "Fictional sample company"
STAFF = (
    "C. Aspinwall;E. Lindqvist;R. Tarrant;W. Pike;Y. Dahlgren;P. Orcutt;N. Belcourt;C. Oyedele;S. Achterberg;"
    "G. Fontaine;P. Rowe;B. Lindgren;D. Kozar;A. Pereira;T. Reyes;H. Bouchard;L. Vu;M. Sarkis;F. Doyle;K. Amaral;"
    "J. Teague;O. Brandt;S. Nyberg;E. Costello;V. Ruiz;D. Haddad;R. McNally;I. Petrosyan;A. Quill;B. Sorensen;"
    "C. Tavares;D. Umana;E. Vance;F. Wozniak;G. Yates;H. Zeller;J. Abreu;K. Birch;L. Cormier;M. Duarte;N. Egan;"
    "O. Farias;P. Gallo;Q. Hart;R. Iverson;S. Jonas;T. Keane;U. Lopes;V. Mather;W. Noonan;X. Ortega;Y. Pratt;"
    "Z. Quigley;A. Rezende;B. Silva;C. Tobin;D. Urban;E. Viera;F. Walsh;G. Xavier;H. Yoder;J. Zamora;K. Alden"
).split(";")
LOFT = (
    "I. Matsuda;J. Medeiros;A. Gagnon;B. Thibault;C. Lavoie;D. Moreau;E. Pelletier;F. Rocha;G. Simas;H. Tellier;"
    "L. Oduya;M. Pacheco;N. Roy;S. Viens"
).split(";")


def book(path: str, title: str, day: str, owner: str, *sheets: object, party: str = "") -> dict[str, object]:
    """Return a workbook's front matter."""
    meta: dict[str, object] = {
        "path": path, "format": "xlsx", "title": title, "date": day, "owner": owner, "sheets": list(sheets),
    }  # fmt: skip
    return meta | ({"party": party} if party else {})
