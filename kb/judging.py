"""Judges the parts of criteria on the documents of a base as they are at one moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kb.assurances import claims_coverage, without_assurances
from kb.citations import Gate
from kb.evidence import FITTED, RULE_KINDS, Thresholds, judge
from kb.facets import Lens, Prepared, Relevance, everything, relevance
from kb.likeness import LEAST, OWN_WORDS, can_show, judge_by_likeness
from kb.modality import denies
from kb.model import Document, Evidence, Grade, Hit, Layer, Passage, Requirement
from kb.parties import party_of, row_party, short_names
from kb.phrasings import common_words
from kb.scope import Scope
from kb.sites import Sites
from kb.store import Store


class Judging:
    """What is known of the documents while they do not change, so that many parts are judged quickly."""

    def __init__(self, store: Store, documents: Iterable[Document], as_of: date) -> None:
        self.documents: Mapping[str, Document] = {document.path: document for document in documents}
        self.as_of = as_of
        self._gate = Gate(self.documents.get, store.text)
        self._parties = short_names(self.documents.values())
        self._sites = Sites(self.documents.values())
        self._prepared: dict[str, Prepared] = {}
        self._read: dict[tuple[str, str], Relevance | None] = {}
        self._lenses: dict[str, Lens] = {}

    def party(self, passage: Passage, start: int, document: Document) -> str:
        """Whom the words from `start` of a passage speak of; empty for the company itself."""
        return party_of(passage, start, document, self._parties)

    def evidence(
        self, requirement: Requirement, scope: Scope, hits: Sequence[Hit], thresholds: Thresholds = FITTED
    ) -> list[Evidence]:
        """The candidates of a requirement that are evidence of some grade, each quote verified."""
        found: list[Evidence] = []
        for hit in hits:
            if requirement.core and (hit.dense or 0.0) < thresholds.shown:
                continue  # nothing that it says brings it nearer
            document = self.documents[hit.passage.path]
            prepared = self._prepare(hit.passage, document)
            if requirement.core:
                lens, said = self._lens(requirement), self._relevance(requirement, prepared)
                judged = judge(
                    requirement, lens, prepared, said, document, self.as_of, hit.dense or 0.0, scope, thresholds
                )
            else:
                judged = judge_by_likeness(requirement, replace(hit, passage=prepared.passage), document)
            if judged:
                judged = self._of_whom(requirement, judged, document)
                # Words that deny may name the partner whom they are about; others name whom a rule is for.
                cited = judged.citation
                told = cited.end if judged.grade is Grade.CONTRADICTS else cited.start
                party = self.party(hit.passage, told - hit.passage.start, document)
                if judged.grade is Grade.CONTRADICTS:
                    party = party or row_party(hit.passage)
                roster = judged.layer is Layer.TRAINING and hit.passage.fields
                log = self._gate.text(document.path) if roster else ""
                others = self._sites.elsewhere(document, cited.quote, log)
                found.append(replace(judged, citation=self._gate.verify(cited), party=party, elsewhere=others))
        if requirement.core and not any(item.counts for item in found):
            found += self._by_meaning(requirement, scope, hits, found, thresholds.core_weight)
        return [evidence for evidence in found if evidence.citation.verified]

    def _by_meaning(
        self, requirement: Requirement, scope: Scope, hits: Sequence[Hit], found: Sequence[Evidence], less: float
    ) -> list[Evidence]:
        """The passage that reads most like a part that nothing shows, where it would support it in other words.

        It stands `less` near than its cosine, as whatever no facet speaks of.
        """
        papers = ((hit, self.documents[hit.passage.path]) for hit in sorted(hits, key=lambda hit: -(hit.dense or 0.0)))
        nearest = next((pair for pair in papers if can_show(pair[0].passage, pair[1])), None)
        if nearest is None or any(_is_within(item, nearest[0].passage) for item in found):
            return []
        hit, document = nearest
        if (hit.dense or 0.0) < LEAST:
            return []
        lens, prepared = self._lens(requirement), self._prepare(hit.passage, document)
        said, read = everything(lens, prepared), self._relevance(requirement, prepared)
        if not said or any(map(denies, prepared.telling(said))) or (read and read.core_least):
            return []  # where words that are known do speak of it, it is no evidence all the same
        judged = judge(requirement, lens, prepared, said, document, self.as_of, 1.0, scope)
        if not judged or self._of_whom(requirement, judged, document).grade is not Grade.SUPPORTS:
            return []
        near = round((hit.dense or 0.0) - less, 4)
        shown = replace(judged, grade=Grade.PARTIAL, strength=near, reasons=(OWN_WORDS,), counts=False, by_meaning=True)
        return [replace(shown, citation=self._gate.verify(shown.citation))]

    def _of_whom(self, requirement: Requirement, judged: Evidence, document: Document) -> Evidence:
        """Another company's own rule shows what they do; not so a contractor's for one of the company's sites."""
        if (
            document.party
            and requirement.layers[0] is Layer.TRAINING
            and judged.grade in (Grade.SUPPORTS, Grade.PARTIAL)
        ):
            told = f"the training of {document.party}'s people shows nothing of the company's own"
            return replace(judged, grade=Grade.WRONG_PARTY, reasons=(told,), counts=False)
        theirs = document.party and judged.kind in RULE_KINDS and judged.grade is Grade.SUPPORTS
        if (
            not theirs
            or Layer.PARTNER in requirement.layers
            or any(site in document.site for site in self._sites.known)
        ):
            return judged
        told = f"the paper of {document.party}: it shows what they do, not what the company does"
        return replace(judged, grade=Grade.PARTIAL, reasons=(told,))

    def _prepare(self, passage: Passage, document: Document) -> Prepared:
        if passage.id not in self._prepared:
            titles = [document.title]
            if passage.fields:  # a log's file name tells what its rows are; its title may be that of its first sheet
                titles.append(Path(document.name).stem.replace("_", " "))
            title = " ".join(title for title in titles if not claims_coverage(title))
            self._prepared[passage.id] = Prepared(without_assurances(passage), title)
        return self._prepared[passage.id]

    def _lens(self, requirement: Requirement) -> Lens:
        if requirement.id not in self._lenses:
            self._lenses[requirement.id] = Lens.of(requirement, common_words(requirement.id))
        return self._lenses[requirement.id]

    def _relevance(self, requirement: Requirement, prepared: Prepared) -> Relevance | None:
        """What a passage says of a requirement, read once however often it is judged."""
        key = (requirement.id, prepared.passage.id)
        if key not in self._read:
            self._read[key] = relevance(self._lens(requirement), prepared)
        return self._read[key]


def _is_within(item: Evidence, passage: Passage) -> bool:
    return item.citation.path == passage.path and passage.start <= item.citation.start < passage.end
