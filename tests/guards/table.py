"""The table: every route, and who gets through it.

A line has the method, the address under `/api/v1` (or whole, where it lies outside) and, after a `#`, which of several
ways of asking is meant; then who gets which answer: `who … status CODE`, several of them between semicolons. Whoever is
not named gets the answer that names nobody. `everybody` are all who are signed in, each of whom is answered about
themselves; `anybody` are those and all who are not. `told` after a status: that answer tells what is Ada's, which no
other answer to a stranger does; `changes`: that request changes what was between the two, which no other of a stranger
does. `P` stands for `roleless 403 PERMISSION_MISSING`: it takes a permission that every role
holds. `inside` are who is in the class, the group and the organisation that Ada is in: she, and head, steward, member.

Unless a line says otherwise, whoever brings no proof or a forged one gets a 401, and whoever was shut out what that
means: 403 ACCOUNT_SUSPENDED, 401 SESSION_REVOKED. `key` is a program with Ada's API key for reading progress: there it
gets what she gets, everywhere else where somebody has to be signed in it gets a 403.
"""

from dataclasses import dataclass

from tests.guards.world import DELETED, EVERYBODY, FAINT, FORGER, KEY, NOBODY, OWNER, SIGNED_IN, SUSPENDED

# After a status.
TOLD, CHANGES = " told", " changes"
_NEEDS_A_ROLE = "roleless 403 PERMISSION_MISSING"
ANYBODY, ALL_SIGNED_IN = "anybody", "everybody"
_GROUPS = {ANYBODY: EVERYBODY, ALL_SIGNED_IN: SIGNED_IN, "inside": (OWNER, "head", "steward", "member")}
AT_THE_DOOR = {
    NOBODY: "401 AUTHENTICATION_REQUIRED",
    FORGER: "401 TOKEN_INVALID",
    SUSPENDED: "403 ACCOUNT_SUSPENDED",
    DELETED: "401 SESSION_REVOKED",
}

