"""Of a table row, the cells under a heading that names a party say whose it is."""

from collections.abc import Mapping

import pytest
from nouns import document, passage

from kb.model import Kind
from kb.parties import party_of, row_party, short_names

SENTROW = "Sentrow Guard Services LLC"


def whose(cells: Mapping[str, str], context: str = "") -> str:
    paper = document(Kind.RECORD, name="log.xlsx")
    known = short_names([document(Kind.LETTER, name="letter.md", party=SENTROW)])
    return party_of(passage(" | ".join(cells.values()), paper, fields=cells, context=context), 0, paper, known)


@pytest.mark.parametrize(
    "head", ["Partner", "Party or site", "Vendor", "Supplier", "Carrier", "Company", "Company name"]
)
def test_a_row_is_the_partners_that_a_cell_names_under_such_a_heading(head: str) -> None:
    assert whose({"Date": "2026-04-06", head: "Sentrow Guard Services", "Status": "Certified"}) == SENTROW


@pytest.mark.parametrize("head", ["What", "action", "Meaning"])
def test_a_cell_that_merely_mentions_a_partner_does_not_make_the_row_its(head: str) -> None:
    assert whose({"Site": "DCW", head: "call Sentrow Guard Services"}) == ""


@pytest.mark.parametrize("people", ["Visitor", "Driver", "Host"])
def test_a_partners_manager_in_the_companys_own_log_does_not_make_the_row_the_partners(people: str) -> None:
    assert whose({people: "Curt Hanley", "Company": "Sentrow Guard Services"}) == ""
    assert whose({people: "Curt Hanley", "Vendor": "Sentrow Guard Services"}) == SENTROW


def test_the_headings_above_a_row_still_name_whose_it_is() -> None:
    assert whose({"Point": "Gate", "Result": "met"}, context="Visit at Sentrow Guard Services") == SENTROW


def test_a_row_names_its_partner_also_where_there_are_no_papers_of_it() -> None:
    cells = {"No": "16", "Partner": "Pearl Terrace CFS", "Status": "not possible"}
    row = passage(" | ".join(cells.values()), document(Kind.RECORD), fields=cells)
    assert row_party(row) == "Pearl Terrace CFS"
    assert row_party(passage("16 | not possible", document(Kind.RECORD), fields={"No": "16", "Status": "x"})) == ""
