"""Columns of items: those that apply in a country, and nothing of any other."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lyceum.library.column_picking import applying, indexed
from lyceum.library.contracts import ItemColumns, ItemType

SKILLS = [UUID(int=number) for number in range(3)]
countries = st.sampled_from(["AT", "DE", "FR"])
items = st.lists(
    st.tuples(
        st.lists(countries, max_size=2, unique=True).map(tuple),
        st.lists(st.sampled_from(SKILLS), min_size=1, max_size=2, unique=True).map(tuple),
        st.integers(0, 2),
    ),
    max_size=12,
)


def columns_of(drawn: list[tuple[tuple[str, ...], tuple[UUID, ...], int]]) -> ItemColumns:
    return indexed(
        ItemColumns(
            ids=tuple(UUID(int=100 + number) for number in range(len(drawn))),
            versions=tuple(range(len(drawn))),
            skill_ids=tuple(skill_ids for _, skill_ids, _ in drawn),
            types=tuple(ItemType.FLASHCARD for _ in drawn),
            a=tuple(map(float, range(len(drawn)))),
            b=tuple(map(float, range(len(drawn)))),
            c=tuple(map(float, range(len(drawn)))),
            sentences=tuple(sentence for *_, sentence in drawn),
            limited_to={place: codes for place, (codes, *_) in enumerate(drawn) if codes},
        )
    )


@given(items, st.one_of(st.none(), countries))
def test_nothing_of_another_country_is_left_and_nothing_else_is_missing(
    drawn: list[tuple[tuple[str, ...], tuple[UUID, ...], int]], country: str | None
) -> None:
    columns = columns_of(drawn)

    here = applying(columns, country)

    wanted = [place for place, (codes, *_) in enumerate(drawn) if not codes or country in codes]
    assert here.ids == tuple(columns.ids[place] for place in wanted)
    assert here.versions == tuple(wanted)
    assert here.a == here.b == here.c == tuple(map(float, wanted))
    assert here.left_out == len(drawn) - len(wanted)
    for place, (item_id, skill_ids, sentence) in enumerate(zip(here.ids, here.skill_ids, here.sentences, strict=True)):
        assert skill_ids == columns.skill_ids[columns.place_of[item_id]]
        assert here.place_of[item_id] == place
        assert place in here.quoting[sentence]
        assert all(place in here.places_of[skill] for skill in skill_ids)
    assert sum(map(len, here.places_of.values())) == sum(map(len, here.skill_ids))
