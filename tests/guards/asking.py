"""How each route is asked for what is Ada's: acceptable to the last field, so that a refusal is about who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from tests.guards.person import Person
from tests.guards.world import OWNER, PASSWORD, World
from tests.main_job.site import NOTES, Json

_FLAG = {"name": "identity.self_registration", "person_id": str(uuid4())}


@dataclass(frozen=True)
class Ask:
    """What a request has besides method, address and proof.

    Attributes:
        json: its body.
        query: of its address.
        files: a file it uploads, with its name.
        ids: what stands in the address instead of what is Ada's.
    """

    json: Json | None = None
    query: Mapping[str, str] | None = None
    files: Mapping[str, tuple[str, bytes]] | None = None
    ids: Mapping[str, str] | None = None


def ask(route: str, world: World, who: Person) -> Ask:
    """What `who` sends to a route of the table; most take nothing."""
    asking = ASKING.get(route)
    return asking(world, who) if asking else Ask()


def _session_item(world: World, _who: Person) -> Ask:
    return Ask({"session_id": world.ids["session_id"], "item_id": world.ids["item_id"]})


def _answer(world: World) -> Json:
    given = {"session_id": world.ids["session_id"], "item_id": world.ids["item_id"], "response": world.ids["response"]}
    return {"client_attempt_id": str(uuid4()), **given}


def _new_item(skill_id: str) -> Json:
    return {"type": "true_false", "stem": "Is it so?", "key": True, "skill_ids": [skill_id]}


# Member, steward and head, as each kind calls them.
CIRCLE_ROLES = {
    "classes": ("student", "co_teacher", "teacher"),
    "groups": ("member", "moderator", "owner"),
    "organisations": ("member", "admin", "owner"),
}


def _person(**more: object) -> Json:
    name = f"n{uuid4().hex}"
    return {"email": f"{name}@example.org", "password": PASSWORD, "full_name": "New", **more}


def _with(**names: str) -> Callable[[World, Person], Ask]:
    """A query of what is Ada's."""
    return lambda world, _who: Ask(query={name: world.ids[given] for name, given in names.items()})


def _body(**body: object) -> Callable[[World, Person], Ask]:
    return lambda _world, _who: Ask(dict(body))


def _own(*names: str) -> Callable[[World, Person], Ask]:
    """These ids are those of what belongs to whoever asks."""
    return lambda _world, who: Ask(ids={name: who.own[name] for name in names if name in who.own})


def _of_hers(**names: str) -> Callable[[World, Person], Ask]:
    """Another thing of Ada's than the usual one stands in the address."""
    return lambda world, _who: Ask(ids={name: world.ids[given] for name, given in names.items()})


def _circle(kind: str) -> Mapping[str, Callable[[World, Person], Ask]]:
    """How the routes that classes, groups and organisations have alike are asked."""

    def here(body: Json | None = None, **ids: str) -> Callable[[World, Person], Ask]:
        return lambda world, _who: Ask(body, ids={"circle_id": world.ids[f"{kind}/id"], **ids})

    def own(body: Json | None = None) -> Callable[[World, Person], Ask]:
        return lambda world, who: Ask(body, ids={"circle_id": world.ids[f"{kind}/id"], "user_id": str(who.user_id)})

    def heads(world: World, _who: Person) -> Ask:
        return Ask(ids={"circle_id": world.ids[f"{kind}/id"], "user_id": str(world.people["head"].user_id)})

    one, roles = f"/{kind}/{{circle_id}}", CIRCLE_ROLES[kind]
    return {
        f"POST /{kind}/join": lambda world, _who: Ask({"code": world.ids[f"{kind}/code"]}),
        f"POST {one}/invitations": lambda world, _who: Ask(
            {"username": world.people["student"].username}, ids={"circle_id": world.ids[f"{kind}/id"]}
        ),
        f"GET {one}": here(),
        f"PATCH {one}": here({"name": "Renamed"}),
        f"DELETE {one}": here(),
        f"GET {one}/members": here(),
        f"DELETE {one}/members/{{user_id}}": here(),
        f"DELETE {one}/members/{{user_id}} #own": own(),
        f"DELETE {one}/members/{{user_id}} #heads": heads,
        f"PUT {one}/members/{{user_id}}/role": here({"role": roles[1]}),
        f"PUT {one}/members/{{user_id}}/role #own": own({"role": roles[2]}),
        f"POST {one}/code": here(),
        f"DELETE {one}/code": here(),
    }


