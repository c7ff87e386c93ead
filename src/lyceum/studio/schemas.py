"""Wire models of the domain studio."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class UploadView(BaseModel):
    """What to watch after an upload."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "document_id": "0198c0de-7a11-7000-8000-000000000010",
                "job_id": "0198c0de-7a11-7000-8000-000000000001",
                "is_known": False,
            }
        }
    )

    document_id: UUID
    job_id: UUID = Field(description="The job that learns from it: `jobs/{id}`, `jobs/{id}/events`.")
    is_known: bool = Field(description="Whether you uploaded the same file before; then it is the same document.")
