"""The catalogue is whole, says what is wrong with it, and is looked up the way people name criteria."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kb.criteria import Catalogue, load_catalogue, msc_order
from kb.errors import CatalogueError, UnknownCriterionError
from kb.model import Flag
from kb.terms import Terms, stems, words

FORMS_OF_56 = (
    "56|criterion 56|#56|question 56|(56)|portal 56|portal number 56|MSC 5.1|5.1|56.1|criterion 56 part 1|Q56|５６"
    "|what covers criterion 56?|which docs support #56|What covers 56|is 5.1 covered?|56: what is missing?"
    "|secure storage IIT|SECURE-STORAGE, iit!|are we covered on secure storage of IIT?"
    "|Conveyance and IIT : Secure Storage IIT (56) - Importer,Exporter i"
)
ENTRY = """
- number: 56
  msc_id: "5.1"
  title: Secure Storage
  flags: [{flag: Must, since: 2020-03-01}]
  question: Are containers stored securely?
  parts:
    - id: "56.1"
      text: Containers are stored in a secure area.
      layers: [procedure]
      core: {unit: [container]}
"""
EDITION = "edition: 2020-03\nbusiness_type: importer\nsections: {conveyance: Conveyance and IIT}\n"


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CTPAT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def catalogue(own_cache: None) -> Catalogue:
    return load_catalogue()


def folder_with(tmp_path: Path, entries: str, edition: str = EDITION) -> Path:
    (tmp_path / "edition.yaml").write_text(edition)
    (tmp_path / "conveyance.yaml").write_text(entries)
    return tmp_path


def test_an_importer_has_140_questions_in_191_parts_in_portal_order(catalogue: Catalogue) -> None:
    numbers = [criterion.number for criterion in catalogue.criteria]
    assert len(numbers) == 140
    assert numbers == sorted(numbers)
    assert sum(len(criterion.requirements) for criterion in catalogue.criteria) == 191
    assert (catalogue.edition, catalogue.business_type) == ("2020-03", "importer")


def test_every_question_stands_in_its_portal_section(catalogue: Catalogue) -> None:
    sections = Counter(criterion.section for criterion in catalogue.criteria)
    assert sections == {
        "Upper Management Responsibility": 6,
        "Risk Assessment": 4,
        "Business Partners": 8,
        "Procedural Security": 14,
        "Conveyance and IIT": 25,
        "Agricultural Procedures": 3,
        "Physical Security": 22,
        "Access Controls": 18,
        "Personnel Security": 5,
        "Education and Training": 14,
        "Cybersecurity": 21,
    }
    assert catalogue.criterion(16).section == "Business Partners"  # MSC 7.10: the portal's section, not the category


def test_forced_labour_became_a_must_on_new_years_day_2023(catalogue: Catalogue) -> None:
    criterion = catalogue.criterion(22)
    assert criterion.flag(date(2022, 12, 31)) is Flag.SHOULD
    assert criterion.flag(date(2023, 1, 1)) is Flag.MUST


def test_six_msc_ids_have_must_and_should_questions(catalogue: Catalogue) -> None:
    flags = defaultdict(set)
    for criterion in catalogue.criteria:
        flags[criterion.msc_id].add(criterion.flag(date(2020, 3, 1)))
    mixed = sorted((msc_id for msc_id, several in flags.items() if len(several) == 2), key=msc_order)
    assert mixed == ["3.1", "9.4", "9.13", "10.2", "10.4", "12.1"]


def test_33_titles_are_confirmed_and_an_uncertain_flag_is_noted(catalogue: Catalogue) -> None:
    assert sum(criterion.title_confirmed for criterion in catalogue.criteria) == 33
    assert "uncertain" in catalogue.criterion(9).note


def test_every_term_has_words_in_lower_case(catalogue: Catalogue) -> None:
    for criterion in catalogue.criteria:
        for part in criterion.requirements:
            for terms in (*part.core.values(), *part.full.values(), part.lookalikes, part.search):
                for term in terms:
                    assert term == term.lower(), (part.id, term)
                    assert words(term), (part.id, term)


def test_a_part_is_not_about_everything(catalogue: Catalogue) -> None:
    dull = stems("The marketing department decorates the canteen and orders coffee for the summer party")
    for criterion in catalogue.criteria:
        for part in criterion.requirements:
            assert not all(Terms(terms).spoken(dull) for terms in part.core.values()), part.id


def test_msc_ids_sort_by_their_parts() -> None:
    assert sorted(["12.10", "5.14", "12.1", "5.2"], key=msc_order) == ["5.2", "5.14", "12.1", "12.10"]


@pytest.mark.parametrize("text", FORMS_OF_56.split("|"))
def test_criterion_56_is_found_by_every_way_to_name_it(catalogue: Catalogue, text: str) -> None:
    assert catalogue.look_up(text).number == 56
    assert [criterion.number for criterion in catalogue.find(text)] == [56]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the VVTT one", 75),
        ("forced labour", 22),
        ("forced labor", 22),
        ("are we covered on forced labour?", 22),
        ("58.2", 58),  # a part: there is no MSC 58.2
        ("7.1", 31),  # the MSC id, not the first part of portal 7
        ("12.10", 174),
        ("are visitors escorted?", 146),
        ("no-stop policy", 106),
        ("who repairs the fence?", 118),
        ("how do we dispose of IT equipment", 193),
        ("POC Requirements", 5),
        ("IT violations, Disciplinary Actions", 187),
    ],
)
def test_a_criterion_is_found_by_topic_part_or_msc_id(catalogue: Catalogue, text: str, number: int) -> None:
    assert catalogue.look_up(text).number == number


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5.3", "5.3 is the MSC id of 58 (Inspection Before Loading) and 63 ("),
        ("what covers MSC 7.10?", "16 ("),
        ("what covers criterion 999?", "no criterion 999 for an importer"),
        ("criterion 6", "5 (POC Requirements) and 7 ("),
        ("5.10", "neither an MSC id nor a part"),
        ("MSC 5", "5.1, 5.2, 5.3"),
        ("MSC 58.2", "58.2 is neither"),
        ("criteria 56 and 58", "ask for one at a time"),
        ("training", "say which number"),
        ("cybersecurity", "say which number"),
        ("who won the world cup", "No criterion goes by"),
        ("expense reports", "No criterion goes by"),
        ("", "No criterion goes by"),
    ],
)
def test_what_names_none_or_several_is_said_with_candidates(catalogue: Catalogue, text: str, said: str) -> None:
    with pytest.raises(UnknownCriterionError) as raised:
        catalogue.look_up(text)
    assert said in str(raised.value)


def test_a_criterion_that_does_not_exist_is_not_found(catalogue: Catalogue) -> None:
    assert catalogue.find("999") == []
    assert catalogue.find("capital of France") == []
    assert [criterion.number for criterion in catalogue.find("MSC 7.10")] == [16, 177]


@pytest.mark.parametrize(
    "question",
    [
        "how long do we keep CCTV recordings for 30 days",
        "Are our bolt seals ISO 17712 compliant?",
        "do pallets carry the ISPM 15 stamp",
        "is it reported within 24 hours?",
        "who answers 912-555-0188",
        "call phone number 912-555-0188",
        "what changed on 2026-11-22 or 3/4/21?",
        "the MSC March 2020 and the criteria 2020",
        "which of the MSC 12 categories are open",
        "who opens gate number 12 and dock #4?",
        "what did the factory answer to question 5.1 of the vendor questionnaire?",
        "what does CTPAT Manual 2.1.1a say",
        "what does clause 5.1 say about fencing",
        "is there no. of staff in the Q3 results",
        "56% of drivers",
    ],
)
def test_other_numbers_in_a_question_are_no_criterion(catalogue: Catalogue, question: str) -> None:
    assert catalogue.mentioned(question) is None


@pytest.mark.parametrize(
    "question", ["what do we have for criterion 56, and since when?", "Is #56 covered for 2026?", "MSC 5.1 at Lot C?"]
)
def test_a_plainly_named_criterion_is_noticed_in_a_question(catalogue: Catalogue, question: str) -> None:
    assert catalogue.mentioned(question) == 56


def test_a_question_on_a_criterion_that_does_not_exist_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownCriterionError, match="207"):
        catalogue.mentioned("Do our guards meet criterion 208?")


def test_every_title_and_name_leads_to_its_criterion_or_to_a_choice_with_it(catalogue: Catalogue) -> None:
    for criterion in catalogue.criteria:
        for name in (criterion.title, *criterion.names):
            assert criterion in catalogue.find(name), (criterion.number, name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("number: 56", "number: fifty"), "has no number"),
        (('msc_id: "5.1"', "msc_id: 5.1"), "entry 56: msc_id is 5.1, it must be text"),
        (('id: "56.1"', 'id: "56.2"'), 'part 56.1: its id must be "56.1"'),
        (("[procedure]", "[policy]"), "layers ['policy'] must be among"),
        (("[container]", "[container, no]"), "has False, which must be text"),
        (("[container]", "[]"), "facet unit has no terms"),
        (("core: {unit: [container]}", "full: {}"), "no core facet"),
        (("flag: Must", "flag: must"), "a list of flag (Must or Should)"),
        (("2020-03-01}", "2020-03-01}, {flag: Should, since: 2019-01-01}"), "in order of their days"),
        (("title:", "titel:"), "unknown titel"),
        (("parts:", "parts: ]"), "not well formed YAML"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        load_catalogue(folder=folder_with(tmp_path, ENTRY.replace(*change)))
    assert said in str(raised.value)
    assert "conveyance.yaml" in str(raised.value)


def test_a_number_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="number 56 2 times"):
        load_catalogue(folder=folder_with(tmp_path, ENTRY + ENTRY))


def test_a_folder_without_edition_and_a_file_without_section_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"no edition\.yaml"):
        load_catalogue(folder=tmp_path)
    with pytest.raises(CatalogueError, match=r"no section for conveyance\.yaml"):
        load_catalogue(folder=folder_with(tmp_path, ENTRY, EDITION.replace("conveyance", "seals")))


def test_a_changed_file_is_read_again_and_changes_the_sum(tmp_path: Path) -> None:
    before = load_catalogue(folder=folder_with(tmp_path, ENTRY))
    after = load_catalogue(folder=folder_with(tmp_path, ENTRY.replace("Secure Storage", "Safe Storage")))
    assert after.criterion(56).title == "Safe Storage"
    assert before.sha256 != after.sha256
    assert load_catalogue(folder=tmp_path).sha256 == after.sha256


def test_a_damaged_or_forbidden_cache_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, ENTRY)
    cache = tmp_path / "cache"
    monkeypatch.setenv("CTPAT_CACHE", str(cache))
    expected = load_catalogue(folder=folder)
    (written,) = cache.iterdir()
    written.write_text("{")
    assert load_catalogue(folder=folder) == expected
    monkeypatch.setenv("CTPAT_CACHE", str(folder / "edition.yaml" / "not a folder"))
    assert load_catalogue(folder=folder) == expected


def test_the_catalogue_loads_fast(catalogue: Catalogue) -> None:
    began = time.perf_counter()
    load_catalogue()
    assert time.perf_counter() - began < 0.2  # 0.01 s on two busy cores
