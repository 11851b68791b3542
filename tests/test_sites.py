"""The company's sites, and those that words or a paper of some sites say nothing of."""

import pytest
from nouns import document

from kb.model import Kind
from kb.sites import Sites

SITES = ("MOB", "FPT", "LRD", "Mobile")


@pytest.fixture
def sites() -> Sites:
    """Two papers list MOB, FPT and LRD as theirs; Mobile is another word for MOB."""
    papers = [document(Kind.RECORD, name=f"{site}{n}.csv", site=site) for site in SITES for n in range(3)]
    return Sites([*papers, *(document(name=f"rule{n}.docx", site="MOB, FPT and LRD") for n in range(2))])


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("MOB and FPT stand behind an eight-foot fence.", ("LRD",)),
        ("The recorders at MOB hang on the UPS.", ("FPT", "LRD")),
        ("MOB, FPT and LRD are walked every Monday.", ()),
        ("The gate is locked at night.", ()),
        ("At all sites, MOB included, badges are worn.", ()),
        ("Mobile has a fence.", ()),
        ("At the gate (LRD: dispatch window) the driver shows a licence.", ()),
        ("The fences are walked every Monday (MOB: E. L.; FPT: T. M.).", ("LRD",)),
    ],
)
def test_words_that_name_some_sites_say_nothing_of_those_named_beside_them(
    sites: Sites, words: str, others: tuple[str, ...]
) -> None:
    assert sites.elsewhere(document(), words) == others


def test_a_paper_of_one_site_says_nothing_of_the_others_and_a_partners_paper_is_not_measured(sites: Sites) -> None:
    assert sites.elsewhere(document(site="LRD"), "The fence is whole.") == ("FPT", "MOB")
    assert sites.elsewhere(document(site="LRD", party="Bulwark Bay"), "The fence at LRD is whole.") == ()


def test_a_place_that_few_papers_name_is_no_site() -> None:
    assert Sites([document(site="Dock 4"), document(site="Dock 4")]).known == frozenset()


def test_a_place_is_also_named_without_its_last_word() -> None:
    sites = Sites([document(name=f"rule{n}.docx", site="Elk Ford Village, Pinehurst") for n in range(3)])
    assert sites.elsewhere(document(), "There is no alarm at Elk Ford.") == ("Pinehurst",)
    assert sites.elsewhere(document(), "Elk Ford and Pinehurst have alarms.") == ()


def test_sites_that_one_paper_alone_lists_together_are_not_measured_by_each_other() -> None:
    apart = [document(name=f"{site}{n}.csv", site=site) for site in ("Hall", "Annex") for n in range(3)]
    assert Sites([*apart, document(site="Hall, Annex")]).elsewhere(document(), "The hall at Hall is lit.") == ()


def test_a_roster_that_names_another_site_beside_an_entry_is_kept_there_too(sites: Sites) -> None:
    entry, roster = "2026-01-12 | MOB | A. Ruiz | signed", "MOB | signed\nLRD | signed"
    assert sites.elsewhere(document(Kind.RECORD), entry) == ("FPT", "LRD")
    assert sites.elsewhere(document(Kind.RECORD), entry, roster) == ("FPT",)
