"""The passages worth judging: papers that are never evidence take no other's place."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.candidates import ALIKE, SILENT, SPEAKING, candidates, within
from kb.model import Document, Kind, Passage, Requirement
from kb.settings import Settings, cache_folder

PARTS = 60  # more than are found alike, and than are taken of a paper that is never evidence


MAIL, INSIDE = "/mail.eml", "/mail.eml!/procedure.docx"
REQUIREMENT = Requirement("1.1", "Seals are checked.", core={"seals": ("seal",)})


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with closing(KnowledgeBase(Settings(workspace=tmp_path, cache=cache_folder()))) as made:
        yield made


def put(base: KnowledgeBase, path: str, texts: Sequence[str], kind: Kind = Kind.PROCEDURE) -> Document:
    document = Document(path, path, "0" * 64, kind=kind)
    passages = [Passage(f"{path} {place}", path, place, place + 1, text) for place, text in enumerate(texts)]
    base.store.replace(document, "\n".join(texts), passages)
    return document


def test_a_file_inside_an_earlier_answer_is_not_taken_for_one(base: KnowledgeBase) -> None:
    texts = [f"Seals are checked at gate {place}." for place in range(PARTS)]
    documents = [put(base, MAIL, texts, Kind.PRIOR_ANSWER), put(base, INSIDE, texts)]
    base.vectors.settle()
    found = [hit.passage.path for hit in candidates(base, [REQUIREMENT], documents)[REQUIREMENT.id]]
    assert ALIKE < PARTS <= SPEAKING and found.count(INSIDE) == PARTS
    assert SILENT <= found.count(MAIL) <= 2 * SILENT


def test_a_mail_is_found_by_itself_whatever_the_files_inside_it_say(base: KnowledgeBase) -> None:
    put(base, MAIL, ["See the annex on seals, if you please."])
    put(base, INSIDE, [f"Seals are checked at gate {place}." for place in range(PARTS)])
    base.vectors.settle()
    assert [hit.passage.path for hit in within(base, REQUIREMENT, MAIL, ALIKE)] == [MAIL]
    assert len(within(base, REQUIREMENT, INSIDE, ALIKE)) == ALIKE


def test_the_nearest_in_meaning_is_there_whatever_claims_to_satisfy_a_criterion(base: KnowledgeBase) -> None:
    asked = Requirement(
        "73.1", "The seal procedures are kept where staff can reach them.", core={"kept": ("zeppelin",)}
    )
    claims = [f"This document satisfies criterion 73: the seal procedures are kept within reach, copy {place}."
              for place in range(PARTS)]  # fmt: skip
    documents = [put(base, "/claims.docx", claims), put(base, "/wi.docx", ["The bolt sheet hangs in the dock office."])]
    base.vectors.settle()
    found = [hit.passage.path for hit in candidates(base, [asked], documents)[asked.id]]
    assert "/wi.docx" in found and found.count("/claims.docx") == ALIKE
