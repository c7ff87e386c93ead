"""The part of S3 that a store of files needs, in memory: whole objects, ranges, parts, deletion.

It checks no signatures. Its tests can be run against an independent server too (LYCEUM_TEST_S3_ENDPOINT).
"""

import contextlib
import itertools
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass
class _Upload:
    content_type: str
    parts: dict[int, bytes] = field(default_factory=dict)


class S3Server(ThreadingHTTPServer):
    """A bucket on loopback.

    Attributes:
        url: endpoint of the service.
        objects: path → bytes and content type.
        failing: answers 503 to everything while true.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.uploads: dict[str, _Upload] = {}
        self.numbers = itertools.count(1)
        self.failing = False
        self.url = f"http://127.0.0.1:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: S3Server

    def do_PUT(self) -> None:
        body = self._body()
        upload = self._query().get("uploadId")
        if upload is None:
            self.server.objects[self._path()] = (body, self.headers.get("content-type", ""))
        elif upload in self.server.uploads:
            self.server.uploads[upload].parts[int(self._query()["partNumber"])] = body
        self._answer(200, headers={"etag": '"etag"'})

    def do_POST(self) -> None:
        body, query = self._body().decode(), self._query()
        if "delete" in query:
            self._delete_many(re.findall("<Key>(.*?)</Key>", body))
        elif upload := query.get("uploadId"):
            self._complete(self.server.uploads.pop(upload))
        else:
            number = str(next(self.server.numbers))
            self.server.uploads[number] = _Upload(self.headers.get("content-type", ""))
            self._answer_xml("InitiateMultipartUploadResult", f"<UploadId>{number}</UploadId>")

    def do_DELETE(self) -> None:
        if upload := self._query().get("uploadId"):
            self.server.uploads.pop(upload)
        else:
            self.server.objects.pop(self._path(), None)
        self._answer(204)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if self._path() not in self.server.objects:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        body, content_type = self.server.objects[self._path()]
        headers = {"content-type": content_type, "etag": '"etag"', "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT"}
        if part := _RANGE.fullmatch(self.headers.get("range", "")):
            first, last = int(part[1]), min(int(part[2] or len(body)), len(body) - 1)
            headers["content-range"] = f"bytes {first}-{last}/{len(body)}"
            self._answer(206, body[first : last + 1], headers)
        else:
            self._answer(200, body, headers)

    def log_message(self, *_args: object) -> None:
        """Tests are quiet."""

    def _complete(self, upload: _Upload) -> None:
        whole = b"".join(upload.parts[number] for number in sorted(upload.parts))
        self.server.objects[self._path()] = (whole, upload.content_type)
        self._answer_xml("CompleteMultipartUploadResult", "<ETag>etag</ETag>")

    def _delete_many(self, keys: list[str]) -> None:
        for key in keys:
            self.server.objects.pop(f"{self._path()}/{key}", None)
        self._answer_xml("DeleteResult", "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys))

    def _path(self) -> str:
        return urlsplit(self.path).path

    def _query(self) -> dict[str, str]:
        values = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return {name: found[0] for name, found in values.items()}

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def _answer_xml(self, element: str, content: str) -> None:
        self._answer(200, f"<{element}>{content}</{element}>".encode())

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        # A client that gave an upload up does not wait for the answers of its parts.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(503 if self.server.failing else status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
