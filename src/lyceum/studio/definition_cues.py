"""Turns of phrase by which an English sentence says what a term is, looked for before and after its mention."""

import re

NAMING_BEFORE = re.compile(
    r"\b(?:called|known as|termed|referred to as|named|dubbed|defined as)\s*(?:an?\s+|the\s+|its\s+)?[“\"‘]?$",
    re.IGNORECASE,
)
WE_CALL_BEFORE = re.compile(
    r"\b(?:we|they|you|people|scholars|\w+(?:ists|ers|ors|ans))\s+(?:\w+\s+)?calls?\b"
    r"[^.;:]{5,160}?\s+(?:an?\s+|the\s+)?[“\"‘]?$|"
    r"\brefers? to [^.;:]{5,140}?\s+as\s+(?:an?\s+|the\s+)?[“\"‘]?$"
)
CLAUSE_ENDS = re.compile(r"^[”\"’']?\s*(?:$|[.;),]|\([A-Z])")
TERM_BEFORE = re.compile(r"\b(?:the )?(?:term|phrase|word)\s+[“\"‘]?$", re.IGNORECASE)
ALSO_BEFORE = re.compile(r"(?:,|—|\()\s*(?:or|also known as|also called|sometimes called)\s+(?:the\s+|an?\s+)?[“\"‘]?$")
_ASIDE = r"(?:\s*\([^)]{1,60}\)|,\s[^,]{3,60},)?"
IS_WHAT = re.compile(
    rf"^[”\"’]?{_ASIDE}\s+(?:is|are)\s+(?:(?:simply|essentially|basically|usually|generally|typically|often)\s+)?"
    r"(?:an?|the|any|one|when|where|how|what|that|those|defined)\b"
)
IS = re.compile(rf"^[”\"’]?{_ASIDE}\s+(?:is|are|was|were)\b")
MEANS = re.compile(
    rf"^[”\"’]?{_ASIDE}\s+(?:refers? to|means?|describes?|is defined as|denotes?|occurs? (?:when|if)|"
    r"exists? (?:when|if)|arises? (?:when|if)|happens? when|represents?|consists? of|measures?|states? that|says? that|"
    r"holds? that)\b"
)
WAS_WHAT = re.compile(rf"^[”\"’]?{_ASIDE}\s+(?:was|were)\s+(?:an?|the|one)\b")
DOES = re.compile(
    rf"^[”\"’]?{_ASIDE}\s+(?:shows?|involves?|includes?|explains?|provides?|allows?|contains?|enables?|protects?|"
    r"controls?|regulates?|produces?|carr(?:y|ies)|helps?|requires?|guarantees?|establishes|established|gave|"
    r"stated|required|allowed|declared|proposed|created|granted|prohibited|receives?|processes)\b"
)
APPOSITION = re.compile(
    r"^[”\"’]?(?:,\s+(?:or (?:the |an? )?[a-z -]{3,40}[,.]|which\b|an?\b|the\b|that is\b|meaning\b)|"
    r"\s*(?:—|–|:)\s*\w|\s+\([a-z])"
)
DEFINE_WORD = re.compile(r"\b(?:defin(?:e|es|ed|ition)|meaning)\b", re.IGNORECASE)
# "We call this a surplus": what "this" is was said in the sentence before.
CALLS_THIS = re.compile(r"\b(?:calls?|called) (?:this|it|them|these)\s+(?:an?\s+|the\s+)?[“\"‘]?$", re.IGNORECASE)
# After one of these the term is no subject: "a homologous pair of chromosomes is the two copies".
NO_SUBJECT = re.compile(
    r"\b(?:of|in|on|for|with|to|by|from|than|between|and|or|as|at|into|through|about|using)\s+(?:an?\s+|the\s+|its\s+)?$",
    re.IGNORECASE,
)
# What is named ends here; before another noun only a part of its name was matched.
NAME_ENDS = re.compile(
    r"^[”\"’']?\s*(?:$|[,.;:)(—–]|(?:and|or|because|which|that|when|where|in|by|for|is|are|was|were|if|as|since|on|at|after|"
    r"from)\b)"
)
# "The New Jersey Plan called for …": what a named thing did is what a learner is asked about it.
ACTED = re.compile(
    r"^\s+(?:[a-z]+ly )?(?:(?:was|were|had|has|is|are)\b|[a-z]+ed\b|"
    r"(?:made|gave|took|led|held|began|became|won|grew)\b)"
)
ONLY_EXAMPLE = re.compile(
    r"^\s+(?:is|are|was|were) (?:also )?"
    r"(?:(?:an?|another|the|one) (?:[a-z-]+ )?example|an excellent illustration|one of|part of|some of)\b"
)
NEGATES = re.compile(r"^\s+(?:is|are|was|were)\s+(?:not|no)\b")
LEAD_IN = re.compile(r"^(?:(?:In|For|To) [^,]{3,40}, )?(?:An?|The|Any|Each|Every)?\s*[“\"‘]?$", re.IGNORECASE)
