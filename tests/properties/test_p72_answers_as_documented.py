"""P72 (API-19): every success is valid JSON of its documented schema, wherever a furnished account is looked at."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel
from lyceum.platform.relay import Relay
from tests.gateway.described import Checked, Json, operations
from tests.main_job.site import NOTES, Learner, Site, fine

PASSWORD = "Tall-Giraffe-79-hums"


@pytest.fixture
def checked() -> Checked:
    return Checked()


@pytest.fixture
async def ada(kernel: Kernel, composition: Composition, checked: Checked) -> AsyncIterator["Person"]:
    app = create_app(kernel, composition, asyncio.Event())
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://testserver", event_hooks={"response": [checked]}
    ) as client:
        person = {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada Lovelace"}
        signed_in = fine(await client.post("/api/v1/auth/register", json=person), 201)
        yield Person(signed_in["user"]["id"], client, Site(kernel, app, Relay(kernel, composition.served)), signed_in)


class Person(Learner):
    """Somebody with an account, rather than one who is only said to be somebody."""

    def __init__(self, user_id: object, http: httpx.AsyncClient, site: Site, signed_in: Json) -> None:
        super().__init__(user_id, http, site)  # type: ignore[arg-type]  # only told
        self.signed_in = signed_in

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.signed_in['access_token']}"}


async def furnished(ada: Person) -> dict[str, str]:
    """Walk the main road, and give the ids of what came of it."""
    uploaded = fine(await ada.upload(NOTES.encode(), "cells.md"), 202)
    await ada.site.run_jobs()
    made = fine(await ada.get(f"jobs/{uploaded['job_id']}"))["result"]
    subject, deck = made["subject_id"], made["deck_id"]
    fine(await ada.patch(f"subjects/{subject}", {"title": "Biology"}))
    skill = fine(await ada.post(f"subjects/{subject}/skills", {"name": "Membranes"}), 201)["id"]
    fine(await ada.put(f"skills/{skill}/prerequisites", {"skill_ids": []}))
    own = fine(await ada.post("decks", {"subject_id": subject, "title": "Mine"}), 201)["id"]
    fine(await ada.patch(f"decks/{own}", {"title": "Ours"}))
    written = {"type": "short_answer", "stem": "What lets water through?", "key": "membrane", "skill_ids": [skill]}
    item = fine(await ada.post(f"decks/{own}/items", written), 201)["id"]
    fine(await ada.patch(f"items/{item}", {"stem": "What lets water pass?"}))
    other = (await ada.all(f"decks/{deck}/items"))[0]["id"]
    await ada.put(f"decks/{own}/items/{other}")
    await ada.delete(f"decks/{own}/items/{other}")
    await ada.delete(f"items/{item}")
    fine(await ada.post(f"items/{item}/restore"))
    session, attempt = await practised(ada, deck)
    fine(await ada.put("practice/settings", fine(await ada.get("practice/settings"))))
    return {
        "document_id": uploaded["document_id"], "job_id": uploaded["job_id"], "subject_id": subject, "deck_id": deck,
        "skill_id": skill, "item_id": item, "session_id": session, "attempt_id": attempt, "tag": "de",
        "user_id": str(ada.user_id),
    }  # fmt: skip


async def practised(ada: Person, deck: str) -> tuple[str, str]:
    session = await ada.start(deck_id=deck)
    attempt = ""
    for turn in range(6):
        item = (await ada.next(session))["item"]
        about = {"session_id": session, "item_id": item["id"]}
        await ada.post("practice/hints", about)
        if turn == 4:
            await ada.post("practice/reveal", about)
        answered = await (ada.answer_well if turn % 3 else ada.answer_badly)(session, item)
        attempt = answered["attempt_id"]
    item = (await ada.next(session))["item"]
    kept = {"client_attempt_id": str(uuid4()), "session_id": session, "item_id": item["id"], "response": 4}
    fine(await ada.post("practice/attempts/batch", {"attempts": [kept]}))
    fine(await ada.post(f"practice/sessions/{session}/end"))
    await ada.site.relay.drain()
    return session, attempt


async def test_p72_every_success_is_of_its_documented_schema(ada: Person, checked: Checked) -> None:
    known = await furnished(ada)
    given = {"subject_id": known["subject_id"], "session_id": await ada.start(deck_id=known["deck_id"]), "q": "water"}
    given |= {"scheduler": "fsrs", "desired_retention": "0.8"}
    reachable = []
    for operation in operations():
        path = operation.path
        for name, value in known.items():
            path = path.replace(f"{{{name}}}", value)
        if operation.method != "GET" or "{" in path or path.endswith("/events"):
            continue
        # Whatever must be named to be answered.
        parameters = {each["name"] for each in operation.description.get("parameters", ()) if each["in"] == "query"}
        query = {name: value for name, value in given.items() if name in parameters}
        response = await ada.http.get(path, params=query, headers=ada.headers)
        if response.status_code not in {403, 404}:
            reachable.append(operation.name)
    signed_in = fine(
        await ada.http.post("/api/v1/auth/refresh", json={"refresh_token": ada.signed_in["refresh_token"]})
    )
    batch = {"requests": [{"method": "GET", "path": "/api/v1/users/me"}]}
    headers = {"authorization": f"Bearer {signed_in['access_token']}"}
    fine(await ada.http.post("/api/v1/batch", json=batch, headers=headers))

    assert checked.problems == []
    assert [name for name in reachable if name not in checked.succeeded] == []
    assert len(checked.succeeded) >= 55, sorted({each.name for each in operations()} - checked.succeeded)
