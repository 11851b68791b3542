"""The kind of a document is told by what it says and looks like, and not by a mere word."""

import pytest
from papers import QUESTIONS, RULES, read, row, rows, title

from ingest.reading import Block, BlockKind
from kb.model import Kind

KINDS: list[tuple[Kind, str, list[Block | str]]] = [
    (Kind.PROCEDURE, "a.md", [title("Seals"), "Document Type: Procedure", RULES]),
    (Kind.PROCEDURE, "a.md", [title("Seals"), "Document Type: Standard", RULES]),
    (Kind.PROCEDURE, "a.pdf", [title("Container Inspection Procedure"), RULES]),
    (Kind.PROCEDURE, "a.pdf", [title("Post Orders PO-7"), RULES]),
    (Kind.POLICY, "a.pdf", [title("Seal Control"), "This policy applies to all seals.", RULES]),
    (Kind.POLICY, "a.pdf", [title("Statement of Support"), "We are committed. Signed: 2026-01-12"]),
    (Kind.POLICY, "policies/a.pdf", [title("Badges"), "Badges are worn."]),
    (Kind.RECORD, "a.pdf", [title("IT Security Test Report"), "Report date: 2026-06-18", "Findings: 9"]),
    (Kind.RECORD, "a.pdf", [title("Supply Chain Risk Assessment"), "Date: 14 March 2025"]),
    (Kind.RECORD, "a.pdf", ["CERTIFICATE OF ATTENDANCE", "This certifies that I. Calloway attended.", "June 11, 2025"]),
    (Kind.RECORD, "a.xlsx", rows(("Date", "Seal", "Taken by"), 8, "2026-01-1{}", "BHG000{}", "Jonah")),
    (
        Kind.RECORD,
        "a.xlsx",
        [
            title("Corrective action register"),
            *rows(("No.", "Finding", "Clause", "Opened", "Status"), 6, "{}", "x", "2.1", "2026-0{}-12", "Closed"),
        ],
    ),
    (Kind.QUESTIONNAIRE, "a.xlsx", rows(QUESTIONS, 6, "5.{}", "Are containers stored securely?", "YES", "")),
    (
        Kind.QUESTIONNAIRE,
        "a.xlsx",
        [*rows(QUESTIONS, 3, "{}", "Are seals counted?", "No", ""), *rows(QUESTIONS, 9, "{}", "Is it lit?", "", "")],
    ),
    (Kind.TEMPLATE, "a.xlsx", rows(QUESTIONS, 6, "5.{}", "Are containers stored securely?", "", "")),
    (Kind.TEMPLATE, "a.md", [title("Continuity Plan"), RULES, "This plan is a CC BY-SA 4.0 template."]),
    (
        Kind.TEMPLATE,
        "a.docx",
        [title("Plan"), "[COMPANY NAME] keeps this plan. [OWNER] owns it.", "See [SITE ADDRESS]."],
    ),
    (Kind.TEMPLATE, "a.docx", [title("Pest sheet"), "Date: ______", "Site: ______", "Inspector: ______"]),
    (
        Kind.REGISTER,
        "a.xlsx",
        rows(("Control ID", "CTPAT Criterion", "Status"), 5, "PS-{}", "Perimeter fencing", "Implemented"),
    ),
    (Kind.REGISTER, "a.md", [title("Programme Alignment"), "Document Type: Matrix", "Rows follow."]),
    (
        Kind.CERTIFICATE,
        "a.pdf",
        [
            "AEO CERTIFICATE",
            "This is to certify that Hanseon Lantern Co., Ltd. is authorised.",
            "Valid until 2029-05-12",
        ],
    ),
    (Kind.LETTER, "a.pdf", ["Pelican Gate CFS", "Dear Mr. Halloran:", "We store units.", "Sincerely,", "A. Person"]),
    (
        Kind.PRIOR_ANSWER,
        "a.docx",
        [title("Conveyance and IIT : Secure Storage IIT (56)"), "Partner Response: fenced.", "Partner Response: lit."],
    ),
    (Kind.PRIOR_ANSWER, "a.md", [title("Portal responses 2025"), "Criterion 56 Partner Response: All units are in."]),
    (
        Kind.PRIOR_ANSWER,
        "a.md",
        [title("Review 2025"), "Criterion 56 Partner Response: fenced.", "Criterion 57 Partner Response: lit."],
    ),
    (
        Kind.PRIOR_ANSWER,
        "a.txt",
        ["56. Storage", "Partner Response", "Fenced.", "57. Light", "Partner Response", "Lit."],
    ),
    (Kind.PRIOR_ANSWER, "portal_responses_2025.txt", ["Criterion 56: all units are in a fenced yard."]),
    (
        Kind.RECORD,
        "a.pdf",
        [
            title("Employee Handbook 2026: who has signed for it"),
            *rows(("No.", "Name", "Signed on"), 9, "{}", "Name {}", "2026-01-0{}"),
        ],
    ),
    (
        Kind.CRITERIA,
        "a.pdf",
        rows(
            ("ID", "Criteria", "Implementation Guidance", "Must / Should"), 4, "5.{}", "Store units.", "Advice", "Must"
        ),
    ),
    (Kind.MEDIA, "a.jpg", [Block("Seal on an outbound unit", BlockKind.CAPTION)]),
    (Kind.OTHER, "a.txt", ["Lunch is at noon."]),
]


