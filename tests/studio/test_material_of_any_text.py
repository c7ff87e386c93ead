"""Whatever the text, generation ends, repeats itself, and never quotes what is not there."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lyceum.studio.arranging import MOST_ITEMS_PER_SKILL, in_order_of_publication
from lyceum.studio.drafts import SourcePassage
from lyceum.studio.material import generate
from lyceum.studio.phrasing import language_of
from lyceum.studio.terms import key_terms, split_sentences
from tests.studio.knowing import known

PIECES = (
    "The demand curve is a line. ", "An allele is a specific version of one gene. ", "(see Figure 2)", "called the ",
    " or ", "“", "”", "\n\n", "This ", "price floors", ". ", "Economists call that line the ", "demand curve", "—",
    "A gene is a part of a chromosome that says how one protein is made. ", "A genotype is the set of alleles. ",
    "A price floor is the lowest legal price of some good. ", "A price ceiling is the highest legal price of a good. ",
    "genotype", "gene", "_____", " -x- ", "A(n) ", "U.S. ", "12.5 ", "É", " is a ", " of ",
    "mean what matters in a market for goods. ",
)  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=300))
passages = st.lists(
    st.builds(
        SourcePassage,
        id=st.uuids(),
        text=texts,
        page=st.integers(1, 9),
        heading_path=st.lists(st.sampled_from(["Demand", "Review Questions", "", "É"]), max_size=2).map(tuple),
        bold_terms=st.lists(
            st.sampled_from(["demand curve", "allele", "!", "price floors", "gene", "genotype"]), max_size=4
        ).map(tuple),
    ),
    max_size=4,
    unique_by=lambda passage: passage.id,
)


@given(passages)
def test_every_item_of_any_text_passes_its_gates_and_belongs_to_a_skill(found: list[SourcePassage]) -> None:
    material = generate(found)
    language = language_of(split_sentences(found))
    terms = [term.text for term in key_terms(found, split_sentences(found), language=language)]
    gatekeeper = known(found, terms, language=language).gatekeeper()

    skills = {skill.key: skill for skill in material.skills}
    assert len(skills) == len(material.skills)
    for item in material.items:
        assert gatekeeper.admits(item), gatekeeper.refused
        assert item.term_key in skills[item.skill_key].term_keys
        assert item.accepted[0] == item.answer
        assert not item.options or item.answer in item.options
    assert max(Counter(item.skill_key for item in material.items).values(), default=0) <= MOST_ITEMS_PER_SKILL
    ordered = in_order_of_publication(material.items, [skill.key for skill in material.skills])
    assert Counter(ordered) == Counter(material.items)
    assert generate(found) == material
