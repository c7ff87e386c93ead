"""Routes of decks as files."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import File, Form, Path, Query, Response, UploadFile, status

from lyceum.library import exporting, importing
from lyceum.library.contracts import (
    DeckFileTooLarge,
    DeckFileUnreadable,
    DeckFileUnsupported,
    DeckNotFound,
    OtherSubject,
    SkillNotFound,
    SubjectNotFound,
)
from lyceum.library.exporting import DeckFormat
from lyceum.library.importing import ImportOrder
from lyceum.library.schemas import examples
from lyceum.library.schemas.exchange import ImportedView
from lyceum.library.schemas.subjects import Title
from lyceum.platform.confinement import TooDemanding
from lyceum.platform.errors import Invalid, Unauthenticated
from lyceum.platform.http.admission import charged
from lyceum.platform.http.authentication import SignedInOutside
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import OutsideRouter
from lyceum.platform.http.transaction import Resources
from lyceum.platform.limit_table import LimitClass

# A file is read, and one is written, with no transaction open.
router = OutsideRouter(prefix="/decks", tags=["library"])

_LEFT_OUT = "items-left-out"
_MEDIA_TYPES = {DeckFormat.CSV: "text/csv", DeckFormat.APKG: "application/apkg"}


@router.get(
    "/{deck_id}/export",
    summary="Export a deck",
    response_class=Response,
    responses={
        200: {
            "content": {kind: {} for kind in _MEDIA_TYPES.values()},
            "description": "The file.",
            "headers": {
                _LEFT_OUT: {
                    "description": "How many items are not in it, because a session waits for your answer to them.",
                    "schema": {"type": "integer"},
                }
            },
        },
        **error_responses(Unauthenticated, Invalid, DeckNotFound),
    },
)
async def export_deck(
    kernel: Resources,
    owner: SignedInOutside,
    deck_id: Annotated[UUID, Path(description="One of your decks.")],
    form: Annotated[
        DeckFormat, Query(alias="format", description="CSV holds all of an item; an Anki package what Anki can ask.")
    ] = DeckFormat.CSV,
) -> Response:
    """One of your decks as a file, with the keys of its items.

    CSV has the columns `type`, `front`, `back`, `accepted`, `options` and `skills`, and gives the same items when it is
    imported; a cell that a spreadsheet would compute begins with an apostrophe. In an Anki package a cloze item is a
    cloze note and any other item a card with two sides; it holds no reviews.
    """
    exported = await exporting.export_deck(kernel, owner, deck_id, form)
    return Response(
        exported.content,
        media_type=_MEDIA_TYPES[form],
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(exported.file_name, safe='')}",
            _LEFT_OUT: str(exported.left_out),
        },
    )


@router.post(
    "/import",
    status_code=status.HTTP_201_CREATED,
    summary="Import a deck",
    responses={
        200: {"model": ImportedView, "description": "Nothing was new."},
        **error_responses(
            Unauthenticated,
            Invalid,
            SubjectNotFound,
            SkillNotFound,
            OtherSubject,
            DeckFileUnreadable,
            DeckFileUnsupported,
            DeckFileTooLarge,
            TooDemanding,
        ),
    },
)
@charged(LimitClass.UPLOAD)
async def import_deck(
    response: Response,
    kernel: Resources,
    owner: SignedInOutside,
    file: Annotated[
        UploadFile,
        File(description="A CSV file in UTF-8 or UTF-16, or an Anki package (.apkg).", examples=["biology.apkg"]),
    ],
    subject_id: Annotated[UUID, Form(description="One of your subjects.", examples=[examples.SUBJECT_ID])],
    title: Annotated[
        Title | None,
        Form(description="Of the deck; left out: as in the file, else its name.", examples=["The hard ones"]),
    ] = None,
    skill_id: Annotated[
        UUID | None,
        Form(
            description="A skill of the subject, for rows that name none; left out: one called as the deck.",
            examples=[examples.SKILL_ID],
        ),
    ] = None,
) -> ImportedView:
    """Make a deck of a file, with an item for each row or note that can be one, and a word about each that cannot.

    A deck of yours in the subject that has the title is filled further. The same file again makes nothing twice. CSV is
    as it is exported; `front` and `back` are enough. Commas, semicolons or tabs part the cells, as a spreadsheet writes
    them in your country: the names in the first row tell which. Of a package text is read: cloze notes, and the first
    two fields of others. Reviews and schedules are not taken over.
    """
    # One byte more tells that there are more.
    data = await file.read(importing.LARGEST_MB * 1024 * 1024 + 1)
    order = ImportOrder(subject_id=subject_id, title=title, skill_id=skill_id)
    imported = await importing.import_deck(kernel, owner, data, name=file.filename or "", order=order)
    if not imported.made:
        response.status_code = status.HTTP_200_OK
    return ImportedView.of(imported)
