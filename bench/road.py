"""What a learner's requests cost: lists, the next item, an answer with all its state; and the next of 100,000 items."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bench.client import Answer, Client
from bench.installation import Installation
from bench.measures import API, CLIENTS, Effort, Figures, connected, quantile, sign_in

# Sessions each learner holds at once: a phase of one kind of request is long enough to be measured by itself.
_SESSIONS = 25
_DECK_ITEMS = 400
_DECK_SKILLS = 40
_SKILLS_OF_MANY = 2_000


@dataclass(slots=True)
class _Tally:
    """CPU of the app process, and the time of each exchange, of one kind of request."""

    cpu_s: float = 0.0
    wall_s: float = 0.0
    seconds: list[float] | None = None

    def figures(self, name: str) -> Figures:
        """As reported."""
        seconds = self.seconds or [0.0]
        return {
            f"{name}: CPU, ms": 1000 * self.cpu_s / len(seconds),
            f"{name}: p50, ms": 1000 * quantile(seconds, 0.5),
            f"{name}: p99, ms": 1000 * quantile(seconds, 0.99),
            f"{name}: per second": len(seconds) / self.wall_s,
        }


async def road(installation: Installation, effort: Effort) -> Figures:
    """All clients at once, each a learner of their own with a deck of their own; CPU of the app process alone."""
    learners = [Learner(installation, 100 + number) for number in range(CLIENTS)]
    for learner in learners:
        await learner.enrol(items=_DECK_ITEMS, skills=_DECK_SKILLS)
    listed, asked, answered = _Tally(), _Tally(), _Tally()
    async with connected(installation, [learner.headers for learner in learners]) as clients:
        rounds = max(1, effort.requests // (CLIENTS * _SESSIONS)) + 1
        for number in range(rounds):
            for learner, client in zip(learners, clients, strict=True):
                await learner.open_sessions(client, _SESSIONS)
            if number == 1:  # the first round warmed up
                listed, asked, answered = _Tally(), _Tally(), _Tally()
            await _phase(installation, listed, learners, clients, "list_items")
            await _phase(installation, asked, learners, clients, "ask")
            await _phase(installation, answered, learners, clients, "answer")
    return listed.figures("deck's items, 50") | asked.figures("next item") | answered.figures("attempt")


async def many(installation: Installation, effort: Effort) -> Figures:
    """The next item when the subject has 100,000."""
    learner = Learner(installation, 200)
    await learner.enrol(items=effort.candidates, skills=min(_SKILLS_OF_MANY, effort.candidates))
    asked, answered = _Tally(), _Tally()
    async with connected(installation, [learner.headers]) as clients:
        await learner.open_sessions(clients[0], 1)
        for number in range(60):
            if number == 10:  # the first ones warmed up
                asked, answered = _Tally(), _Tally()
            await _phase(installation, asked, [learner], clients, "ask")
            await _phase(installation, answered, [learner], clients, "answer")
    return asked.figures(f"next of {effort.candidates:,} items")


class Learner:
    """A person at the door, with sessions that wait for answers.

    Args:
        installation: the running one.
        number: makes the address.
    """

    def __init__(self, installation: Installation, number: int) -> None:
        self._installation = installation
        self._number = number
        self.headers: dict[str, str] = {}
        self.deck: dict[str, str] = {}
        self.sessions: list[str] = []
        self.waiting: list[tuple[str, dict[str, Any]]] = []

    async def enrol(self, *, items: int, skills: int) -> None:
        """Sign in, and own a deck."""
        self.headers = {"authorization": f"Bearer {await sign_in(self._installation, self._number)}"}
        async with Client(self._installation.url, self.headers) as client:
            made = await client.request("POST", f"{API}/bench/decks", {"items": items, "skills": skills})
            self.deck = _expect(made, 200).json()

    async def open_sessions(self, client: Client, number: int) -> None:
        """Begin sessions; those that were open are left."""
        wanted = {"subject_id": self.deck["subject_id"], "kind": "practice", "length": 200}
        begun = [await client.request("POST", f"{API}/practice/sessions", wanted) for _ in range(number)]
        self.sessions = [_expect(each, 201).json()["id"] for each in begun]

    async def list_items(self, client: Client) -> list[float]:
        """A page of the deck, as often as there are sessions."""
        request = client.prepare("GET", f"{API}/decks/{self.deck['deck_id']}/items?limit=50")
        return [(await _timed(client, request, 200))[0] for _ in self.sessions]

    async def ask(self, client: Client) -> list[float]:
        """The next item of each session."""
        times, self.waiting = [], []
        for session in self.sessions:
            request = client.prepare("GET", f"{API}/practice/next?session_id={session}")
            seconds, answer = await _timed(client, request, 200)
            times.append(seconds)
            self.waiting.append((session, answer.json()["item"]))
        return times

    async def answer(self, client: Client) -> list[float]:
        """An answer to each session, right in about half of them."""
        times = []
        for session, item in self.waiting:
            body = {
                "client_attempt_id": str(uuid4()),
                "session_id": session,
                "item_id": item["id"],
                "response": _response(item),
                "time_ms": 4000,
            }
            request = client.prepare("POST", f"{API}/practice/attempts", body)
            times.append((await _timed(client, request, 201))[0])
        return times


def _response(item: dict[str, Any]) -> object:
    match item["type"]:
        case "flashcard":
            return 3 if int(item["id"][-1], 16) % 2 else 1
        case "multiple_choice":
            return item["options"][0]["id"]
        case "true_false":
            return True
        case "cloze":
            return ["answer 7"] * item["gaps"]
        case _:
            return "answer 7"


async def _timed(client: Client, request: bytes, expected: int) -> tuple[float, Answer]:
    begun = time.perf_counter()
    answer = await client.exchange(request)
    return time.perf_counter() - begun, _expect(answer, expected)


def _expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise RuntimeError(f"expected {status}, got {answer.status}: {answer.body[:300]!r}")
    return answer


async def _phase(
    installation: Installation, tally: _Tally, learners: Sequence[Learner], clients: Sequence[Client], kind: str
) -> None:
    cpu_before, begun = installation.cpu_s(), time.perf_counter()
    pairs = zip(learners, clients, strict=True)
    times = await asyncio.gather(*(getattr(learner, kind)(client) for learner, client in pairs))
    tally.wall_s += time.perf_counter() - begun
    tally.cpu_s += installation.cpu_s() - cpu_before
    tally.seconds = (tally.seconds or []) + [each for own in times for each in own]
