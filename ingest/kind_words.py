"""The words that tell kinds of documents apart."""

import re

from kb.model import Kind

HEAD = 3000  # characters in which a document says what it is
SHORT = 7000  # characters of a certificate or letter at most

TITLE_WORDS = (
    (Kind.CRITERIA, r"minimum security criteria"),
    (Kind.TEMPLATE, r"template|blank form|plantilla|boilerplate"),
    (Kind.QUESTIONNAIRE, r"questionnaire|self.?assessment|survey|check sheet|cuestionario"),
    (
        Kind.REGISTER,
        r"crosswalk|controls? register|alignment matrix|compliance matrix|traceability matrix|control matrix",
    ),
    (Kind.PRIOR_ANSWER, r"(?:portal|partner) (?:responses?|answers?)|portal narratives?|security profile"),
    (
        Kind.RECORD,
        r"logs?|logbook|checklists?|rosters?|minutes|reports?|register|attendance|acknowledge?ments?|inventory|records?"
        r"|risk assessment|inspection sheet|tracker|review note|contact check|status checks?|results?|disposals"
        r"|roll call"
        r"|audit|walk|tests?|manifest|receipts?|sign.?in sheet|findings|bit[áa]cora|acta|informe|protokoll|rapport",
    ),
    (
        Kind.PROCEDURE,
        r"procedures?|standards?|plan|manual|guidelines?|guide|sops?|work instructions?|post orders"
        r"|methodology|(?:house|yard|dock|gate|area|computer|partner) rules|WI[ _-]?\d+\w*"
        r"|how (?:it works|we (?:work|receive|load|ship|pick|pack|store|check|seal|handle))"
        r"|framework|protocol|procedimientos?|instructivo|verfahrensanweisung|arbeitsanweisung|proc[ée]dure",
    ),
    (
        Kind.POLICY,
        r"policy|policies|handbook|code of conduct|statement of support|statement|charter|our (?:pledge|promise)"
        r"|pol[íi]tica|richtlinie|politique",
    ),
    (Kind.CERTIFICATE, r"certificate|certification|certificado|declaration of conformity"),
    (Kind.LETTER, r"letter|memo(?:randum)?|e-?mail|carta|schreiben"),
)
TITLES = tuple((kind, re.compile(rf"\b(?:{words})\b", re.I)) for kind, words in TITLE_WORDS)
TITLE_TAIL = re.compile(r"\s(?:for|of|to|on|about|with)\s|\s[–—-]\s|[(:]", re.I)
TYPES = {
    **dict.fromkeys(("policy", "charter", "statement", "code of conduct"), Kind.POLICY),
    **dict.fromkeys(
        ("procedure", "standard", "plan", "manual", "guide", "guideline", "sop", "framework"), Kind.PROCEDURE
    ),
    **dict.fromkeys(("work instruction", "annex", "handbook", "post orders", "protocol"), Kind.PROCEDURE),
    **dict.fromkeys(("record", "report", "log", "minutes", "checklist", "roster", "assessment"), Kind.RECORD),
    **dict.fromkeys(("template", "blank form"), Kind.TEMPLATE),
    **dict.fromkeys(("matrix", "crosswalk"), Kind.REGISTER),
    "letter": Kind.LETTER,
    "certificate": Kind.CERTIFICATE,
    "questionnaire": Kind.QUESTIONNAIRE,
    "criteria": Kind.CRITERIA,
}
FOLDER_NUMBER = re.compile(r"^[\d\W_]+")  # "03 Records", "4. Partners"
FOLDERS = {
    **dict.fromkeys(("policies", "policy"), Kind.POLICY),
    **dict.fromkeys(
        ("procedures", "procedure", "sops", "manual", "manuals", "work instructions"),
        Kind.PROCEDURE,
    ),
    **dict.fromkeys(("records", "record", "logs"), Kind.RECORD),
    **dict.fromkeys(("certificates", "certs"), Kind.CERTIFICATE),
    **dict.fromkeys(("templates", "forms"), Kind.TEMPLATE),
    **dict.fromkeys(("msc", "criteria"), Kind.CRITERIA),
    **dict.fromkeys(("letters", "mails", "correspondence"), Kind.LETTER),
    **dict.fromkeys(("questionnaires",), Kind.QUESTIONNAIRE),
}
CALLED_TEMPLATE = re.compile(
    r"\bthis (?:\w+ ){0,2}(?:plan|document|policy|procedure|form|questionnaire|standard|register|manual"
    r"|checklist|workbook)"
    r" is an? (?:[\w.,-]+ ){0,5}template\b",
    re.I,
)
ASKS_FILLING = re.compile(
    r"\btemplate\b[^.\n]{0,60}\b(?:to be (?:completed|filled)|adapt(?:ed)? (?:it )?to)"
    r"|(?:replace|complete|fill in) (?:the |all )?(?:\w+ )?(?:placeholders?|bracketed|fields in brackets)"
    r"|\bblank form\b",
    re.I,
)
CERTIFIES = re.compile(
    r"\b(?:certificate|certificado|zertifikat)\b|certif(?:y|ies) that|this is to certify|hereby certif"
    r"|se certifica|認定証|登録証|证书|인증서",
    re.I,
)
VALIDITY = re.compile(
    r"valid (?:un)?til|valid (?:from|for|through)|validity|expir|certificate n|registration n|vigencia|有効期限", re.I
)
SALUTATION = re.compile(
    r"^\W*(?:dear\b|to whom it may concern|estimad[oa]s?\b|sehr geehrte|madame|messieurs|attn\b|attention\s*:"
    r"|re\s*:|subject\s*:)",
    re.I | re.M,
)
CLOSING = re.compile(
    r"^\W*(?:sincerely|yours (?:truly|faithfully|sincerely)|(?:best|kind|warm)? ?regards|respectfully"
    r"|atentamente|cordialmente|very truly yours|mit freundlichen)",
    re.I | re.M,
)
IMPLEMENTED = re.compile(
    r"(?:fully |partially )?implemented|(?:in |fully in )place|compliant|(?:fully )?met|conforms|100 ?%", re.I
)
MSC_HEADER = re.compile(r"\bcriteria\b.*\bguidance\b|\bguidance\b.*\bmust", re.I)
ANSWERED = re.compile(r"\s*(?:yes|no|y|n|n/?\.?a\.?|not applicable|s[ií]|はい|いいえ|partial(?:ly)?)\b", re.I)
# A title of what was written into the portal; "partner response" alone could also be a partner's letter.
PORTAL_ANSWERS = re.compile(
    r"\bportal (?:responses?|answers?|narratives?|texts?)\b"
    r"|\bsecurity profile\b(?=.*\b(?:answers?|responses?|submi\w+)\b)"
    r"|\b(?:responses?|answers?|texts?)\b.{0,20}\b(?:as )?(?:submitted|entered|uploaded)\b"
    r"|\b(?:prior|previous|earlier|last year.?s) (?:portal )?(?:responses"
    r"|answers)\b",
    re.I,
)
FROM_PORTAL = re.compile(
    r"\b(?:copied|taken|exported|printed|copy)\b[^.\n]{0,30}\b(?:out of|from|of) the (?:ctpat )?portal\b"
    r"|\b(?:submitted|entered|uploaded|typed)\b[^.\n]{0,30}\b(?:in|into|to|through) the (?:ctpat )?portal\b",
    re.I,
)
RESPONSE_LABEL = re.compile(r"\bpartner response\W{0,3}?(?:[:：|]|$)", re.I | re.M)
CRITERION_NUMBER = re.compile(
    r"(?:\b(?:criteri(?:on|a)|question|item|msc|no\.?)\s*#?\s*|#\s*|\(|^\W*)\d{1,3}(?:\.\d{1,2})?\b", re.I | re.M
)
PORTAL_TITLE = re.compile(r"\S\s?\(\d{1,3}\)\s*(?:-|–|$)", re.M)
SELF_NAMED = re.compile(
    r"\bthis (policy|procedure|standard|manual|plan|guide|handbook|guideline|work instruction|instruction)\b", re.I
)
BINDING = re.compile(r"\b(?:shall|must|will|is responsible|are responsible|is required|are required|may not)\b", re.I)

BOUND = 5  # binding verbs that make a rule book of a text
DOCUMENT_NUMBER = re.compile(r"\b[A-Z]{2,5}-[A-Z]{2,5}-\d{1,4}\b")  # its letters (POL-LOG-02) are no words of a title
