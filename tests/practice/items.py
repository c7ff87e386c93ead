"""Items as the library would hand them over, built in memory."""

from uuid import UUID, uuid4

from lyceum.library.contracts import Item, ItemParameters, ItemType, Key, SkillName, Source

PASSAGE = UUID("5a9f2f0e-0d3c-5f43-8f0e-5b6f8f4f1c11")


def item_of(
    kind: ItemType,
    key: Key,
    *,
    stem: str = "What is it?",
    accepted: list[list[str]] | None = None,
    options: list[str] | None = None,
    quote: str | None = "It is what it is.",
    page: int = 3,
) -> Item:
    """An item; options are texts, their ids "a", "b", …."""
    shown = None if options is None else [{"id": chr(97 + n), "text": text} for n, text in enumerate(options)]
    return Item(
        id=uuid4(),
        version=1,
        type=kind,
        stem=stem,
        key=key,
        accepted=accepted or [],
        options=shown,
        skills=(SkillName(uuid4(), "A skill"),),
        source=None if quote is None else Source(PASSAGE, page, quote),
        parameters=ItemParameters(),
        subject_id=uuid4(),
        document_id=None,
        is_active=True,
    )


def cloze(key: str, *variants: str, stem: str = "The ____ is here.", **more: str) -> Item:
    """A sentence with one gap."""
    return item_of(ItemType.CLOZE, [key], accepted=[[key, *variants]], stem=stem, quote=more.get("quote"))


def short_answer(key: str, *variants: str, quote: str | None = None) -> Item:
    """A question with an answer to be typed."""
    return item_of(ItemType.SHORT_ANSWER, key, accepted=[[key, *variants]], quote=quote)
