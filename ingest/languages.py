"""The language of a text, by its commonest words or its script."""

import re
from collections import Counter

WORDS = {
    "en": "the of and to in is are for must be shall with or not this by that all as from any",
    "es": "el la de los las y en que para por con del se una debe deben no es son al su",
    "de": "der die das und in den von zu mit ist für des auf werden nicht ein eine sind dem bei",
    "fr": "le la les de des et en que pour par avec du est une dans sur doit au aux être",
}
SETS = {language: frozenset(words.split()) for language, words in WORDS.items()}
KANA = re.compile(r"[\u3041-\u30ff]")
HAN = re.compile(r"[\u4e00-\u9fff]")
HANGUL = re.compile(r"[\uac00-\ud7af]")
SAMPLE = 20_000  # characters
FEWEST = 3  # common words, to say anything
RAREST = 0.04  # share of common words in all words: below it a text is a list of names and numbers


def language_of(text: str) -> str:
    """The language code (en, es, de, fr, ja, zh, ko), or nothing where the text is too short to tell."""
    sample = text[:SAMPLE]
    letters = len(re.findall(r"[^\W\d_]", sample)) or 1
    kana, han = len(KANA.findall(sample)), len(HAN.findall(sample))
    for language, count in (("ja", kana * 3), ("zh", han), ("ko", len(HANGUL.findall(sample)))):
        if count > letters * 0.15:
            return language
    counts = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    score = {language: sum(counts[word] for word in words) for language, words in SETS.items()}
    best = max(score, key=lambda language: score[language])
    return best if score[best] >= max(FEWEST, sum(counts.values()) * RAREST) else ""