@pytest.mark.parametrize(("kind", "name", "blocks"), KINDS)
def test_the_kind_is_told_by_what_a_document_says_and_looks_like(
    kind: Kind, name: str, blocks: list[Block | str]
) -> None:
    assert read(name, *blocks).kind is kind


NOT_KINDS: list[tuple[Kind, list[Block | str]]] = [
    (Kind.TEMPLATE, [title("Manual"), f"{RULES} " * 60, "The date is TBD.", "[Signature]", "The number is TBC."]),
    (Kind.TEMPLATE, [title("Policy"), "See [the manual](manual.md), note [1], [x] done and [2].", RULES]),
    (Kind.TEMPLATE, [title("Manual"), f"{RULES} " * 60, "Use the template in Annex C, to be completed by the guard."]),
    (Kind.TEMPLATE, [title("Breach Policy"), f"{RULES} " * 60, "Dear [Name], on [Date] at [Place] your data [What]."]),
    (Kind.RECORD, [title("Training Record Policy"), RULES]),
    (Kind.RECORD, [title("Incident Report Procedure"), RULES, "Effective: 2026-01-01"]),
    (Kind.REGISTER, [title("Status list"), *rows(("Partner", "Status"), 5, "P{}", "Certified")]),
    (Kind.CERTIFICATE, [title("Policy"), "A certificate must be valid until the end of the year.", f"{RULES} " * 80]),
    (Kind.CRITERIA, [title("Crosswalk"), *rows(("MSC", "Criteria", "Guidance", "Status"), 5, "5.{}", "x", "y", "Met")]),
    (Kind.QUESTIONNAIRE, [title("Container checklist"), *rows(QUESTIONS, 6, "{}", "Front wall", "Yes", "2026-03-0{}")]),
    (Kind.PRIOR_ANSWER, [title("Manual"), RULES, "Each partner response is reviewed."]),
    (Kind.PRIOR_ANSWER, [title("Portal Response Procedure"), RULES, "Write the Partner Response: short."]),
    (Kind.PRIOR_ANSWER, [title("Partner response to CAR-26-03"), "Dear Sirs,", "No. 3 is mended.", "Sincerely,"]),
    (Kind.RECORD, [title("Security Policy"), RULES * 9, *rows(("Rev", "Date"), 6, "{}", "2026-01-0{}")]),
    (Kind.LETTER, [title("Letter of Credit Procedure"), RULES]),
    (Kind.POLICY, [title("Volume commitment 2027"), "We buy forty boxes."]),
    (Kind.CERTIFICATE, [title("Licence plates seen at the gate"), "AB 123"]),
    (Kind.PROCEDURE, [title("How we lost a trailer"), "It was gone in the morning."]),
    (Kind.PROCEDURE, [title("Shipping instructions 4711"), "Forty cartons to Boston."]),
]


@pytest.mark.parametrize(("kind", "blocks"), NOT_KINDS)
def test_a_kind_is_not_told_by_a_mere_word(kind: Kind, blocks: list[Block | str]) -> None:
    assert read("a.docx", *blocks).kind is not kind


PORTAL_ROWS = [row(("No.", "What we wrote"), number, "Screening is done.") for number in ("8", "15", "30", "64")]
CLAIMS = rows(("Row", "Item", "Status", "Done"), 6, "R-00{}", "Weights verified", "Implemented", "100 %")


@pytest.mark.parametrize(
    ("kind", "name", "blocks"),
    [
        (Kind.PRIOR_ANSWER, "a.docx", [title("Security profile, answers as submitted in January"), *PORTAL_ROWS]),
        (Kind.PRIOR_ANSWER, "a.docx", ["Copied out of the portal by M. Price.", *PORTAL_ROWS]),
        (Kind.REGISTER, "a.xlsx", [title("CTPAT implementation register"), *CLAIMS]),
        (Kind.PROCEDURE, "02 Procedures/a.pdf", [title("Badges and Visitors"), "Badges are worn."]),
        (Kind.PROCEDURE, "a.pdf", [title("WI-03 Bolts"), "Bolts come sealed in tens to the lead."]),
        (Kind.PROCEDURE, "How we receive.md", ["Trucks come by slot."]),
        (Kind.PROCEDURE, "a.pdf", [title("Computer rules 2026"), "One account a person."]),
        (Kind.POLICY, "a.pdf", [title("Our promise"), "We joined the partnership to keep freight safe."]),
        (Kind.RECORD, "3. Records/Week 43/a.pdf", [title("Sheets"), "Unit CRVU 614207", "Doors OK"]),
    ],
)
def test_papers_for_the_portal_and_numbered_folders_are_known(kind: Kind, name: str, blocks: list[Block | str]) -> None:
    assert read(name, *blocks).kind is kind


@pytest.mark.parametrize(
    ("kind", "blocks"),
    [
        (Kind.PRIOR_ANSWER, ["Copied out of the portal.", "The gate is open from six to nine."]),
        (Kind.REGISTER, [title("Corrective actions"), *rows(("No.", "Action", "Status"), 6, "{}", "Mend", "Closed")]),
        (Kind.RECORD, [title("Capital plan"), *rows(("No.", "What", "When"), 8, "{}", "Lamps", "Q3 2027")]),
    ],
)
def test_a_plan_a_tracker_and_a_mere_mention_of_the_portal_are_not(kind: Kind, blocks: list[Block | str]) -> None:
    assert read("a.xlsx", *blocks).kind is not kind
