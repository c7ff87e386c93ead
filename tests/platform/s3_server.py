"""The part of S3 that a store of files needs, in memory: whole objects, ranges, parts, one bucket."""

import contextlib
import itertools
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class S3Server:
    """A bucket on loopback. It checks no signatures.

    Attributes:
        url: endpoint of the service.
        objects: path → bytes and content type.
        failing: answers 503 to everything while true.
    """

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.failing = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(bucket: S3Server) -> type[BaseHTTPRequestHandler]:
    uploads: dict[str, tuple[str, dict[int, bytes]]] = {}
    numbers = itertools.count(1)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            body = self._body()
            upload = self._query().get("uploadId")
            if upload in uploads:
                uploads[upload][1][int(self._query()["partNumber"])] = body
            elif upload:
                # A part that was under way when its upload was given up; nobody waits for the answer.
                self.close_connection = True
                return
            else:
                bucket.objects[self._key()] = (body, self.headers.get("content-type", ""))
            self._answer(200, headers={"etag": '"etag"'})

        def do_POST(self) -> None:
            body = self._body().decode()
            query = self._query()
            if "delete" in query:
                keys = re.findall("<Key>(.*?)</Key>", body)
                for key in keys:
                    bucket.objects.pop(f"{self._key()}/{key}", None)
                deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
                self._answer(200, f"<DeleteResult>{deleted}</DeleteResult>".encode())
            elif upload := query.get("uploadId"):
                content_type, parts = uploads.pop(upload)
                whole = b"".join(parts[number] for number in sorted(parts))
                bucket.objects[self._key()] = (whole, content_type)
                self._answer(200, b"<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>")
            else:
                upload = str(next(numbers))
                uploads[upload] = (self.headers.get("content-type", ""), {})
                result = f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
                self._answer(200, result.encode())

        def do_DELETE(self) -> None:
            if upload := self._query().get("uploadId"):
                uploads.pop(upload)
            else:
                bucket.objects.pop(self._key(), None)
            self._answer(204)

        def do_GET(self) -> None:
            if self._key() not in bucket.objects:
                self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
                return
            body, content_type = bucket.objects[self._key()]
            headers = {"content-type": content_type, "etag": '"etag"'}
            headers["last-modified"] = "Thu, 01 Jan 2026 00:00:00 GMT"
            if part := _RANGE.fullmatch(self.headers.get("range", "")):
                first, last = int(part[1]), min(int(part[2] or len(body)), len(body) - 1)
                headers["content-range"] = f"bytes {first}-{last}/{len(body)}"
                self._answer(206, body[first : last + 1], headers)
            else:
                self._answer(200, body, headers)

        do_HEAD = do_GET

        def log_message(self, *_args: object) -> None:
            """Tests are quiet."""

        def _key(self) -> str:
            return urlsplit(self.path).path

        def _query(self) -> dict[str, str]:
            values = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
            return {name: found[0] for name, found in values.items()}

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("content-length", 0)))

        def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
            self.send_response(503 if bucket.failing else status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(body)

    return Handler