ASKING: Mapping[str, Callable[[World, Person], Ask]] = {
    **_circle("classes"),
    **_circle("groups"),
    **_circle("organisations"),
    "POST /classes": _body(name="New"),
    "POST /classes #in-organisation": lambda world, _who: Ask(
        {"name": "New", "organisation_id": world.ids["organisations/id"]}
    ),
    "POST /groups": _body(name="New"),
    "POST /groups/{circle_id}/join": _of_hers(circle_id="groups/id"),
    "POST /groups/{circle_id}/join #open": _of_hers(circle_id="open/id"),
    "GET /groups/{circle_id} #open": _of_hers(circle_id="open/id"),
    "POST /organisations": _body(name="New"),
    "POST /people/me/invitations/{circle_id}/accept": _of_hers(circle_id="groups/id"),
    "DELETE /people/me/invitations/{circle_id}": _of_hers(circle_id="groups/id"),
    "POST /batch": lambda world, _who: Ask(
        {"requests": [{"method": "GET", "path": f"/api/v1/documents/{world.ids['document_id']}"}]}
    ),
    "POST /auth/register": lambda _world, _who: Ask(_person()),
    "POST /auth/login": lambda _world, _who: Ask({"email": "victim@example.org", "password": PASSWORD}),
    "POST /auth/refresh": lambda world, _who: Ask({"refresh_token": world.people["victim"].refresh_token}),
    "POST /auth/refresh #own": lambda _world, who: Ask(
        {"refresh_token": who.refresh_token} if who.refresh_token else None
    ),
    "POST /auth/revoke": lambda world, _who: Ask({"token": world.people["victim"].refresh_token}),
    "POST /auth/introspect": lambda world, _who: Ask({"token": world.people[OWNER].token}),
    "POST /auth/setup": lambda _world, _who: Ask(_person(token="no-such-token")),
    "POST /auth/verify-email": _body(token="no-such-token"),
    "POST /auth/password/forgot": _body(email="victim@example.org"),
    "POST /auth/password/reset": _body(token="no-such-token", password=PASSWORD),
    "POST /auth/confirm-email": _body(token="no-such-token"),
    "POST /auth/undo-email": _body(token="no-such-token"),
    "POST /auth/end-session": _body(token="no-such-token"),
    "POST /auth/confirm": _body(password=PASSWORD),
    "PUT /users/me/password": _body(current_password=PASSWORD, new_password=f"{PASSWORD}-new"),
    "PUT /users/me/email": _body(email="another@example.org", password=PASSWORD),
    **dict.fromkeys(
        ("GET /progress/users/{user_id}", "GET /progress/user/{user_id}", "GET /progress/users/{user_id}/skills"),
        _of_hers(user_id="owner_id"),
    ),
    "GET /progress/users/{user_id} #own": lambda _world, who: Ask(ids={"user_id": str(who.user_id)}),
    **dict.fromkeys(
        (
            "DELETE /people/me/followers/{person_id}",
            "GET /people/{person_id}",
            "PUT /people/{person_id}/follow",
            "DELETE /people/{person_id}/follow",
            "PUT /people/{person_id}/block",
            "DELETE /people/{person_id}/block",
        ),
        _of_hers(person_id="owner_id"),
    ),
    "PATCH /people/me/privacy": _body(profile_visibility="private"),
    "POST /guardianships": _body(side="guardian", email="owner@example.org"),
    "POST /guardianships/codes": _body(side="guardian"),
    "POST /guardianships/join": lambda world, _who: Ask({"side": "guardian", "code": world.ids["guardian/code"]}),
    "GET /docs/assets/{name}": lambda _world, _who: Ask(ids={"name": "swagger-ui.css"}),
    "POST /users/me/api-keys": _body(name="Another", scopes=["progress:read"]),
    "PUT /people/{person_id}/plan": lambda world, _who: Ask(
        {"plan": "premium"}, ids={"person_id": world.ids["user_id"]}
    ),
    "PATCH /users/me": _body(full_name="Another Name"),
    "PUT /users/{user_id}/role": _body(role="teacher"),
    "PUT /users/{user_id}/status": _body(status="suspended"),
    "PUT /admin/flags/{name}": lambda _world, _who: Ask({"share": 100}, ids=_FLAG),
    "DELETE /admin/flags/{name}": lambda _world, _who: Ask(ids=_FLAG),
    "PUT /admin/flags/{name}/people/{person_id}": lambda _world, _who: Ask({"is_on": True}, ids=_FLAG),
    "DELETE /admin/flags/{name}/people/{person_id}": lambda _world, _who: Ask(ids=_FLAG),
    "GET /languages/{tag}": lambda _world, _who: Ask(ids={"tag": "de"}),
    "POST /jobs/{job_id}/cancel": _of_hers(job_id="queued_job_id"),
    "POST /documents": lambda _world, _who: Ask(
        files={"file": ("new.md", b"# New\n\n**New** is what was not before.")}
    ),
    "POST /documents #same-file": lambda _world, _who: Ask(files={"file": ("cells.md", NOTES.encode())}),
    "GET /documents/{document_id}/passages #around": _with(around="passage_id"),
    "POST /documents #into-a-subject": lambda world, _who: Ask(
        {"subject_id": world.ids["subject_id"]}, files={"file": ("new.md", b"# New\n\n**New** is what is not old.")}
    ),
    "GET /documents #of-a-subject": _with(subject_id="subject_id"),
    "GET /documents/{document_id}/search": lambda _world, _who: Ask(query={"q": "membrane"}),
    "GET /search": lambda _world, _who: Ask(query={"q": "membrane"}),
    "POST /subjects": _body(title="New"),
    "PATCH /subjects/{subject_id}": _body(title="Renamed"),
    "DELETE /subjects/{subject_id} #empty": _of_hers(subject_id="empty_subject_id"),
    "POST /subjects/{subject_id}/skills": _body(name="Another skill"),
    "GET /skills": _with(subject_id="subject_id"),
    "GET /skills #of-a-document": _with(document_id="document_id"),
    "PUT /skills/{skill_id}/prerequisites": _body(skill_ids=[]),
    "PUT /skills/{skill_id}/prerequisites #of-another": lambda world, who: Ask(
        {"skill_ids": [world.ids["skill_id"]]}, ids={"skill_id": who.own.get("skill_id", world.ids["skill_id"])}
    ),
    "POST /decks": lambda world, _who: Ask({"subject_id": world.ids["subject_id"], "title": "New"}),
    "GET /decks #of-a-subject": _with(subject_id="subject_id"),
    "GET /decks #of-a-document": _with(document_id="document_id"),
    "POST /decks/import": lambda world, _who: Ask(
        {"subject_id": world.ids["subject_id"]}, files={"file": ("new.csv", f"front,back\n{uuid4()},New".encode())}
    ),
    "POST /decks/import #into-own": lambda world, who: Ask(
        {"subject_id": who.own.get("subject_id", world.ids["subject_id"]), "skill_id": world.ids["skill_id"]},
        files={"file": ("new.csv", b"front,back\nNew,Newer")},
    ),
    "PATCH /decks/{deck_id}": _body(title="Renamed"),
    "DELETE /decks/{deck_id} #written": _of_hers(deck_id="written_deck_id"),
    "POST /decks/{deck_id}/items": lambda world, _who: Ask(_new_item(world.ids["skill_id"])),
    "POST /decks/{deck_id}/items #into-own": lambda world, who: Ask(
        _new_item(world.ids["skill_id"]), ids={"deck_id": who.own.get("deck_id", world.ids["deck_id"])}
    ),
    "PUT /decks/{deck_id}/items/{item_id} #own-into-another": _own("item_id"),
    "PUT /decks/{deck_id}/items/{item_id} #into-own": _own("deck_id"),
    "DELETE /decks/{deck_id}/items/{item_id} #out-of-own": _own("deck_id"),
    "PATCH /items/{item_id}": _body(stem="Is it otherwise?"),
    "POST /practice/sessions": lambda world, _who: Ask({"deck_id": world.ids["deck_id"]}),
    "POST /practice/sessions #subject": lambda world, _who: Ask({"subject_id": world.ids["subject_id"]}),
    "POST /practice/sessions #document": lambda world, _who: Ask({"document_id": world.ids["document_id"]}),
    "POST /practice/sessions #skills": lambda world, _who: Ask({"skill_ids": [world.ids["skill_id"]]}),
    "GET /practice/next": _with(session_id="session_id"),
    "POST /practice/hints": _session_item,
    "POST /practice/reveal": _session_item,
    "POST /practice/predictions": lambda world, _who: Ask({"item_ids": [world.ids["item_id"]]}),
    "POST /practice/predictions #of-another": lambda world, _who: Ask(
        {"learner_id": world.ids["owner_id"], "item_ids": [world.ids["item_id"]]}
    ),
    "POST /practice/predictors/{name}/rollback": lambda _world, _who: Ask(ids={"name": "bkt+irt"}),
    "POST /practice/attempts": lambda world, _who: Ask(_answer(world)),
    "POST /practice/attempts/batch": lambda world, _who: Ask({"attempts": [_answer(world)]}),
    "GET /practice/attempts #of-a-skill": _with(skill_id="skill_id"),
    "GET /practice/attempts #of-an-item": _with(item_id="item_id"),
    "GET /practice/attempts #of-a-subject": _with(subject_id="subject_id"),
    "GET /practice/settings/forecast": lambda _world, _who: Ask(
        query={"scheduler": "fsrs", "desired_retention": "0.8"}
    ),
    "GET /practice/statistics": _with(subject_id="subject_id"),
    "PUT /practice/settings": _body(scheduler="fsrs", desired_retention=0.85),
    "GET /progress/me/skills #of-a-subject": _with(subject_id="subject_id"),
}
