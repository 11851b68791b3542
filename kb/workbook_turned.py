"""Whether a row asks the other way round: a Yes to it would say the contrary of what the criterion asks."""

import re

from kb.model import Criterion

# What turns nothing round: "if a breach occurs, …", "ensures that goods were not …", "including but not limited to".
ASIDE = re.compile(
    r"\byes\W+(or\W+)?no\b|\bno\.? ?\d+|\bno (later|less|more|fewer|longer|matter)\b"
    r"|\b(whether|with) or (not|without)\b|\bnot (only|limited|later|less|more)\b"
    r"|\bwithout (exception|delay|undue)\b|\bif (no|not|none)\b(?=\W*[,:?.]|$)"
    r"|(?<![^.?;:] )\b(if|when|whenever|where|should)\b(?! there\b)[^,?.;]*,"
    r"|\b(after|in case of|in the event of)\b[^,?.;]*"
    r"|\b(ensur|assur|make sure|makes sure)[^?.;]*?\b(not?|never|without)\b"
    r"(?! (fully |yet )?(in place|followed|documented|written|tested|available|implemented|applied|met|kept|done))"
)
UN = r"un(?!auth|announc|sched|damag|alter|tamper|us|it)\w+ed\b"
BAD = r"(gap|weakness|deficiency|vulnerability|violation|incident|finding|breach|case|hole|instance)"
BADS = r"(gaps|weaknesses|deficiencies|vulnerabilities|violations|incidents|findings|breaches|cases|holes|instances)"
INVERTED = tuple(
    map(
        re.compile,
        (
            r"\bwithout\b",
            r"\bnot\b|n['’]t\b",
            r"\bno [a-z]",
            r"\bthere (is |are )?no\b",
            r"\b(none|nobody|no one|nothing|nowhere)\b",
            r"\b(never|neither|nor)\b",
            r"\bever\b",
            rf"\b(left|leave|leaves|be|is|are|was|were|go|goes|remains?|stands?|stay|stays) {UN}",
            rf"\b{UN}(?=$|\W*[?.,;]| (or|and|at|by|during|for|in|on|over|while)\b)",
            r"\b(been|was|were|you|have|has|had) (\w+ )?(found|discovered|detected|uncovered)\b",
            r"\bthere (\w+ )?been\b|\b(you|company) (\w+ )?(had|suffered|experienced)\b",
            rf"\bthere (\S+ ){{0,3}}?({BAD}(?=$|\W*[?.,;]| (in|at|of|on|that|where)\b)|{BADS}\b|missing\b)",
            rf"\bthere (\S+ ){{1,8}}?(without\b|not\b|never\b|{UN})",
            r"\bfail(s|ed|ing|ure|ures)?\b",
            r"\black(s|ed|ing)?\b",
            r"\bexceptions?\b",
            r"\b(missing|absent|absence)\b",
            r"\bbreach(es|ed)?\b",
            r"\bnon-?complian\w+",
        ),
    )
)


def asks_other_way_round(words: str, criterion: Criterion) -> bool:
    """Whether a row's words are turned round, such as by "without" or "ever", where the criterion's question is not."""
    own = _plain(f"{criterion.title}. {criterion.question}")
    said = ASIDE.sub(" ", _plain(words))
    return any(pattern.search(said) and not pattern.search(own) for pattern in INVERTED)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
