"""`python -m bench.web`: what Lighthouse says of the built web app, and how much of it the first page takes.

Lighthouse comes from npm into a folder of its own (`--lighthouse`; left out: one that is gone afterwards) and is no
part of the build. The browser is the system's chromium; the pages come from `lyceum up`, as anybody's do.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import APIRequestContext, BrowserContext, FilePayload, sync_playwright

from bench.installation import ROOT, Installation, running, temporary_folder

STATIC = ROOT / "src" / "lyceum" / "app" / "static"
CHAPTER = ROOT / "examples" / "demand-and-supply.pdf"
CATEGORIES = ("performance", "accessibility", "best-practices")
_LIGHTHOUSE = "lighthouse@12"
_PERSON = {"email": "bench@example.org", "password": "Wander7-Quilt-Orbit-Plum", "full_name": "Bench"}
_IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([^"'`]+\.js)["'`]""")
_NAMED = re.compile(r'(?:src|href)="/(assets/[^"]+\.(?:js|css))"')
_NOT_FETCHED = re.compile(r"<link disabled [^>]*>")
_SAID = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_PATIENCE_S = 120.0

Scores = dict[str, float]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="bench.web", description="Measure the built web app with Lighthouse.")
    parser.add_argument("--lighthouse", type=Path, metavar="FOLDER", help="where Lighthouse is, or is put")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each page; the median is told (default: 3)")
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help="keep Lighthouse's own reports there")
    arguments = parser.parse_args(argv)
    with temporary_folder() as folder:
        program = install_lighthouse(arguments.lighthouse or folder / "lighthouse")
        reports = arguments.reports or folder / "reports"
        reports.mkdir(parents=True, exist_ok=True)
        installation = Installation(folder / "home", folder / "bytecode")
        with running(installation), chromium(folder / "profile") as port:
            pages = measure(installation.url, port, program, reports, rounds=arguments.rounds)
    print(table(pages))
    print(f"\nThe first page takes {entry_bytes() / 1000:.1f} kB of scripts and styles, packed with gzip.")
    return 0


def install_lighthouse(folder: Path) -> Path:
    """The program, fetched if it is not there."""
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), _LIGHTHOUSE]
        subprocess.run(command, env=environment, check=True, cwd=folder)
    return program


@contextmanager
def chromium(profile: Path) -> Iterator[int]:
    """A browser without a window; the port it listens on."""
    program = os.environ.get("LYCEUM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("bench.web: install chromium, or name it in LYCEUM_CHROMIUM")
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    command = [program, *arguments, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _port_of(profile)
    finally:
        process.terminate()
        process.wait()


def measure(url: str, port: int, program: Path, reports: Path, *, rounds: int) -> dict[str, Scores]:
    """The scores of each page: first as a visitor sees them, then as somebody who has learned a chapter."""

    def scores(name: str, path: str) -> Scores:
        found = [_run(program, f"{url}{path}", port, reports / f"{name}-{number}.json") for number in range(rounds)]
        return {category: sorted(each[category] for each in found)[rounds // 2] for category in CATEGORIES}

    pages = {"welcome": scores("welcome", "/"), "sign-in": scores("sign-in", "/sign-in")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        session_id = _learn_a_chapter(browser.contexts[0], url)
        browser.close()
    for name, path in {"home": "/", "library": "/library", "session": f"/sessions/{session_id}"}.items():
        pages[name] = scores(name, path)
    return pages


def entry_bytes(static: Path = STATIC) -> int:
    """Scripts and styles that `index.html` names or says, and the scripts that these import, packed with gzip."""
    page = _NOT_FETCHED.sub("", (static / "index.html").read_text(encoding="utf-8"))
    wanted = _NAMED.findall(page)
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in found and (static / name).is_file():
            found.add(name)
            text = (static / name).read_text(encoding="utf-8")
            wanted += [f"assets/{each}" for each in _IMPORTED.findall(text)] if name.endswith(".js") else []
    said = sum(len(gzip.compress(style.encode())) for style in _SAID.findall(page))
    return said + sum((static / f"{name}.gz").stat().st_size for name in found)


def table(pages: dict[str, Scores]) -> str:
    """The scores, as Markdown."""
    rows = [f"| {name} | {' | '.join(f'{its[each]:.2f}' for each in CATEGORIES)} |" for name, its in pages.items()]
    return "\n".join([f"| page | {' | '.join(CATEGORIES)} |", "| --- | ---: | ---: | ---: |", *rows])


def _run(program: Path, url: str, port: int, report: Path) -> Scores:
    options = [f"--only-categories={','.join(CATEGORIES)}", "--output=json", f"--output-path={report}", "--quiet"]
    subprocess.run([program, url, f"--port={port}", *options], check=True, timeout=_PATIENCE_S)
    categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: categories[name]["score"] for name in CATEGORIES}


def _port_of(profile: Path) -> int:
    until = time.monotonic() + _PATIENCE_S
    told = profile / "DevToolsActivePort"
    while time.monotonic() < until:
        if told.is_file() and (lines := told.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.05)
    sys.exit("bench.web: chromium did not say where it listens")


def _learn_a_chapter(context: BrowserContext, url: str) -> str:
    """Sign up in this browser, learn a chapter, and begin to practise it; the session."""
    api = f"{url}/api/v1"
    _post(context.request, f"{api}/auth/register", {**_PERSON, "session": "cookie"}, {})
    csrf = {"x-csrf-token": next(c["value"] for c in context.cookies(url) if c["name"] == "lyceum_csrf")}
    file: FilePayload = {"name": CHAPTER.name, "mimeType": "application/pdf", "buffer": CHAPTER.read_bytes()}
    upload = context.request.post(f"{api}/documents", multipart={"file": file}, headers=csrf).json()
    while (job := context.request.get(f"{api}/jobs/{upload['job_id']}").json())["status"] in {"queued", "running"}:
        time.sleep(0.2)
    if job["status"] != "completed":
        sys.exit(f"bench.web: the chapter could not be learned: {job['error']}")
    body = {"document_id": upload["document_id"]}
    return str(_post(context.request, f"{api}/practice/sessions", body, csrf)["id"])


def _post(request: APIRequestContext, url: str, body: dict[str, str], headers: dict[str, str]) -> dict[str, object]:
    response = request.post(url, data=body, headers=headers)
    if not response.ok:
        sys.exit(f"bench.web: {url} answered {response.status}: {response.text()}")
    answer: dict[str, object] = response.json()
    return answer


if __name__ == "__main__":
    sys.exit(main())