TABLE = """
GET    /                                                    anybody 200
GET    /setup                                               anybody 200
GET    /health/live                                         anybody 200
GET    /health/ready                                        anybody 200
GET    /metrics                                             anybody 200
GET    /api/v1/openapi.json                                 anybody 200
GET    /languages                                           anybody 200
GET    /languages/{tag}                                     anybody 200
GET    /.well-known/jwks.json                               anybody 200
GET    /docs                                                anybody 200
GET    /docs/assets/{name}                                  anybody 200
GET    /redoc                                               anybody 200

POST   /auth/register                                       anybody 201
POST   /auth/login                                          anybody 200
POST   /auth/refresh                                        anybody 200
POST   /auth/refresh #own                                   nobody key 401 AUTHENTICATION_REQUIRED; everybody 200
POST   /auth/revoke                                         anybody 204
POST   /auth/setup                                          anybody 409 SETUP_CLOSED
POST   /auth/logout                                         everybody 204
POST   /auth/introspect                                     admin super_admin 200 told; everybody 200
POST   /auth/verify-email                                   anybody 403 LINK_INVALID
POST   /auth/verify-email/send                              everybody 429 LETTER_JUST_SENT
POST   /auth/password/forgot                                anybody 202
POST   /auth/password/reset                                 anybody 403 LINK_INVALID
POST   /auth/confirm-email                                  anybody 403 LINK_INVALID
POST   /auth/undo-email                                     anybody 403 LINK_INVALID
POST   /auth/end-session                                    anybody 403 LINK_INVALID
POST   /auth/confirm                                        everybody 204
POST   /auth/confirm/send                                   everybody 202

GET    /users/me                                            P; everybody 200
PATCH  /users/me                                            P; everybody 200
PUT    /users/me/teaching-request                           P; head steward teacher admin super_admin 409 TEACHES_ALREADY; everybody 200
DELETE /users/me/teaching-request                           P; everybody 200
GET    /users/me/sessions                                   P; everybody 200
DELETE /users/me/sessions                                   P; everybody 204
DELETE /users/me/sessions/{sign_in_id}                      P; owner 204; 404 SESSION_NOT_FOUND
GET    /users/me/security                                   P; everybody 200
PUT    /users/me/password                                   P; everybody 204
PUT    /users/me/email                                      P; everybody 202
GET    /users/me/api-keys                                   everybody 200
POST   /users/me/api-keys                                   everybody 201
GET    /users/me/api-keys/scopes                            everybody 200
DELETE /users/me/api-keys/{key_id}                          owner 204; 404 API_KEY_NOT_FOUND
GET    /users                                               admin super_admin 200 told; 403 PERMISSION_MISSING
GET    /users/{user_id}                                     admin super_admin 200; 403 PERMISSION_MISSING
GET    /security-events                                     admin super_admin 200 told; 403 PERMISSION_MISSING
GET    /security-events/export                              admin super_admin 200 told; 403 PERMISSION_MISSING
PUT    /users/{user_id}/role                                super_admin 200; 403 PERMISSION_MISSING
PUT    /users/{user_id}/status                              super_admin 200; 403 PERMISSION_MISSING

GET    /flags                                               everybody 200
GET    /admin/flags                                         super_admin 200; 403 PERMISSION_MISSING
PUT    /admin/flags/{name}                                  super_admin 204; 403 PERMISSION_MISSING
DELETE /admin/flags/{name}                                  super_admin 204; 403 PERMISSION_MISSING
PUT    /admin/flags/{name}/people/{person_id}               super_admin 204; 403 PERMISSION_MISSING
DELETE /admin/flags/{name}/people/{person_id}               super_admin 204; 403 PERMISSION_MISSING

GET    /jobs/{job_id}                                       owner 200; 404 JOB_NOT_FOUND
POST   /jobs/{job_id}/cancel                                owner 200; 404 JOB_NOT_FOUND
GET    /jobs/{job_id}/events                                owner 200; 404 JOB_NOT_FOUND

POST   /documents                                           everybody 202
POST   /documents #same-file                                everybody 202
POST   /documents #into-a-subject                           owner 202; 404 SUBJECT_NOT_FOUND
GET    /documents                                           everybody 200
GET    /documents #of-a-subject                             everybody 200
GET    /documents/{document_id}                             owner 200; 404 DOCUMENT_NOT_FOUND
GET    /documents/{document_id}/file                        owner 200; 404 DOCUMENT_NOT_FOUND
GET    /documents/{document_id}/passages                    owner 200; 404 DOCUMENT_NOT_FOUND
GET    /documents/{document_id}/passages #around            owner 200; 404 DOCUMENT_NOT_FOUND
GET    /documents/{document_id}/search                      owner 200; 404 DOCUMENT_NOT_FOUND
DELETE /documents/{document_id}                             owner 204; 404 DOCUMENT_NOT_FOUND
GET    /search                                              everybody 200

POST   /subjects                                            everybody 201
GET    /subjects                                            everybody 200
GET    /subjects/{subject_id}                               owner 200; 404 SUBJECT_NOT_FOUND
PATCH  /subjects/{subject_id}                               owner 200; 404 SUBJECT_NOT_FOUND
DELETE /subjects/{subject_id}                               owner 409 SUBJECT_NOT_EMPTY; 404 SUBJECT_NOT_FOUND
DELETE /subjects/{subject_id} #empty                        owner 204; 404 SUBJECT_NOT_FOUND
POST   /subjects/{subject_id}/skills                        owner 201; 404 SUBJECT_NOT_FOUND
GET    /subjects/{subject_id}/skills                        owner 200; 404 SUBJECT_NOT_FOUND
GET    /skills                                              owner 200; 404 SUBJECT_NOT_FOUND
GET    /skills #of-a-document                               everybody 200
PUT    /skills/{skill_id}/prerequisites                     owner 200; 404 SKILL_NOT_FOUND
PUT    /skills/{skill_id}/prerequisites #of-another         owner 409 OTHER_SUBJECT; 404 SKILL_NOT_FOUND
POST   /decks                                               owner 201; 404 SUBJECT_NOT_FOUND
GET    /decks                                               everybody 200
GET    /decks #of-a-subject                                 everybody 200
GET    /decks #of-a-document                                everybody 200
GET    /decks/{deck_id}                                     owner 200; 404 DECK_NOT_FOUND
PATCH  /decks/{deck_id}                                     owner 200; 404 DECK_NOT_FOUND
DELETE /decks/{deck_id}                                     owner 409 DECK_OF_DOCUMENT; 404 DECK_NOT_FOUND
DELETE /decks/{deck_id} #written                            owner 204; 404 DECK_NOT_FOUND
GET    /decks/{deck_id}/export                              owner 200; 404 DECK_NOT_FOUND
POST   /decks/import                                        owner 201; 404 SUBJECT_NOT_FOUND
POST   /decks/import #into-own                              owner 409 OTHER_SUBJECT; 404 SKILL_NOT_FOUND
GET    /decks/{deck_id}/items                               owner 200; 404 DECK_NOT_FOUND
POST   /decks/{deck_id}/items                               owner 201; 404 DECK_NOT_FOUND
POST   /decks/{deck_id}/items #into-own                     owner 409 OTHER_SUBJECT; 404 SKILL_NOT_FOUND
PUT    /decks/{deck_id}/items/{item_id}                     owner 204; 404 DECK_NOT_FOUND
PUT    /decks/{deck_id}/items/{item_id} #own-into-another   owner 409 OTHER_SUBJECT; 404 DECK_NOT_FOUND
PUT    /decks/{deck_id}/items/{item_id} #into-own           owner 409 OTHER_SUBJECT; 404 ITEM_NOT_FOUND
DELETE /decks/{deck_id}/items/{item_id}                     owner 204; 404 DECK_NOT_FOUND
DELETE /decks/{deck_id}/items/{item_id} #out-of-own         owner 204; 404 ITEM_NOT_FOUND
GET    /items/{item_id}                                     owner 200; 404 ITEM_NOT_FOUND
PATCH  /items/{item_id}                                     owner 200; 404 ITEM_NOT_FOUND
DELETE /items/{item_id}                                     owner 204; 404 ITEM_NOT_FOUND
POST   /items/{item_id}/restore                             owner 200; 404 ITEM_NOT_FOUND

POST   /practice/sessions                                   owner 201; 404 DECK_NOT_FOUND
POST   /practice/sessions #subject                          owner 201; 404 SUBJECT_NOT_FOUND
POST   /practice/sessions #document                         owner 201; 404 DOCUMENT_NOT_FOUND
POST   /practice/sessions #skills                           owner 201; 404 SKILL_NOT_FOUND
GET    /practice/sessions                                   everybody 200
GET    /practice/sessions/{session_id}                      owner 200; 404 PRACTICE_SESSION_NOT_FOUND
GET    /practice/sessions/{session_id}/attempts             owner 200; 404 PRACTICE_SESSION_NOT_FOUND
GET    /practice/sessions/{session_id}/summary              owner 200; 404 PRACTICE_SESSION_NOT_FOUND
POST   /practice/sessions/{session_id}/end                  owner 200; 404 PRACTICE_SESSION_NOT_FOUND
GET    /practice/next                                       owner 200; 404 PRACTICE_SESSION_NOT_FOUND
POST   /practice/hints                                      owner 200; 404 PRACTICE_SESSION_NOT_FOUND
POST   /practice/reveal                                     owner 200; 404 PRACTICE_SESSION_NOT_FOUND
POST   /practice/attempts                                   owner 201; 404 PRACTICE_SESSION_NOT_FOUND
POST   /practice/attempts/batch                             everybody 200
GET    /practice/attempts                                   everybody 200
GET    /practice/attempts #of-a-skill                       owner 200; 404 SKILL_NOT_FOUND
GET    /practice/attempts #of-an-item                       owner 200; 404 ITEM_NOT_FOUND
GET    /practice/attempts #of-a-subject                     owner 200; 404 SUBJECT_NOT_FOUND
GET    /practice/attempts/{attempt_id:uuid}                 owner 200; 404 ATTEMPT_NOT_FOUND
GET    /practice/statistics                                 owner 200; 404 SUBJECT_NOT_FOUND
GET    /practice/items/{item_id}/difficulty                 owner 200; 404 ITEM_NOT_FOUND
GET    /practice/reviews                                    everybody 200
GET    /practice/settings                                   everybody 200
GET    /practice/settings/forecast                          everybody 200
PUT    /practice/settings                                   everybody 200
POST   /practice/predictions                                owner 200; 404 ITEM_NOT_FOUND
POST   /practice/predictions #of-another                    head steward guardian owner 200; 404 PERSON_NOT_FOUND
GET    /practice/evaluation                                 200
GET    /practice/predictors                                 admin super_admin 200; 403 PERMISSION_MISSING
POST   /practice/predictors/{name}/rollback                 admin super_admin 409 NOTHING_TO_ROLL_BACK; 403 PERMISSION_MISSING

GET    /progress/me                                         everybody 200
GET    /progress/me/now                                     everybody 200
GET    /progress/me/activity                                everybody 200
GET    /progress/me/forecast                                everybody 200
GET    /progress/me/retention                               everybody 200
GET    /progress/me/skills                                  everybody 200
GET    /progress/me/skills #of-a-subject                    owner 200; 404 SUBJECT_NOT_FOUND
GET    /progress/me/skills/{skill_id}                       owner 200; 404 SKILL_NOT_FOUND
GET    /progress/me/documents                               everybody 200
GET    /progress/me/subjects                                everybody 200
GET    /progress/me/stats                                   everybody 200
GET    /progress/users/{user_id}                            head steward guardian 200 told; owner 200; 404 PERSON_NOT_FOUND
GET    /progress/user/{user_id}                             head steward guardian 200 told; owner 200; 404 PERSON_NOT_FOUND
GET    /progress/users/{user_id}/skills                     head steward guardian 200 told; owner 200; 404 PERSON_NOT_FOUND
GET    /progress/users/{user_id} #own                       everybody 200
GET    /documents/limits                                    everybody 200

WS     /realtime/connect                                    everybody open; key NOT_SIGNED_IN; NOT_SIGNED_IN
LISTEN user:{owner_id}                                      owner yes; no
LISTEN presence:{owner_id}                                  owner yes; no
LISTEN job:{job_id}                                         owner yes; no
"""  # noqa: E501  one line per route

