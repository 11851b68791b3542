"""Mutual recognition is dated, and what the data does not know is not guessed."""

from datetime import date

import pytest

from kb.mutual_recognition import mutual_recognition, recognised

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "country", ["Japan", "JP", "south korea", "Republic of Korea", "The European Union", "Germany", "UK"]
)
def test_partners_are_recognised_by_name_and_code(country: str) -> None:
    assert recognised(country, TODAY) is True


@pytest.mark.parametrize("country", ["China", "cn", "People's Republic of China"])
def test_china_is_not_recognised(country: str) -> None:
    assert recognised(country, TODAY) is False


def test_an_arrangement_does_not_hold_before_it_was_signed() -> None:
    assert recognised("India", date(2020, 6, 1)) is False
    assert recognised("India", date(2021, 6, 1)) is None  # signed that year, the day is not known
    assert recognised("India", date(2022, 6, 1)) is True


def test_an_unlisted_country_is_unknown_after_the_data_ends() -> None:
    assert recognised("Vietnam", date(2021, 6, 1)) is False
    assert recognised("Vietnam", TODAY) is None


def test_sixteen_arrangements_are_listed() -> None:
    assert len(mutual_recognition(TODAY)) == 16
    assert {partner.code for partner in mutual_recognition(date(2010, 1, 1))} == {"NZ", "CA", "JO", "JP"}
