"""Which documents are versions of one document, and which of them is the current one."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Protocol

from ingest.facts import SKETCH, overlap
from kb.model import Document, Kind

SAME = 0.8  # share of word shingles in common that makes copies of two texts
RELATED = 0.1  # that two texts of one title must share: different forms of one office can bear one title
RULES = frozenset({Kind.POLICY, Kind.PROCEDURE, Kind.OTHER})
WRITTEN_RULES = frozenset({Kind.POLICY, Kind.PROCEDURE})  # revisions of one document go by its current title
PARTNERS = frozenset({Kind.QUESTIONNAIRE, Kind.CERTIFICATE})  # one partner's renewed paper replaces its older one
COPIES_ONLY = frozenset({Kind.RECORD, Kind.LETTER, Kind.MEDIA})  # each stands for its own day
VERSION_WORDS = re.compile(
    r"\b(?:rev(?:ision)?|version|ver|v|r|issue)\.?\s*\d+(?:\.\d+)*\b|\b(?:19|20)\d\d(?:-\d\d){0,2}\b"
    r"|\b(?:draft|final|copy|signed|current|old|new|superseded|obsolete|clean|approved)\b|\(\d+\)",
    re.I,
)
GENERIC = re.compile(r"(?:(?:security|certificate|questionnaire|policy|procedure|manual|letter|report|form|plan)_?)+")
ARCHIVED = re.compile(
    r"(?:^|/)(?:superseded|archived?|obsolete|old|previous|withdrawn)(?:/|$)|\b(?:superseded|obsolete)\b", re.I
)
COUNTRIES = frozenset(
    "usa us u_s_a united_states china p_r_china pr_china vietnam viet_nam mexico méxico korea republic_of_korea japan"
    " india"
    " taiwan thailand indonesia malaysia bangladesh cambodia turkey germany france italy spain canada philippines n_l"
    " hong_kong pakistan brazil poland ca tx ga ny nj il oh fl wa or nc sc tn pa va md az nv co in mo ky al la".split()
)
DRAFT = re.compile(r"\bdraft\b", re.I)
COMMON = 40  # documents; a shingle sum that more of them share tells nothing apart


def group(documents: Sequence[Document]) -> list[Document]:
    """The documents, each older version with `superseded_by` the path of the current one, and of its kind.

    Two parties' answers on one form are not versions of each other, nor are two months' logs.
    """
    documents = [replace(document, kind=_own_kind(document)) for document in documents]
    family = {number: [number] for number in range(len(documents))}  # a document's number -> those of its family
    for one, two in sorted(set(_candidates(documents))):
        if family[one] is family[two] or not are_versions(documents[one], documents[two]):
            continue
        if any(_are_apart(documents[mine], documents[other]) for mine in family[one] for other in family[two]):
            continue  # a copy that names no site must not make one document of two sites' own
        family[one].extend(family[two])
        family.update(dict.fromkeys(family[two], family[one]))
    result = []
    for number, document in enumerate(documents):
        newest = _current([documents[each] for each in family[number]])
        if newest.path == document.path:
            result.append(replace(document, superseded_by=""))
        else:
            follows = {document.kind, newest.kind} <= WRITTEN_RULES and "kind" not in document.corrected
            kind = newest.kind if follows else document.kind
            result.append(replace(document, superseded_by=newest.path, kind=kind))
    return result


class Base(Protocol):
    """What is needed of a knowledge base."""

    def documents(self) -> list[Document]:
        """Every document."""
        ...

    def update(self, documents: Iterable[Document], /) -> None:
        """Write changed facts of documents."""
        ...


def settle(base: Base) -> list[Document]:
    """Find anew which documents of a base are superseded; all of them as they are then."""
    before = base.documents()
    now = group(before)
    changed = [new for old, new in zip(before, now, strict=True) if old != new]
    if changed:
        base.update(changed)
    return now


def _own_kind(document: Document) -> Kind:
    """The kind that was read from it or that a person gave it, whichever current version it went by before."""
    return next((Kind(fact.value) for fact in document.facts if fact.name == "kind"), document.kind)


def _current(family: Sequence[Document]) -> Document:
    dated = all(document.effective for document in family)
    return max(family, key=lambda document: _currency(document, dated))


def are_versions(one: Document, two: Document) -> bool:
    """Whether two documents are versions, or copies, of one document."""
    kinds = {one.kind, two.kind}
    if _are_apart(one, two):
        return False
    if one.sha256 == two.sha256:
        return True
    if kinds & COPIES_ONLY:
        return len(kinds) == 1 and _is_saved_anew(one, two)
    if (len(kinds) > 1 and not kinds <= RULES) or (kinds & PARTNERS and not one.party):
        return False
    numbers = _fact(one, "number"), _fact(two, "number")
    if kinds <= RULES and all(numbers):
        return _plain(numbers[0]) == _plain(numbers[1])
    alike = overlap(_fact(one, "fingerprint"), _fact(two, "fingerprint"))
    title = _key(one)
    return alike >= SAME or (alike >= RELATED and bool(title) and title == _key(two))


def _is_saved_anew(one: Document, two: Document) -> bool:
    """Whether a record or letter is the other in another format: the name, the day and the text are the same."""
    names = [document.name.rpartition("/")[2].rpartition(".") for document in (one, two)]
    if names[0][2].lower() == names[1][2].lower() or _plain(names[0][0]) != _plain(names[1][0]):
        return False
    alike = overlap(_fact(one, "fingerprint"), _fact(two, "fingerprint"))
    return one.effective == two.effective and alike >= SAME


def _are_apart(one: Document, two: Document) -> bool:
    """Whether two documents belong to different parties, sites or readers, whatever else they share."""
    if _plain(one.party) != _plain(two.party) or _differ(one.language, two.language):
        return True
    places = _places(one.site), _places(two.site)
    return all(places) and not places[0] & places[1]


def _candidates(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    """Pairs that share bytes, number, title, or much of their shingles."""
    shared: dict[str, list[int]] = defaultdict(list)
    sums: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        keys = {f"sha {document.sha256}", f"number {_plain(_fact(document, 'number'))}", f"title {_key(document)}"}
        for key in keys - {"number ", "title "}:
            shared[key].append(number)
        for each in _fact(document, "fingerprint").split():
            sums[each].append(number)
    for numbers in shared.values():
        yield from combinations(numbers, 2)
    together: Counter[tuple[int, int]] = Counter()
    for numbers in sums.values():
        if len(numbers) <= COMMON:
            together.update(combinations(numbers, 2))
    yield from (pair for pair, count in together.items() if count >= SKETCH // 4)


def _currency(document: Document, dated: bool) -> tuple[bool, bool, date, tuple[tuple[int, str], ...], date, str]:
    """What makes a version the current one: not archived, no draft, then the latest date, then the highest version.

    Where one version of a family has no date, the version number decides first.
    """
    kept = not ARCHIVED.search(document.name)
    final = not DRAFT.search(f"{document.title} {document.name} {document.version}")
    effective = document.effective or date.min
    first = effective if dated else date.min
    return kept, final, first, _version(document), effective, document.path


def _key(document: Document) -> str:
    """The title without what changes from version to version; empty where too little is left."""
    title = _plain(VERSION_WORDS.sub(" ", re.sub(r"[_\s]+", " ", document.title)))
    return "" if GENERIC.fullmatch(title) or len(title) < 6 else title


def _version(document: Document) -> tuple[tuple[int, str], ...]:
    """A version as something to compare: 1.10 after 1.9, B after A."""
    parts = re.findall(r"\d+|[A-Za-z]", document.version)
    return tuple((int(part), "") if part.isdigit() else (0, part.upper()) for part in parts)


def _plain(words: str) -> str:
    return "_".join(re.findall(r"\w+", words.lower()))


def _places(site: str) -> set[str]:
    """The names of places in a site's name or address; what every address of a country shares is none of them."""
    parts = re.split(r"[,;/()]|\band\b|\by\b|&", site)
    return {plain for part in parts if (plain := _plain(part)) and plain not in COUNTRIES and not plain.isdigit()}


def _differ(one: str, two: str) -> bool:
    return bool(one and two and one != two)


def _fact(document: Document, name: str) -> str:
    return next((fact.value for fact in document.facts if fact.name == name), "")