# What classes, groups and organisations have alike: LEADERS have the highest role, SEEING know of it.
_CIRCLES = """
POST   /KIND/join                                           P; everybody 200
POST   /KIND/{circle_id}/invitations                        P; LEADERS steward 201; ELSE
GET    /KIND                                                P; everybody 200
GET    /KIND/{circle_id}                                    P; SEEING 200; 404 CIRCLE_NOT_FOUND
PATCH  /KIND/{circle_id}                                    P; LEADERS 200; ELSE
DELETE /KIND/{circle_id}                                    P; LEADERS 204; ELSE
GET    /KIND/{circle_id}/members                            P; LEADERS inside 200 told; ELSE
DELETE /KIND/{circle_id}/members/{user_id}                  P; LEADERS steward 204; ELSE
DELETE /KIND/{circle_id}/members/{user_id} #own             P; LEADERS LEAVE; inside 204; ELSE
DELETE /KIND/{circle_id}/members/{user_id} #heads           P; head LEAVE; ELSE
PUT    /KIND/{circle_id}/members/{user_id}/role             P; LEADERS 200; ELSE
PUT    /KIND/{circle_id}/members/{user_id}/role #own        P; LEADERS 200; ELSE
POST   /KIND/{circle_id}/code                               P; LEADERS steward 200; ELSE
DELETE /KIND/{circle_id}/code                               P; LEADERS steward 204; ELSE
"""
_ELSE = "SEEING 403 CIRCLE_ROLE_MISSING; 404 CIRCLE_NOT_FOUND"


