"""One file of `lyceum learn`, from its path to what came of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from lyceum.app.invocation import program
from lyceum.cli.screen import Screen
from lyceum.platform.jobs import Job, JobStatus


@dataclass(slots=True)
class Chapter:
    """A file and where it is.

    Attributes:
        path: as it was named.
        document_id, job_id: once it was handed in.
        is_known: the same file was handed in before.
        progress: 0 to 100. `note`: what is going on, in words for the person.
        result: of the job, once it is completed.
        error: `(code, message)`, once it has failed.
    """

    path: Path
    document_id: UUID | None = None
    job_id: UUID | None = None
    is_known: bool = False
    progress: float = 0.0
    note: str = ""
    result: dict[str, Any] | None = None
    error: tuple[str, str] | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.result is not None or self.error is not None

    def refuse(self, code: str, message: str) -> None:
        """Nothing can be learned from it."""
        self.error = (code, message)

    def hand_in(self, document_id: UUID, job_id: UUID, *, is_known: bool) -> None:
        """It is a document now, and a job learns from it."""
        self.document_id, self.job_id, self.is_known = document_id, job_id, is_known

    def see(self, job: Job, screen: Screen) -> None:
        """Take over where the job is."""
        self.progress, self.note = job.progress, _note(job, screen)
        match job.status:
            case JobStatus.COMPLETED:
                self.result = screen.worded(job.result or {})
            case JobStatus.FAILED:
                error = job.error or {}
                code = error.get("code", "INTERNAL_ERROR")
                self.refuse(code, screen.refusal(code, error.get("message", code), error.get("details", {})))
            case JobStatus.CANCELLED:
                self.refuse("JOB_CANCELLED", screen.text("learn.cancelled", program=program()))
            case JobStatus.QUEUED | JobStatus.RUNNING:
                pass


def _note(job: Job, screen: Screen) -> str:
    """What the job is about just now."""
    if job.status is JobStatus.QUEUED:
        return screen.text("learn.note.queued")
    return screen.text(job.note, **job.note_values) if job.note else ""
