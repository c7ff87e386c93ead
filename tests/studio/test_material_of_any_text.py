"""Whatever the text, generation ends, repeats itself, and never quotes what is not there."""

from hypothesis import given
from hypothesis import strategies as st

from lyceum.studio.drafts import SourcePassage
from lyceum.studio.gates import refusal_of
from lyceum.studio.material import generate

PIECES = (
    "The demand curve is a line. ", "An allele is a specific version of one gene. ", "(see Figure 2)", "called the ",
    " or ", "“", "”", "\n\n", "This ", "price floors", ". ", "Economists call that line the ", "demand curve", "—",
    "_____", " -x- ", "A(n) ", "U.S. ", "12.5 ", "É", " is a ", " of ", "mean what matters in a market for goods. ",
)  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=300))
passages = st.lists(
    st.builds(
        SourcePassage,
        id=st.uuids(),
        text=texts,
        page=st.integers(1, 9),
        heading_path=st.lists(st.sampled_from(["Demand", "Review Questions", "", "É"]), max_size=2).map(tuple),
        bold_terms=st.lists(st.sampled_from(["demand curve", "allele", "!", "price floors"]), max_size=2).map(tuple),
    ),
    max_size=4,
    unique_by=lambda passage: passage.id,
)


@given(passages)
def test_every_item_of_any_text_passes_its_gates_and_belongs_to_a_skill(found: list[SourcePassage]) -> None:
    by_id = {passage.id: passage for passage in found}

    material = generate(found)

    skills = {skill.key: skill for skill in material.skills}
    assert len(skills) == len(material.skills)
    for item in material.items:
        assert refusal_of(item, by_id[item.quote.passage_id]) is None
        assert item.term_key in skills[item.skill_key].term_keys
        assert item.accepted[0] == item.answer
    assert generate(found) == material
