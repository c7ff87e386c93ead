"""Wire models of how a learner wants to review."""

from typing import Self

from pydantic import BaseModel, Field

from lyceum.practice import examples
from lyceum.practice.contracts import HIGHEST_RETENTION, LOWEST_RETENTION, ReviewSetting, Scheduler
from lyceum.practice.schemas.items import example


class SettingModel(BaseModel):
    """How you want to review."""

    model_config = example(examples.SETTING)

    scheduler: Scheduler = Field(
        description="What dates reviews. Both remember every answer, so that you can change it at any time."
    )
    desired_retention: float = Field(
        ge=LOWEST_RETENTION,
        le=HIGHEST_RETENTION,
        description="The probability of recall to review at: higher means more reviews. SM-2 does not know it.",
    )

    @classmethod
    def of(cls, setting: ReviewSetting) -> Self:
        """From what practice knows."""
        return cls(scheduler=setting.scheduler, desired_retention=setting.desired_retention)

    def setting(self) -> ReviewSetting:
        """What the use case takes."""
        return ReviewSetting(self.scheduler, self.desired_retention)
