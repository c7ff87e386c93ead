"""What kind of thing a term names: two of one kind can stand in one list."""

import pytest

from tests.studio.knowing import known

TEXT = (
    "A price floor is the lowest price that one may legally pay. A price ceiling is a legal maximum price for bread. "
    "Price controls are laws that the state makes. A normal good is a product whose demand rises with income. "
    "A substitute is a good or service that takes the place of another. A subsidy occurs when the state pays a firm. "
    "A famine occurs when the harvest of a land fails. An enzyme is a type of protein that speeds things up. "
    "A hormone is a protein made by glands of the body. The demand curve may shift, and so may the supply curve."
)
TERMS = (
    "price floor", "price ceiling", "price control", "normal good", "substitute", "subsidy", "famine", "enzyme",
    "hormone", "demand curve", "supply curve",
)  # fmt: skip


@pytest.mark.parametrize(
    ("term", "kinds"),
    [
        ("price floor", {"floor", "price"}),
        ("price control", {"control", "law"}),
        ("substitute", {"substitute", "good", "service"}),
        ("enzyme", {"enzyme", "protein"}),
        ("hormone", {"hormone", "protein"}),
        ("demand curve", {"curve"}),
        ("subsidy", {"subsidy"}),
    ],
)
def test_a_kind_is_the_head_of_the_definition_or_of_the_name(term: str, kinds: set[str]) -> None:
    read = known(TEXT, TERMS)

    assert read.knowledge.kinds(read.lexeme(term)) == kinds


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("price floor", "price ceiling", True),
        ("price floor", "price control", False),
        ("normal good", "substitute", True),
        ("normal good", "price ceiling", False),
        ("demand curve", "supply curve", True),
        ("enzyme", "hormone", True),
        ("subsidy", "famine", False),
    ],
)
def test_terms_of_one_kind_are_told_from_others(left: str, right: str, *, alike: bool) -> None:
    read = known(TEXT, TERMS)

    assert read.knowledge.are_of_a_kind(read.lexeme(left), read.lexeme(right)) is alike
