"""The elements of a web page that a browser does not show."""

import re
from typing import Any

BLOCKS = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^}]*\})*[^{}]*\}|/\*.*?\*/", re.DOTALL)  # @media print {…}
RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
NAMED = re.compile(r"[\w-]*([.#][\w-]+)")
UNSEEN = re.compile(
    r"(?<![\w-])(?:display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?![\d.])|font-size:(?:0|[01](?:\.\d+)?(?:px|pt))(?![\d.%])"
    r"|(?:left|top|right|bottom|text-indent|margin-left):-\d{3,}|clip:rect\(0)"
)
WHITE = re.compile(r"(?<![\w-])color:(?:white|#fff(?:fff)?|rgba?\(255,255,255(?:,[\d.]+)?\)|transparent)(?!\w)")
GROUND = re.compile(r"background")


def mark_hidden(root: Any) -> bool:
    """Give what a browser does not show the attribute `hidden`; True where there are words in it."""
    names = _hidden_names(root)
    styled = bool(root.findall(".//style")) or bool(root.findall(".//link"))
    found = False
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "head", "title", "meta"):
            continue
        if _is_hidden(element, names, styled):
            element.set("hidden", "")
            found = found or bool("".join(element.itertext()).strip())
    return found


def _is_hidden(element: Any, names: frozenset[str], styled: bool) -> bool:
    style = _squeezed(element.get("style"))
    own = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    if element.get("hidden") is not None or UNSEEN.search(style) or own & names:
        return True
    if not WHITE.search(style) and _squeezed(element.get("color")) not in ("white", "#fff", "#ffffff"):
        return False
    return not any(_has_ground(each, styled) for each in (element, *element.iterancestors()))


def _has_ground(element: Any, styled: bool) -> bool:
    """Whether it may have a colour of its own behind it."""
    named = styled and (element.get("class") or element.get("id") or element.tag == "body")
    told = element.get("bgcolor") or element.get("background")
    return bool(told or named or GROUND.search(_squeezed(element.get("style"))))


def _hidden_names(root: Any) -> frozenset[str]:
    """The classes and ids that the page's own style hides."""
    sheet = BLOCKS.sub("", "\n".join(style.text or "" for style in root.iter("style")))
    hidden: set[str] = set()
    for selectors, declarations in RULE.findall(sheet):
        if UNSEEN.search(_squeezed(declarations)):
            named = (NAMED.fullmatch(selector.strip()) for selector in selectors.split(","))
            hidden.update(found[1] for found in named if found)
    return frozenset(hidden)


def _squeezed(style: str | None) -> str:
    return re.sub(r"\s+", "", style or "").lower()
