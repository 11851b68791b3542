"""Quoted words stand among the clauses beside them, or in their row under its headings."""

from kb.model import Citation, Locator, Passage
from kb.surroundings import Grid, surroundings


def clauses(*texts: str) -> tuple[str, list[Passage]]:
    text, passages = "", []
    for number, words in enumerate(texts, start=1):
        start = len(text)
        text += words + "\n"
        where = Locator(clause=f"1.{number}", trail=("1 Yard",))
        passages.append(Passage(str(number), "/d", start, start + len(words), words, where))
    return text, passages


def cited(text: str, words: str) -> Citation:
    start = text.index(words)
    return Citation("/d", "d.docx", "0", start, start + len(words), words)


def row(number: int, fields: dict[str, str], sheet: str = "Log") -> Passage:
    text = " | ".join(fields.values())
    return Passage(str(number), "/d", number * 100, number * 100 + len(text), text, Locator(sheet=sheet, row=number),
                   fields=fields)  # fmt: skip


def test_a_clause_is_shown_between_two_before_and_two_after_with_its_words_marked() -> None:
    text, passages = clauses("One.", "Two.", "Three.", "The gate is locked. Guards walk.", "Five.", "Six.", "Seven.")
    found = surroundings(cited(text, "gate is locked."), passages)
    assert not isinstance(found, Grid)
    assert [stretch.clause for stretch in found] == ["1.2", "1.3", "1.4", "1.5", "1.6"]
    assert found[2].pieces == ("The ", "gate is locked.", " Guards walk.")
    assert found[0].pieces == ("Two.",)


def test_a_quote_over_two_clauses_is_marked_in_both() -> None:
    text, passages = clauses("The gate is locked.", "Guards walk at night.")
    found = surroundings(cited(text, "locked.\nGuards"), passages)
    assert not isinstance(found, Grid)
    assert [stretch.pieces[1] for stretch in found] == ["locked.", "Guards"]


def test_a_row_is_shown_under_its_headings_beside_the_rows_of_its_own_table() -> None:
    log = [row(number, {"Seal": f"BH{number}", "By": "Ocampo"}) for number in range(1, 6)]
    log.append(row(6, {"Seal": "BH6"}))  # a cell without words has no heading
    other = row(7, {"Month": "May", "Count": "3"})
    quoted = log[4]
    citation = Citation("/d", "d.xlsx", "0", quoted.start, quoted.end, quoted.text)
    found = surroundings(citation, [*log, other])
    assert isinstance(found, Grid)
    assert (found.sheet, found.head) == ("Log", ("Seal", "By"))
    assert [(line.number, line.quoted) for line in found.lines] == [(3, False), (4, False), (5, True), (6, False)]
    assert found.lines[-1].cells == ("BH6", "")


def test_words_that_stand_in_no_passage_have_no_surroundings() -> None:
    _, passages = clauses("One.")
    assert surroundings(Citation("/d", "d.docx", "0", 90, 95, "words"), passages) == ()
