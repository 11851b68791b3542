"""What a vendor's answer in a questionnaire is worth."""

import re
from collections.abc import Mapping

from kb.modality import HEDGE, PLAN, denies
from kb.model import Grade

YES = re.compile(r"^\W*(?:[✓✔☑]|(?:y|yes|true|x|compliant|implemented|in place)\b)", re.IGNORECASE)
NO = re.compile(r"^\W*(?:n|no|false|not compliant|not implemented|non[- ]compliant)\b(?!\W*/?\W*a\b)", re.IGNORECASE)
NOT_APPLICABLE = re.compile(r"^\W*(?:n\W?/?\W?a\b|not applicable)", re.IGNORECASE)
CONDITION = re.compile(
    r"\b(?:except|partly|partial|partially|in part|some|most|mostly|mainly|usually|normally|sometimes|occasionally"
    r"|almost|not (?:all|every|always)|only (?:for|at|on|when)|but|however|unless|limited)\b",
    re.IGNORECASE,
)
# Items whose good answer is No; neither answer says anything of how the criterion is met.
ADVERSE = re.compile(
    r"^\W*(?:has|have|had|did|do|does|were|was|is|are|any)\b.*\b(?:(?:any|ever)\b.*\b(?:incidents?|breach(?:es)?|thefts?|pilferage"
    r"|loss(?:es)?|seizures?|violations?|penalt(?:y|ies)|convict\w+|smuggl\w+|stowaways?|suspended|revoked|tampered)"
    r"|sub-?contract\w*|outsourced?|shared? (?:user )?(?:accounts?|passwords?|log-?ins?)|generic accounts?)\b",
    re.IGNORECASE | re.DOTALL,
)
PROCEDURE_ASKED = re.compile(
    r"\b(?:procedures?|polic(?:y|ies)|process|plan|reported|how|required|in place|vetted|screened)\b", re.I
)
WORDS_OF_A_REASON = 3  # "see above" is no explanation


def answered(fields: Mapping[str, str]) -> bool:
    """Whether a table row is a questionnaire's: it has a column for answers."""
    return "answer" in fields


def unfinished(fields: Mapping[str, str]) -> bool:
    """Whether a Yes is taken back by its own explanation: planned, in process, or not so in part."""
    explanation = " ".join(filter(None, (fields.get("explanation", ""), fields.get("action", ""))))
    said = f"{fields.get('answer', '')}. {explanation}"
    return bool(YES.match(fields.get("answer", "").strip()) and (PLAN.search(said) or denies(explanation)))


def adverse(question: str) -> bool:
    """Whether the good answer to a question is No: it asks for mishaps or for what should not be, not for a control."""
    return bool(ADVERSE.search(question)) and not PROCEDURE_ASKED.search(question)


def worth(fields: Mapping[str, str]) -> tuple[Grade, str]:
    """The grade of an answered row, and why, in words for people."""
    answer = fields.get("answer", "").strip()
    explanation = " ".join(filter(None, (fields.get("explanation", ""), fields.get("action", "")))).strip()
    explained = len(explanation.split()) >= WORDS_OF_A_REASON
    if NOT_APPLICABLE.match(answer):
        if explained:
            return Grade.CLAIM_ONLY, "answered N/A with a reason: a person must judge it"
        return Grade.FORM_ONLY, "answered N/A without a reason: treated as missing"
    if adverse(fields.get("question", "")) and (NO.match(answer) or YES.match(answer)):
        return Grade.CLAIM_ONLY, "the good answer to this question is No, so neither answer shows the matter itself"
    if NO.match(answer):
        return Grade.CONTRADICTS, "the vendor answers No: an open gap there, which needs corrective action"
    if not YES.match(answer):
        return Grade.FORM_ONLY, "not answered"
    said = f"{answer}. {explanation}"
    if PLAN.search(said):
        return Grade.PARTIAL, "answered Yes, but the explanation says it is not finished"
    if denies(explanation):
        return Grade.PARTIAL, "answered Yes, but the explanation denies part of it"
    if HEDGE.search(said) or CONDITION.search(said):
        return Grade.PARTIAL, "answered Yes, with a condition"
    if not explained:
        return Grade.CLAIM_ONLY, "answered Yes without saying how"
    return Grade.SUPPORTS, "the vendor answers Yes and says how"
