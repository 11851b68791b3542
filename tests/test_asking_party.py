"""A party is known by its name, a part of it or its place; ordinary words are nobody."""

import pytest
from nouns import document

from kb.asking_party import party_named, without_party
from kb.model import Kind

PAPERS = [
    document(Kind.LETTER, name="pelican.pdf", party="Pelican Gate CFS", site="310 Saltmarsh Connector, Port Alder"),
    document(Kind.LETTER, name="zhenyuan.pdf", party="Zhenyuan Woodcraft (Shenzhen) Co., Ltd.", site="Longgang, China"),
    document(Kind.QUESTIONNAIRE, name="harborline.xlsx", party="Harborline Deconsolidation LLC"),
    document(Kind.LETTER, name="rio.pdf", party="Transportes Río Lindero S.A. de C.V."),
    document(
        Kind.LETTER, name="old.pdf", party="Harborline Deconsolidation LLC", superseded_by="/papers/harborline.xlsx"
    ),
    document(Kind.POLICY, name="own.pdf"),
]


@pytest.mark.parametrize(
    ("question", "party"),
    [
        ("Is Harborline certified?", "Harborline Deconsolidation LLC"),
        ("what does pelican gate write about its fence?", "Pelican Gate CFS"),
        ("show me 5.1 evidence from the Shenzhen factory", "Zhenyuan Woodcraft (Shenzhen) Co., Ltd."),
        ("what covers 56 from shenzhen?", "Zhenyuan Woodcraft (Shenzhen) Co., Ltd."),
        ("How does Rio Lindero track its trailers?", "Transportes Río Lindero S.A. de C.V."),
        ("Does Zhenyuan's factory lock its seals?", "Zhenyuan Woodcraft (Shenzhen) Co., Ltd."),
    ],
)
def test_a_party_is_named_by_its_name_or_its_place(question: str, party: str) -> None:
    found = party_named(question, PAPERS)
    assert found and found.party == party


@pytest.mark.parametrize(
    "question", ["Is the gate locked?", "Are Harborline and Zhenyuan fenced?", "Who is at Maersk?"]
)
def test_ordinary_words_two_parties_and_strangers_name_nobody(question: str) -> None:
    assert party_named(question, PAPERS) is None


def test_only_current_papers_are_the_partys() -> None:
    found = party_named("Harborline?", PAPERS)
    assert found and [paper.name for paper in found.papers] == ["harborline.xlsx"]


def test_a_question_without_its_party_leaves_the_number_alone() -> None:
    question = "show me 5.1 evidence from the Shenzhen factory"
    found = party_named(question, PAPERS)
    assert found and without_party(question, found).split() == ["show", "me", "5.1", "evidence"]
