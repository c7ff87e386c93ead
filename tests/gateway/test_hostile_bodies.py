"""Bodies that are meant to cost more than their size, or to be read as two things: refused at once."""

import json
from itertools import product

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.errors import LyceumError
from lyceum.platform.http.bodies import DEEPEST, MOST_VALUES, BodyTooComplex, parse_json

JSON = {"content-type": "application/json"}
LOGIN = "/api/v1/auth/login"


async def told(door: httpx.AsyncClient, content: bytes, kind: str = "application/json") -> tuple[int, str]:
    response = await door.post(LOGIN, content=content, headers={"content-type": kind})
    return response.status_code, response.json()["error"]["code"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"[" * 33 + b"]" * 33, 413, "BODY_TOO_COMPLEX"),
        (b"[" * 500_000, 413, "BODY_TOO_COMPLEX"),
        (b'{"a":' * 100_000, 413, "BODY_TOO_COMPLEX"),
        (b"[" + b"1," * 60_000 + b"1]", 413, "BODY_TOO_COMPLEX"),
        (b"{" + b",".join(b'"%d":1' % n for n in range(60_000)) + b"}", 413, "BODY_TOO_COMPLEX"),
        (b'{"email": ' + b"9" * 500_000 + b"}", 400, "UNREADABLE_REQUEST"),
        (b'{"email": -' + b"9" * 65 + b"}", 400, "UNREADABLE_REQUEST"),
        (b'{"email": 1e999}', 400, "UNREADABLE_REQUEST"),
        (b'{"email": NaN}', 400, "UNREADABLE_REQUEST"),
        (b'{"email": -Infinity}', 400, "UNREADABLE_REQUEST"),
        (b'{"email": "a", "email": "b"}', 400, "UNREADABLE_REQUEST"),
        (b'{"a": {"b": 1, "\\u0062": 2}}', 400, "UNREADABLE_REQUEST"),
        (b'{"\\ud800": 1}', 400, "UNREADABLE_REQUEST"),
        (b'{"email": "\\ud800", "password": "x"}', 422, "INVALID"),
        (b'{"email": "\xff"}', 400, "UNREADABLE_REQUEST"),
        ('{"email": "a"}'.encode("utf-16"), 400, "UNREADABLE_REQUEST"),
        ('{"email": "a"}'.encode("utf-32-le"), 400, "UNREADABLE_REQUEST"),
        (b'{"email": "a"} {}', 400, "UNREADABLE_REQUEST"),
        (b"{'email': 'a'}", 400, "UNREADABLE_REQUEST"),
        (b'{"email": "a\nb"}', 400, "UNREADABLE_REQUEST"),
        (b"\x00", 400, "UNREADABLE_REQUEST"),
        (b"null", 422, "INVALID"),
        (b"[]", 422, "INVALID"),
    ],
    ids=range(23),
)
async def test_a_hostile_body_is_refused(door: httpx.AsyncClient, content: bytes, status: int, code: str) -> None:
    assert await told(door, content) == (status, code)


async def test_a_body_of_another_encoding_is_no_json_of_ours(door: httpx.AsyncClient) -> None:
    body = '{"email": "a@example.org", "password": "wrong"}'

    latin = await told(door, body.encode(), "application/json; charset=iso-8859-1")
    wide = await told(door, body.encode("utf-16"), 'application/json; charset="utf-16"')
    plain = await told(door, body.encode(), "application/json; charset=UTF-8")
    marked = await told(door, b"\xef\xbb\xbf" + body.encode())

    assert latin == wide == (415, "UNSUPPORTED_TYPE")
    assert plain == marked == (401, "CREDENTIALS_WRONG")


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "identity, gzip", "GZIP"])
async def test_a_packed_body_is_not_unpacked(door: httpx.AsyncClient, coding: str) -> None:
    response = await door.post(LOGIN, content=b"\x1f\x8b", headers={**JSON, "content-encoding": coding})

    assert (response.status_code, response.json()["error"]["code"]) == (415, "CONTENT_ENCODING_UNSUPPORTED")