def _circles(kind: str, leaders: str, seeing: str, leave: str) -> str:
    table = _CIRCLES.replace("ELSE", _ELSE).replace("KIND", kind)
    return table.replace("LEADERS", leaders).replace("SEEING", seeing).replace("LEAVE", leave)


TABLE += _circles("classes", "head", "inside invited overseer", "409 LAST_HEAD")
TABLE += _circles("groups", "head", "inside invited", "409 LAST_HEAD")
TABLE += _circles("organisations", "head overseer", "inside invited overseer", "204")
TABLE += """
POST   /classes                               teacher admin super_admin head steward 201; 403 PERMISSION_MISSING
POST   /classes #in-organisation              teacher admin super_admin 404 CIRCLE_NOT_FOUND; head steward 201; 403 PERMISSION_MISSING
POST   /groups                                P; everybody 201
POST   /groups/{circle_id}/join               P; inside 200; invited 403 JOIN_NEEDS_CODE; 404 CIRCLE_NOT_FOUND
POST   /groups/{circle_id}/join #open         P; everybody 200
GET    /groups/{circle_id} #open              P; everybody 200
POST   /organisations                         admin super_admin 201; 403 PERMISSION_MISSING
GET    /people/me/invitations                 P; everybody 200
POST   /people/me/invitations/{circle_id}/accept   P; invited 204; 404 INVITATION_NOT_FOUND
DELETE /people/me/invitations/{circle_id}     P; invited 204; 404 INVITATION_NOT_FOUND
GET    /people/me/followers                   P; everybody 200
GET    /people/me/following                   P; follower 200 told; everybody 200
GET    /people/me/blocked                     P; everybody 200
GET    /people/me/privacy                     P; everybody 200
PATCH  /people/me/privacy                     P; everybody 200
DELETE /people/me/followers/{person_id}       P; everybody 204
GET    /people/{person_id}                    P; owner inside overseer guardian follower 200; 404 PERSON_NOT_FOUND
PUT    /people/{person_id}/follow             P; owner 409 ONESELF; blocked 404 PERSON_NOT_FOUND; everybody 204
DELETE /people/{person_id}/follow             P; follower 204 changes; everybody 204
PUT    /people/{person_id}/block              P; owner 409 ONESELF; guardian follower 204 changes; everybody 204
DELETE /people/{person_id}/block              P; everybody 204
GET    /guardianships                         P; guardian 200 told; everybody 200
POST   /guardianships                         P; everybody 403 EMAIL_NOT_VERIFIED
POST   /guardianships/codes                   P; everybody 201
POST   /guardianships/join                    P; owner 409 ONESELF; blocked 404 CODE_INVALID; everybody 200 told changes
POST   /guardianships/{link_id}/accept        P; owner 200; guardian 403 NOT_YOURS_TO_ACCEPT; 404 GUARDIANSHIP_NOT_FOUND
DELETE /guardianships/{link_id}               P; guardian owner 204 changes; 404 GUARDIANSHIP_NOT_FOUND
GET    /plans                                 P; everybody 200
GET    /people/me/plan                        P; everybody 200
PUT    /people/{person_id}/plan               admin super_admin 200; 403 PERMISSION_MISSING
POST   /batch                                 key everybody 200
"""  # noqa: E501  one line per route


