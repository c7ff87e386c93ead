"""Files in a folder and in a bucket behave the same."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from lyceum.platform.objects import (
    ObjectKeyInvalid,
    ObjectMissing,
    ObjectRangeInvalid,
    Objects,
    ObjectsUnavailable,
    open_objects,
)
from lyceum.platform.settings import Settings
from tests.platform.s3_server import S3Server

CHAPTER = bytes(range(256)) * 100


@pytest.fixture
def bucket() -> Iterator[S3Server]:
    server = S3Server()
    yield server
    server.close()


@pytest.fixture(params=["folder", "bucket"])
def objects(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Objects:
    if request.param == "folder":
        return open_objects(Settings(home=tmp_path))
    # LYCEUM_TEST_S3_ENDPOINT: a server with a bucket `lyceum`, to hold the one of the tests to account.
    endpoint = os.environ.get("LYCEUM_TEST_S3_ENDPOINT") or request.getfixturevalue("bucket").url
    return bucket_objects(endpoint, tmp_path, monkeypatch)


def bucket_objects(endpoint: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Objects:
    for name, value in {"ACCESS_KEY_ID": "id", "SECRET_ACCESS_KEY": "key", "REGION": "eu-central-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    return open_objects(Settings(home=home, objects_url="s3://lyceum/files"))


async def whole(stream: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in stream])


async def pieces(*, count: int, then: Exception | None = None) -> AsyncIterator[bytes]:
    for number in range(count):
        yield bytes([number]) * 1_000_000
        await asyncio.sleep(0)
    if then is not None:
        raise then


async def test_what_was_stored_can_be_read(objects: Objects) -> None:
    await objects.put("documents/one.pdf", CHAPTER, content_type="application/pdf")

    assert await objects.get("documents/one.pdf") == CHAPTER
    assert await whole(objects.stream("documents/one.pdf")) == CHAPTER
    assert await objects.size("documents/one.pdf") == len(CHAPTER)


async def test_a_stream_is_stored_whole(objects: Objects) -> None:
    await objects.put("big", pieces(count=12), content_type="video/mp4")

    assert await objects.size("big") == 12_000_000
    assert await whole(objects.stream("big", 10_999_999, 11_000_001)) == bytes([10, 11])


async def test_storing_again_replaces(objects: Objects) -> None:
    await objects.put("note", b"first", content_type="text/plain")
    await objects.put("note", b"second", content_type="text/plain")

    assert await objects.get("note") == b"second"


@pytest.mark.parametrize("count", [0, 1, 12])
async def test_a_stream_that_breaks_changes_nothing(objects: Objects, count: int) -> None:
    await objects.put("note", b"first", content_type="text/plain")

    with pytest.raises(ValueError, match="client left"):
        await objects.put("note", pieces(count=count, then=ValueError("client left")), content_type="text/plain")

    assert await objects.get("note") == b"first"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, CHAPTER),
        (0, 5, CHAPTER[:5]),
        (None, 5, CHAPTER[:5]),
        (25_590, None, CHAPTER[25_590:]),
        (25_599, 25_600, CHAPTER[-1:]),
        (25_590, 99_999, CHAPTER[25_590:]),
    ],
)
async def test_a_part_can_be_read(objects: Objects, start: int | None, end: int | None, expected: bytes) -> None:
    await objects.put("chapter", CHAPTER, content_type="application/pdf")

    assert await whole(objects.stream("chapter", start, end)) == expected


@pytest.mark.parametrize(("start", "end"), [(25_600, None), (5, 5), (6, 5), (-1, 5)])
async def test_a_part_outside_the_file_is_refused(objects: Objects, start: int, end: int | None) -> None:
    await objects.put("chapter", CHAPTER, content_type="application/pdf")

    with pytest.raises(ObjectRangeInvalid) as refused:
        await whole(objects.stream("chapter", start, end))

    assert refused.value.details == {"size": 25_600}


async def test_what_is_not_there_is_missing(objects: Objects) -> None:
    for reading in (objects.get("none"), objects.size("none"), whole(objects.stream("none"))):
        with pytest.raises(ObjectMissing) as refused:
            await reading
        assert refused.value.status == 404


async def test_deleting_twice_is_no_error(objects: Objects) -> None:
    await objects.put("note", b"first", content_type="text/plain")

    await objects.delete("note")
    await objects.delete("note")

    with pytest.raises(ObjectMissing):
        await objects.get("note")


@pytest.mark.parametrize(
    "key",
    [
        *("", "/", "/etc/passwd", "../secret", "a/../../b", "a//b", "a/", ".hidden", "a/./b"),
        *("a\\b", "a b", "a\x00b", "a#1", "é", "a\n", "a" * 513),
    ],
)
async def test_a_key_that_is_not_of_the_form_is_refused(objects: Objects, key: str) -> None:
    for operation in (
        objects.put(key, b"", content_type="text/plain"),
        objects.get(key),
        objects.size(key),
        objects.delete(key),
        whole(objects.stream(key)),
    ):
        with pytest.raises(ObjectKeyInvalid):
            await operation


async def test_nothing_is_left_of_a_stream_that_broke_or_was_cancelled(tmp_path: Path) -> None:
    objects = open_objects(Settings(home=tmp_path))

    with pytest.raises(ValueError, match="left"):
        await objects.put("a/b", pieces(count=12, then=ValueError("left")), content_type="video/mp4")

    assert not [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]


async def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    open_objects(Settings(home=tmp_path))

    assert stat.S_IMODE((tmp_path / "objects").stat().st_mode) == 0o700


async def test_a_bucket_keeps_the_content_type(
    bucket: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = bucket_objects(bucket.url, tmp_path, monkeypatch)

    await objects.put("one.pdf", b"%PDF", content_type="application/pdf")

    assert bucket.objects == {"/lyceum/files/one.pdf": (b"%PDF", "application/pdf")}


async def test_a_bucket_that_is_away_is_an_error_that_passes(
    bucket: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = bucket_objects(bucket.url, tmp_path, monkeypatch)
    bucket.failing = True

    for operation in (objects.put("one", b"1", content_type="text/plain"), objects.get("one"), objects.delete("one")):
        with pytest.raises(ObjectsUnavailable) as refused:
            await operation
        assert (refused.value.status, refused.value.retryable) == (503, True)


def test_another_kind_of_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected s3://"):
        open_objects(Settings(home=tmp_path, objects_url="ftp://lyceum"))


async def test_with_a_file_goes_what_a_killed_process_left_of_it(tmp_path: Path) -> None:
    objects = open_objects(Settings(home=tmp_path))
    folder = tmp_path / "objects" / "chapters"
    await objects.put("chapters/1.txt", CHAPTER, content_type="text/plain")
    await objects.put("chapters/10.txt", CHAPTER, content_type="text/plain")
    seen: list[list[str]] = []

    async def while_written() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield bytes(6_000_000)
            seen.append(sorted(each.name for each in folder.iterdir()))

    await objects.put("chapters/1.txt", while_written(), content_type="text/plain")
    (folder / "1.txt#1").write_bytes(CHAPTER)
    await objects.delete("chapters/1.txt")

    # The name is the library's choice; should it choose another one, this must follow.
    assert "1.txt#1" in seen[-1]
    assert [each.name for each in folder.iterdir()] == ["10.txt"]