async def test_a_form_of_a_thousand_parts_is_refused(door: httpx.AsyncClient) -> None:
    token = (await door.post("/api/v1/auth/register", json=ADA)).json()["access_token"]
    signed_in = {"authorization": f"Bearer {token}"}

    fields = await door.post(
        "/api/v1/documents", data={f"f{n}": "x" for n in range(1000)}, files=FILE, headers=signed_in
    )
    files = await door.post("/api/v1/documents", files=[("file", FILE["file"])] * 9, headers=signed_in)
    url_encoded = await door.post("/api/v1/documents", data={f"f{n}": "x" for n in range(1000)}, headers=signed_in)

    assert [each.status_code for each in (fields, files, url_encoded)] == [400, 400, 400]


@pytest.mark.parametrize("boundary", ["", "x" * 5000, "edge\r\nx: y"])
async def test_a_form_without_an_edge_is_unreadable(door: httpx.AsyncClient, boundary: str) -> None:
    token = (await door.post("/api/v1/auth/register", json=ADA)).json()["access_token"]
    headers = {"authorization": f"Bearer {token}", "content-type": f"multipart/form-data; boundary={boundary}"}

    response = await door.post("/api/v1/documents", content=b"--edge\r\n" * 1000, headers=headers)

    assert response.status_code in {400, 422}


@pytest.mark.parametrize("headers", [{f"x-{n}": "a" for n in range(101)}, {"cookie": "a" * 33 * 1024}])
async def test_headers_without_end_are_refused(door: httpx.AsyncClient, headers: dict[str, str]) -> None:
    response = await door.get("/api/v1/languages", headers=headers)

    assert (response.status_code, response.json()["error"]["code"]) == (431, "HEADERS_TOO_LARGE")


@pytest.mark.parametrize(
    ("asked", "status"), [("0.000001", 504), ("30", 200), ("3600", 200), ("0", 422), ("soon", 422)]
)
async def test_a_client_may_give_itself_less_time_and_never_more(
    door: httpx.AsyncClient, asked: str, status: int
) -> None:
    response = await door.get("/health/ready", headers={"request-timeout": asked})

    assert response.status_code == status


ADA = {"email": "ada@example.org", "password": "Tall-Giraffe-79-hums", "full_name": "Ada Lovelace"}
FILE = {"file": ("notes.md", b"# Notes")}

leaves = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
documents = st.recursive(
    leaves | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=40
)


@given(documents, st.booleans())
def test_what_is_no_attack_is_read_as_it_was_written(document: object, escaped: bool) -> None:  # noqa: FBT001  drawn
    body = json.dumps(document, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    try:
        read = parse_json(body)
    except LyceumError:
        # What Hypothesis writes is deep at times.
        assert depth(document) > DEEPEST
    else:
        assert read == document


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"\\"[":', "}")])
def test_depth_is_counted_exactly(opening: str, closing: str) -> None:
    def nested(levels: int) -> bytes:
        return (opening * levels + '"]]]{"' + closing * levels).encode()

    parse_json(nested(DEEPEST))
    with pytest.raises(BodyTooComplex):
        parse_json(nested(DEEPEST + 1))


def test_brackets_in_texts_are_text() -> None:
    texts = ["[" * 100, '\\"[[[', "{" * 100, "\\", "a\\\\", ","]
    for pair in product(texts, texts):
        assert parse_json(json.dumps(pair).encode()) == list(pair)


def test_values_are_counted_exactly() -> None:
    assert len(parse_json(b"[" + b"1," * (MOST_VALUES - 2) + b"1]")) == MOST_VALUES - 1
    assert parse_json(b'["' + b"," * MOST_VALUES + b'"]') == ["," * MOST_VALUES]
    with pytest.raises(BodyTooComplex):
        parse_json(b"[" + b"1," * (MOST_VALUES - 1) + b"1]")


def depth(document: object) -> int:
    match document:
        case dict():
            return 1 + max(map(depth, document.values()), default=0)
        case list():
            return 1 + max(map(depth, document), default=0)
        case _:
            return 0
