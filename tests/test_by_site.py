"""What is shown for each of the company's own sites: by papers that name it."""

from nouns import covered_by, criterion, document, evidence, standing

from kb.by_site import site_matrix
from kb.matrix import State
from kb.model import Document, Grade, Kind


def papers(site: str, count: int = 3) -> list[Document]:
    return [document(Kind.RECORD, name=f"{site} {number}.md", site=site) for number in range(count)]


def test_a_site_shows_what_its_own_papers_show_and_no_other() -> None:
    shown = covered_by(criterion(71), standing(evidence(Grade.SUPPORTS, paper={"name": "East 0.md"})))
    found = site_matrix([shown], [*papers("East"), *papers("West")])
    assert found.parties == ("East", "West")
    assert found.cells["East", 71].state is State.SHOWN
    assert found.cells["West", 71].state is State.NOTHING
    assert [paper.name for paper in found.papers["West"]] == ["West 0.md", "West 1.md", "West 2.md"]


def test_what_speaks_against_tells_most() -> None:
    pieces = [evidence(grade, paper={"name": "East 0.md"}) for grade in (Grade.SUPPORTS, Grade.CONTRADICTS)]
    found = site_matrix([covered_by(criterion(71), standing(*pieces))], papers("East"))
    assert found.cells["East", 71].state is State.AGAINST


def test_a_paper_of_the_whole_company_is_of_no_site() -> None:
    shown = covered_by(criterion(71), standing(evidence(Grade.SUPPORTS, paper={"name": "policy.md"})))
    found = site_matrix([shown], [*papers("East"), document(name="policy.md")])
    assert found.parties == ("East",) and found.criteria == ()
