"""The numbers that clauses carry, followed through one document."""

import re

NUMBER = re.compile(
    r"(?P<word>(?:section|clause|article|part|chapter|§)\s*)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,6})(?P<letter>[a-z](?![a-z]))?(?P<items>(?:\s?\([a-z0-9]{1,4}\))*)"
    r"[.):]?(?=\s+\S|$)",
    re.IGNORECASE,
)
SINGLE = re.compile(r"(?P<number>\d{1,2})(?P<mark>[.)]|\s*[-–—:])?\s+(?=\S)")
NAMED = re.compile(
    r"(?P<clause>(?:section|clause|article|chapter|part)\s+(?:\d{1,3}|[IVXLC]{1,6}))\b(?=\s*[.:–—-]|\s|$)", re.I
)
LETTER = re.compile(r"(?P<open>\()?(?P<letter>[a-z]|[ivx]{2,5})(?P<close>[.)])\s+(?=\S)")
CAPITAL = re.compile(r"(?P<letter>[A-Z])[.)]\s+(?=\S)")
BULLET = re.compile(r"[•●○▪■□◦‣⁃∙·\uf0b7\uf0a7–—*-]\s+(?=\S)")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
LEAP = 3  # a number this far on still belongs to the same sequence: items get lost


class Clauses:
    """Gives each text its clause number; letters and roman numbers join the number above them."""

    def __init__(self) -> None:
        self._number = ""
        self._letter = ""
        self._letters = ""
        self._roman = ""
        self._capital = ""
        self._listed = 0

    def of(self, text: str) -> str:
        """The clause number with which a text begins, such as "2.1.1", "2.1.1a" or "4.3 (b)"; empty without one."""
        found = NUMBER.match(text)
        if found and (self._plausible(found, text)):
            return self._take_number(found)
        named = NAMED.match(text)
        if named and (len(text) < 120 and text[: named.start("clause") + 1].isupper()):
            self._start(named["clause"])
            return named["clause"]
        found = SINGLE.match(text)
        if found and text[found.end()].isalpha():
            return self._take_single(found, text)
        found = LETTER.match(text)
        if found:
            return self._take_letter(found)
        found = CAPITAL.match(text)
        if found and self._follows(found["letter"], self._capital, "A"):
            self._start(found["letter"])
            self._capital = found["letter"]
            return found["letter"]
        return ""

    def _plausible(self, found: re.Match[str], text: str) -> bool:
        """Not a measure, a date or an amount: a capital follows, or the number is three deep or named."""
        rest = text[found.end() :].lstrip(" .:)–—-")
        number = found["number"]
        if number.count(".") == 2 and len(number.rpartition(".")[2]) == 2 and re.match(r"\d\d\.\d\d\.\d\d$", number):
            return False
        return bool(found["word"]) or number.count(".") >= 2 or not rest or not rest[0].islower()

    def _take_number(self, found: re.Match[str]) -> str:
        self._start(found["number"])
        items = re.findall(r"\(([a-z0-9]+)\)", found["items"])
        if found["letter"]:
            self._letter, self._letters = found["letter"], found["letter"]
        elif items:
            self._letter, self._letters = " " + "".join(f"({item})" for item in items), items[0]
        return self._number + self._letter

    def _take_single(self, found: re.Match[str], text: str) -> str:
        number = int(found["number"])
        top = int(self._number.partition(".")[0]) if self._number[:1].isdigit() else 0
        in_list = self._listed > 0 and 0 < number - self._listed <= LEAP
        heading = len(text) < 80 and text[found.end()].isupper() and not text.endswith((".", ",", ";"))
        if not found["mark"] and not heading:
            return ""
        if not in_list and 0 < number - top <= LEAP:
            self._start(str(number))
            return str(number)
        self._listed = number
        return ""

    def _take_letter(self, found: re.Match[str]) -> str:
        last = self._letters or ("`" if found["open"] else "")  # the sign before "a": an "(a)" may be lost
        letter, shape = found["letter"], (f" ({found['letter']})" if found["open"] else found["letter"])
        roman = letter in ROMAN and not (len(letter) == 1 and self._follows(letter, last, "a"))
        if roman and self._letter and self._follows_roman(letter):
            self._roman = letter
            return (self._number + self._letter + f"({letter})").strip()
        if not self._follows(letter, last, "a") and not (roman and self._follows_roman(letter)):
            return ""
        if roman:
            self._roman = letter
            return (self._number + shape).strip()
        self._letter, self._letters, self._roman = shape, letter, ""
        return (self._number + shape).strip()

    def _follows(self, letter: str, last: str, first: str) -> bool:
        if letter == first:
            return True
        return len(letter) == len(last) == 1 and 0 < ord(letter) - ord(last) <= LEAP

    def _follows_roman(self, letter: str) -> bool:
        last = ROMAN.index(self._roman) if self._roman in ROMAN else -1
        return letter == "i" or (self._roman != "" and 0 < ROMAN.index(letter) - last <= LEAP)

    def _start(self, number: str) -> None:
        self._number, self._letter, self._letters, self._roman, self._listed = number, "", "", "", 0


def starts_item(text: str) -> bool:
    """Whether a line begins like a list item or a numbered clause, so that no paragraph runs on into it."""
    if BULLET.match(text) or LETTER.match(text):
        return True
    found = NUMBER.match(text)
    if found:
        rest = text[found.end() :].lstrip(" .:)–—-")
        return bool(found["word"]) or not rest or not rest[0].islower()
    single = SINGLE.match(text)
    return bool(single and single["mark"] in (".", ")") and text[single.end()].isalpha())


def depth_of(clause: str) -> int:
    """How deep a clause number is: 1 for "4", 3 for "2.1.1"; 0 for none."""
    return 0 if not clause else len(re.findall(r"\d+", clause.partition(" ")[0])) or 1
