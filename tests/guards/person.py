"""Somebody at the door of the furnished world."""

from dataclasses import dataclass, field

from tests.main_job.site import Learner


@dataclass
class Person(Learner):
    """Somebody at the door, with the tokens they were given, and the ids of a subject and a deck of their own."""

    token: str = ""
    refresh_token: str = ""
    username: str = ""
    own: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}
