"""Examples of the wire models of the library, for the API's description."""

from pydantic.config import JsonDict

SUBJECT_ID = "0198c0de-7a11-7000-8000-000000000020"
SKILL_ID = "0198c0de-7a11-7000-8000-000000000030"
_DOCUMENT_ID = "0198c0de-7a11-7000-8000-000000000010"

SUBJECT: JsonDict = {"id": SUBJECT_ID, "title": "Economics", "created_at": "2026-01-05T09:00:00Z"}
SKILL: JsonDict = {
    "id": SKILL_ID,
    "subject_id": SUBJECT_ID,
    "name": "Law of demand",
    "position": 3,
    "prerequisites": [],
    "items": 7,
}
DECK: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000040",
    "subject_id": SUBJECT_ID,
    "document_id": _DOCUMENT_ID,
    "title": "Demand and Supply",
    "items": 64,
    "created_at": "2026-01-05T09:00:01Z",
}
ITEM: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000050",
    "version": 1,
    "type": "cloze",
    "stem": "The ____ says that a higher price leads to a lower quantity demanded.",
    "options": None,
    "skills": [{"id": SKILL_ID, "name": "Law of demand"}],
    "source": {
        "document_id": _DOCUMENT_ID,
        "passage_id": "5a9f2f0e-0d3c-5f43-8f0e-5b6f8f4f1c11",
        "page": 3,
        "quote": "The law of demand says that a higher price leads to a lower quantity demanded.",
    },
    "key": ["law of demand"],
    "accepted": [["law of demand"]],
    "withheld": False,
    "status": "active",
    "jurisdictions": [],
}
NEW_ITEM: JsonDict = {
    "type": "multiple_choice",
    "stem": "What does a higher price do to the quantity demanded?",
    "options": [{"id": "a", "text": "It falls."}, {"id": "b", "text": "It rises."}],
    "key": "a",
    "skill_ids": [SKILL_ID],
}
EDIT: JsonDict = {"of_version": 1, "stem": "The ____ ties a higher price to a lower quantity demanded."}
IMPORTED: JsonDict = {
    "deck_id": "0198c0de-7a11-7000-8000-000000000040",
    "made": 41,
    "known": 1,
    "refused": [{"row": 17, "code": "back_missing", "reason": "The back is empty."}],
    "reviews_not_taken": 0,
}
