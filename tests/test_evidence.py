"""What lowers a passage, and what does not."""

from dataclasses import replace

from nouns import SEALS, document, grade, judged, passage

from kb.model import Grade, Kind, Layer, Locator, Requirement

REVIEWED = Requirement(
    "181.1",
    "Cybersecurity policies are reviewed every year.",
    (Layer.RECORD,),
    core={"document": ("policy", "it"), "action": ("reviewed",)},
)


def test_a_hedge_is_no_fault_where_the_question_itself_leaves_room() -> None:
    words = "Where operations allow, seals are locked in a cabinet and counted."
    assert grade(words, document()) is Grade.PARTIAL
    roomy = replace(SEALS, text="Seals are locked away where possible.")
    assert grade(words, document(), roomy) is Grade.SUPPORTS


def test_a_review_that_a_paper_tells_of_under_its_scope_is_a_review_and_a_rule_there_is_an_intention() -> None:
    scope = Locator(trail=("1 Purpose and scope",))
    paper = document(Kind.POLICY)
    reviewed = passage("The policy is reviewed every April by the manager.", paper, locator=scope)
    assert grade(reviewed, paper, REVIEWED) is Grade.SUPPORTS
    rule = passage("Seals are locked in a cabinet and counted.", paper, locator=scope)
    assert grade(rule, paper) is Grade.PARTIAL


def test_each_unspoken_core_facet_takes_some_of_the_nearness() -> None:
    both = judged("Seals are locked in a cabinet and counted.", document())
    one = judged("Seals are numbered and counted by the custodian.", document())
    assert both and one and one.strength < both.strength
    assert judged("Seals are numbered and counted by the custodian.", document(), likeness=0.45) is None


def test_a_plan_of_the_companys_own_lifts_nothing_where_its_sentence_names_only_a_part() -> None:
    found = judged("Seals will be counted by Q3 2027 at the latest.", document())
    assert found is None or (found.grade is Grade.PARTIAL and not found.counts)


def test_a_draft_alone_lifts_nothing() -> None:
    drafted = judged("Seals are locked in a cabinet and counted.", document(title="Seal procedure DRAFT 0.4"))
    assert drafted and drafted.grade is Grade.PARTIAL and not drafted.counts
