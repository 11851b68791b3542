"""Papers that claim membership of CTPAT or of a programme abroad, and do not prove it."""

import re
from datetime import date

from kb.model import Document, Kind
from kb.mutual_recognition import country_named, recognised

SVI = re.compile(r"\bSVI\b")
AEO = re.compile(r"\b(?:AEO|authori[sz]ed economic operator|OEA)\b", re.IGNORECASE)
# CBP certifies no factory outside of these; what others there call a CTPAT certificate is an auditor's paper.
AUDIT = re.compile(r"\b(?:audit|assessment|verified by|inspection body|certification body)\b", re.IGNORECASE)


def membership_claim(text: str, document: Document, as_of: date) -> str:
    """Why a paper is only a claim of membership, in words; empty where it may prove it."""
    about = f"{document.title} {document.party} {text}"
    if document.kind in (Kind.LETTER, Kind.QUESTIONNAIRE) and SVI.search(text):
        return "an SVI number is a claim: those numbers were abolished in 2015; look the partner up in the portal"
    if document.kind is not Kind.CERTIFICATE:
        return ""
    if AUDIT.search(f"{document.title} {text}") and not AEO.search(about):
        return "a private audit is not membership of CTPAT or of a recognised AEO programme"
    country = country_named(about)
    if AEO.search(about) and country and recognised(country, as_of) is False:
        return f"there is no mutual recognition arrangement with {country}"
    return ""
