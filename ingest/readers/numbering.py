"""The numbers that Word computes for headings and lists, and the styles that carry them."""

from dataclasses import dataclass, field, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIGNS = "m cm d cd c xc l xl x ix v iv i".split()
ROMANS = dict(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), SIGNS, strict=True))
DEEPEST = 9  # levels that Word knows
CHAIN = 12  # styles based on one another


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    legal: bool = False
    after: int | None = None  # restarts after an item of a level above this one (from 1); 0: never; None: of any above
    style: str = ""  # the paragraph style that this level numbers


@dataclass(slots=True)
class Style:
    """What a paragraph style says of headings and numbers."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None  # from 0
    number: str | None = None
    level: int | None = None
    bold: bool = False


def styles_of(root: Any) -> dict[str, Style]:
    """The paragraph styles of word/styles.xml by id."""
    styles: dict[str, Style] = {}
    for element in root.iter(f"{W}style") if root is not None else ():
        style = Style(name=value_of(element, "name").lower(), based_on=value_of(element, "basedOn"))
        style.outline = whole(value_of(element, "pPr/outlineLvl"))
        style.number = value_of(element, "pPr/numPr/numId") or None
        style.level = whole(value_of(element, "pPr/numPr/ilvl"))
        style.bold = element.find(f"{W}rPr/{W}b") is not None and value_of(element, "rPr/b") not in ("0", "false")
        styles[element.get(f"{W}styleId", "")] = style
    return styles


def inherited(styles: dict[str, Style], name: str) -> Style:
    """A style with what it takes from those it is based on."""
    whole_style = Style(name=styles[name].name if name in styles else "")
    for _ in range(CHAIN):
        style = styles.get(name)
        if style is None:
            break
        whole_style.outline = style.outline if whole_style.outline is None else whole_style.outline
        whole_style.number = style.number if whole_style.number is None else whole_style.number
        whole_style.level = style.level if whole_style.level is None else whole_style.level
        whole_style.bold = whole_style.bold or style.bold
        name = style.based_on
    return whole_style


def value_of(element: Any, path: str) -> str:
    """The w:val of a descendant, empty without one."""
    found = element.find("/".join(W + step for step in path.split("/")))
    return "" if found is None else str(found.get(f"{W}val") or "")


def whole(text: str) -> int | None:
    """The whole number that a text is, None for any other text."""
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else None


@dataclass(slots=True)
class Numbering:
    """Counts the items of all lists of one document, as Word does when it shows it."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # of a list (numId)
    counted_with: dict[str, str] = field(default_factory=dict)  # numId -> its abstract list, which counts
    restarts: dict[str, set[int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """The number of the next item of a list at a level (from 0), such as "2.1.1" or "a)"; bullets are empty."""
        levels = self.levels.get(number)
        if not levels or not 0 <= level < DEEPEST:
            return ""
        owner = self.counted_with[number]
        counts = self.counts.setdefault(owner, [])
        if number not in self.begun:
            self.begun.add(number)
            if self.restarts.get(number) and level in self.restarts[number]:
                del counts[level:]
        while len(counts) < level:
            counts.append(levels.get(len(counts), Level()).start)
        if len(counts) == level:
            counts.append(levels.get(level, Level()).start)
        else:
            counts[level] += 1
            self._restart(counts, levels, level)
        shape = levels.get(level, Level())
        if shape.form == "bullet":
            return ""
        text = shape.text
        for place in range(level + 1):
            form = levels.get(place, Level()).form
            form = "decimal" if shape.legal and form != "none" else form
            text = text.replace(f"%{place + 1}", numeral(counts[place], form))
        return text.strip()

    def level_of(self, number: str, style: str) -> int | None:
        """The level (from 0) of a list that numbers the paragraphs of a style, None for none."""
        levels = self.levels.get(number, {})
        return next((place for place, level in levels.items() if style and level.style == style), None)

    def _restart(self, counts: list[int], levels: dict[int, Level], level: int) -> None:
        """Forget the counts below a level, but for those that go on."""
        kept = [level + 1]
        for place in range(level + 1, len(counts)):
            after = levels.get(place, Level()).after
            if after is not None and (after == 0 or level >= after):
                kept.append(place + 1)
        below = kept[-1]
        for place in range(level + 1, below):
            if place + 1 not in kept:
                counts[place] = levels.get(place, Level()).start - 1
        del counts[below:]


def numbering_of(root: Any) -> Numbering:
    """The lists of word/numbering.xml."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstracts: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    styled: dict[str, str] = {}
    for element in root.iter(f"{W}abstractNum"):
        name = element.get(f"{W}abstractNumId", "")
        abstracts[name] = {}
        for each in element.iter(f"{W}lvl"):
            abstracts[name][whole(each.get(f"{W}ilvl", "")) or 0] = _level(each)
        links[name] = value_of(element, "numStyleLink")
        styled[value_of(element, "styleLink")] = name
    for element in root.iter(f"{W}num"):
        number, abstract = element.get(f"{W}numId", ""), value_of(element, "abstractNumId")
        if not abstracts.get(abstract) and links.get(abstract):
            abstract = styled.get(links[abstract], abstract)
        levels = dict(abstracts.get(abstract, {}))
        for override in element.iter(f"{W}lvlOverride"):
            place = whole(override.get(f"{W}ilvl", "")) or 0
            own = override.find(f"{W}lvl")
            start = whole(value_of(override, "startOverride"))
            shape = _level(own) if own is not None else levels.get(place, Level())
            if start is not None:
                shape = replace(shape, start=start)
                numbering.restarts.setdefault(number, set()).add(place)
            levels[place] = shape
        numbering.levels[number] = levels
        numbering.counted_with[number] = abstract
    return numbering


def numeral(count: int, form: str) -> str:
    """A count as Word writes it: decimal, letters or roman."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 5)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text = ""
        for worth, sign in ROMANS.items():
            text += sign * (count // worth)
            count %= worth
        return text.upper() if form == "upperRoman" else text
    if form == "ordinal":
        ends = {1: "st", 2: "nd", 3: "rd"}
        return f"{count}{'th' if 10 < count % 100 < 14 else ends.get(count % 10, 'th')}"
    if form == "none":
        return ""
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _level(element: Any) -> Level:
    start = whole(value_of(element, "start"))
    legal = element.find(f"{W}isLgl") is not None and value_of(element, "isLgl") not in ("0", "false")
    form, text = value_of(element, "numFmt") or "decimal", value_of(element, "lvlText")
    after, style = whole(value_of(element, "lvlRestart")), value_of(element, "pStyle")
    return Level(1 if start is None else start, form, text, legal, after, style)
