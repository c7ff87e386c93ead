"""Examples of the wire models of practice, for the API's description."""

from pydantic.config import JsonDict

_SESSION_ID = "0198c0de-7a11-7000-8000-000000000060"
_ITEM_ID = "0198c0de-7a11-7000-8000-000000000050"
_SKILL_ID = "0198c0de-7a11-7000-8000-000000000030"
_DECK_ID = "0198c0de-7a11-7000-8000-000000000040"
_DOCUMENT_ID = "0198c0de-7a11-7000-8000-000000000010"
_PASSAGE_ID = "5a9f2f0e-0d3c-5f43-8f0e-5b6f8f4f1c11"
_SENTENCE = "The law of demand says that a higher price leads to a lower quantity demanded."
_ASKED_SOURCE: JsonDict = {"document_id": _DOCUMENT_ID, "passage_id": _PASSAGE_ID, "page": 3, "quote": None}
_TOLD_SOURCE: JsonDict = {**_ASKED_SOURCE, "quote": _SENTENCE}

START: JsonDict = {"deck_id": _DECK_ID, "kind": "practice"}
SESSION: JsonDict = {
    "id": _SESSION_ID,
    "kind": "practice",
    "scope": {"deck_id": _DECK_ID},
    "length": 20,
    "answered": 3,
    "started_at": "2026-01-05T09:05:00Z",
    "ended_at": None,
    "mix": None,
    "left_out": 0,
}
ITEM: JsonDict = {
    "id": _ITEM_ID,
    "version": 1,
    "type": "cloze",
    "stem": "The _____ says that a higher price leads to a lower quantity demanded.",
    "options": None,
    "gaps": 1,
    "skills": [_SKILL_ID],
    "source": _ASKED_SOURCE,
}
REASONS: JsonDict = {
    "code": "skill_to_learn",
    "numbers": {"mastery": 0.2, "expected_gain": 0.12},
    "text": "There is something to gain in this skill: its mastery is 20%.",
}
NEXT: JsonDict = {
    "item": ITEM,
    "reasons": [REASONS, {"code": "new_item", "numbers": {}, "text": "You have not seen it yet."}],
    "components": {"due": 0.0, "gap": 0.24, "challenge": 0.02, "exploration": 0.06},
    "done": False,
}
REVEAL: JsonDict = {"session_id": _SESSION_ID, "item_id": _ITEM_ID}
REVEALED: JsonDict = {
    "item_id": _ITEM_ID,
    "key": ["law of demand"],
    "source": _TOLD_SOURCE,
}
ATTEMPT: JsonDict = {
    "client_attempt_id": "5d0e7f3a-90a5-4a83-9c39-0a5a1f0c0a11",
    "session_id": _SESSION_ID,
    "item_id": _ITEM_ID,
    "response": ["law of demand"],
    "time_ms": 8200,
    "occurred_at": "2026-01-05T09:05:20Z",
}
_CHANGE: JsonDict = {"skill_id": _SKILL_ID, "mastery": 0.6, "mastery_before": 0.2, "correct_streak": 1}
RESULT: JsonDict = {
    "attempt_id": "0198c0de-7a11-7000-8000-000000000070",
    "correct": True,
    "score": 1.0,
    "quality": 5,
    "assisted": False,
    "key": ["law of demand"],
    "feedback": {"code": "exact", "text": "Right."},
    "source": _TOLD_SOURCE,
    "skills": [_CHANGE],
    "due_at": "2026-01-07T00:00:00Z",
    "due_before": None,
    "interval_days": 2,
    "due_reason": {"code": "first_success", "text": "Newly known: it comes back soon."},
}
SETTING: JsonDict = {"scheduler": "fsrs", "desired_retention": 0.9}
REVIEW: JsonDict = {
    "item": ITEM,
    "due_at": "2026-01-06T00:00:00Z",
    "interval_days": 1,
    "priority": "pressing",
    "days_overdue": 2.5,
    "retrievability": 0.83,
}
HINT_WANTED: JsonDict = {"session_id": _SESSION_ID, "item_id": _ITEM_ID}
HINT: JsonDict = {
    "level": 1,
    "code": "where",
    "text": "See page 3, under “Demand for Goods and Services”.",
    "struck": None,
    "remaining": 2,
}
BATCH: JsonDict = {"attempts": [ATTEMPT]}
OUTCOME: JsonDict = {
    "client_attempt_id": "5d0e7f3a-90a5-4a83-9c39-0a5a1f0c0a11",
    "status": 201,
    "result": RESULT,
    "error": None,
}
REMEMBERED: JsonDict = {
    "attempt_id": "0198c0de-7a11-7000-8000-000000000070",
    "client_attempt_id": "5d0e7f3a-90a5-4a83-9c39-0a5a1f0c0a11",
    "session_id": _SESSION_ID,
    "item": ITEM,
    "withheld": False,
    "response": ["law of demand"],
    "key": ["law of demand"],
    "source": _TOLD_SOURCE,
    "mode": "practice",
    "correct": True,
    "score": 1.0,
    "quality": 5,
    "assisted": False,
    "hints_used": 0,
    "skills": [_CHANGE],
    "feedback": {"code": "exact", "text": "Right."},
    "time_ms": 8200,
    "offline": False,
    "occurred_at": "2026-01-05T09:05:20Z",
    "effective_at": "2026-01-05T09:05:20Z",
    "recorded_at": "2026-01-05T09:05:20Z",
}
SUMMARY: JsonDict = {
    "session": {**SESSION, "answered": 20, "ended_at": "2026-01-05T09:15:00Z"},
    "answered": 20,
    "correct": 16,
    "assisted": 1,
    "hints_used": 3,
    "accuracy": 0.8,
    "average_score": 0.83,
    "time_ms": 164000,
    "skills": [
        {
            "skill_id": _SKILL_ID,
            "name": "Law of demand",
            "mastery_before": 0.2,
            "mastery": 0.96,
            "attempts": 4,
            "is_mastered": True,
            "mastered_now": True,
        }
    ],
    "returning": [
        {
            "item_id": _ITEM_ID,
            "type": "cloze",
            "stem": "The _____ says that a higher price leads to a lower quantity demanded.",
            "due_at": "2026-01-07T00:00:00Z",
            "interval_days": 2,
        }
    ],
}
STATISTICS: JsonDict = {
    "item_id": _ITEM_ID,
    "version": 1,
    "type": "multiple_choice",
    "stem": "What does a higher price lead to?",
    "asked": 151,
    "learners": 64,
    "correct_share": 0.61,
    "discrimination": 0.34,
    "median_seconds": 11.5,
    "options": [
        {"text": "a lower quantity demanded", "is_key": True, "chosen_share": 0.61},
        {"text": "a higher quantity demanded", "is_key": False, "chosen_share": 0.39},
        {"text": "a lower quantity supplied", "is_key": False, "chosen_share": 0.0},
    ],
    "flags": [
        {
            "code": "unused_distractor",
            "text": "Nobody takes “a lower quantity supplied”; it could as well be left out.",
        }
    ],
    "difficulty": -0.21,
    "slope": 1.08,
    "guessing": 0.3,
    "calibrated_at": "2026-01-05T03:00:00Z",
    "calibrated_on": 64,
}
DIFFICULTY: JsonDict = {
    "item_id": _ITEM_ID,
    "difficulty": -0.21,
    "slope": 1.08,
    "guessing": 0.3,
    "chance": "Of learners who are as able as most, about 69% get it right.",
    "answers": 64,
    "calibrated_at": "2026-01-05T03:00:00Z",
}
SETTING_TOLD: JsonDict = {
    "scheduler": "fsrs",
    "desired_retention": 0.9,
    "weights": "fitted",
    "fit": {
        "version": 2,
        "reviews": 412,
        "fitted_at": "2026-01-05T03:00:00Z",
        "log_loss": 0.311,
        "log_loss_default": 0.338,
        "serves": True,
        "text": (
            "Fitted to 412 of your reviews: on the later ones the error was 8% smaller than with the published weights."
        ),
    },
    "text": "FSRS dates your reviews, by weights fitted to you.",
}
FORECAST: JsonDict = {
    "days": [{"day": "2026-01-05", "reviews": 14}, {"day": "2026-01-06", "reviews": 9}],
    "total": 270,
    "per_day": 9.0,
    "text": "About 9 reviews a day in the next thirty days, of what you have begun, if each goes well.",
}
PREDICTIONS_WANTED: JsonDict = {"item_ids": [_ITEM_ID]}
PREDICTION: JsonDict = {
    "item_id": _ITEM_ID,
    "chance": 0.72,
    "confidence": 0.44,
    "reasons": [
        {"feature": "skill_history", "contribution": 0.81, "text": "Earlier answers in this skill speak for it."},
        {"feature": "item_difficulty", "contribution": -0.3, "text": "The question is harder than most."},
    ],
}
PREDICTIONS: JsonDict = {"items": [PREDICTION], "model": {"name": "stack", "version": 3}, "fallback": False}
_FIGURES: JsonDict = {"log_loss": 0.512, "auc": 0.774, "rmse": 0.413}
EVALUATION: JsonDict = {
    "answers": 1840,
    "learners": 23,
    "serving": {
        "name": "bkt+irt",
        "version": 1,
        "text": "What is believed of each skill predicts: no predictor was trained on answers yet.",
    },
    "models": [{"name": "bkt+irt", "version": 1, "state": "serving", "share": 1.0, **_FIGURES}],
    "bins": [{"low": 0.7, "high": 0.8, "predicted": 0.752, "observed": 0.741, "count": 412}],
    "evaluated_at": "2026-01-05T09:05:20Z",
}
PREDICTOR: JsonDict = {
    "name": "stack",
    "version": 3,
    "state": "candidate",
    "share": 0.2,
    "answers": 1840,
    "learners": 23,
    "trained_until": "2026-01-04T20:11:02Z",
    "trained_at": "2026-01-05T03:00:00Z",
    "served_from": None,
    "loss": 0.508,
    "loss_to_beat": 0.531,
}
PREDICTORS: JsonDict = {"items": [PREDICTOR]}