@dataclass(frozen=True)
class Line:
    """One line: `route` is method, address and way of asking; `answers` says what each who asks gets."""

    route: str
    answers: dict[str, str]
    is_about_oneself: bool

    @property
    def method(self) -> str:
        return self.route.split(" ", 1)[0]

    @property
    def address(self) -> str:
        return self.route.split(" ", 1)[1].partition(" #")[0]

    @property
    def operation(self) -> str:
        return f"{self.method} {self.address}"


# Where those are asked too who stand to Ada in a way that concerns nothing else.
_BETWEEN_PEOPLE = ("/classes", "/groups", "/organisations", "/people", "/guardianships", "/progress/user")
_CLOSED_TO_KEYS = ("/users", "/auth", "/security-events", "/flags", "/admin")


def unmarked(answer: str) -> str:
    """An answer without what is said of it."""
    return answer.replace(TOLD, "").replace(CHANGES, "")


def lines(table: str = TABLE) -> list[Line]:
    """The lines of a table."""
    return [_line(text) for text in table.splitlines() if text]


def _for_the_key(method: str, address: str, hers: str) -> str:
    """What a program gets that has her key for reading progress."""
    if address.startswith("/progress") and method == "GET":
        return hers
    is_closed = address.startswith(_CLOSED_TO_KEYS)
    return f"403 {'API_KEY_NOT_ALLOWED' if is_closed else 'API_KEY_SCOPE_MISSING'}"


def _line(text: str) -> Line:
    method, address, *rest = text.split()
    way = f" {rest.pop(0)}" if rest[0].startswith("#") else ""
    answers: dict[str, str] = {}
    given, otherwise = {}, ""
    is_about_oneself = False
    for clause in " ".join(rest).replace("P; ", f"{_NEEDS_A_ROLE}; ", 1).split("; "):
        who, answer = _clause(clause)
        if not who:
            otherwise = answer
        for name in who:
            is_about_oneself = is_about_oneself or name in (ANYBODY, ALL_SIGNED_IN)
            given.update({each: answer for each in _GROUPS.get(name, (name,)) if each not in given})
    at_the_door = {} if method in ("WS", "LISTEN") else AT_THE_DOOR
    for name in EVERYBODY:
        if name not in FAINT or name in given or address.startswith(_BETWEEN_PEOPLE):
            answers[name] = given.get(name) or at_the_door.get(name) or otherwise
    if KEY not in given:
        answers[KEY] = "no" if method in ("WS", "LISTEN") else _for_the_key(method, address, answers[OWNER])
    if unanswered := [name for name, answer in answers.items() if not answer]:
        raise ValueError(f"{method} {address}: what do {unanswered} get?")
    return Line(f"{method} {address}{way}", answers, is_about_oneself)


def _clause(clause: str) -> tuple[list[str], str]:
    """Who, and what they get."""
    words = clause.split()
    names = [word for word in words if word in {*EVERYBODY, *_GROUPS}]
    return names, " ".join(words[len(names) :])
