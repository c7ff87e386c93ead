"""Wire models of how a learner wants to review, and of what that would bring."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from lyceum.platform import telling
from lyceum.practice import examples, wording
from lyceum.practice.contracts.settings import HIGHEST_RETENTION, LOWEST_RETENTION, Fit, Scheduler, Weights
from lyceum.practice.forecasting import Forecast
from lyceum.practice.schemas.items import example
from lyceum.practice.settings import Chosen, Wish

_SCHEDULER = "What dates reviews. Both remember every answer, so that you can change it at any time."
_RETENTION = "The probability of recall to review at: higher means more reviews. SM-2 does not know it."
_WEIGHTS = "By which weights FSRS remembers: those published for everybody, or, where they are better, fitted to you."


class SettingModel(BaseModel):
    """How you want to review."""

    model_config = example(examples.SETTING)

    scheduler: Scheduler = Field(description=_SCHEDULER)
    desired_retention: float = Field(ge=LOWEST_RETENTION, le=HIGHEST_RETENTION, description=_RETENTION)
    weights: Weights | None = Field(default=None, description=f"{_WEIGHTS} Left out: as before.")

    def wish(self) -> Wish:
        """What the use case takes."""
        return Wish(self.scheduler, self.desired_retention, self.weights)


class FitView(BaseModel):
    """What fitting FSRS's weights to you came to."""

    version: int = Field(ge=1)
    reviews: int = Field(description="That tell whether you remembered: on a later day, without help.")
    fitted_at: datetime
    log_loss: float = Field(description="Of weights fitted to earlier reviews, on your later ones; less is better.")
    log_loss_default: float = Field(description="Of the published weights, on the same.")
    serves: bool = Field(description="Whether the fitted ones are better, and so are used if you wish.")
    text: str

    @classmethod
    def of(cls, fit: Fit) -> Self:
        """From what practice knows."""
        return cls(
            version=fit.version,
            reviews=fit.reviews,
            fitted_at=fit.fitted_at,
            log_loss=fit.log_loss,
            log_loss_default=fit.log_loss_default,
            serves=fit.serves,
            text=wording.fit(fit, telling.language()),
        )


class SettingView(BaseModel):
    """How you review."""

    model_config = example(examples.SETTING_TOLD)

    scheduler: Scheduler = Field(description=_SCHEDULER)
    desired_retention: float = Field(ge=LOWEST_RETENTION, le=HIGHEST_RETENTION, description=_RETENTION)
    weights: Weights = Field(description=_WEIGHTS)
    fit: FitView | None = Field(description="Null until you have reviewed enough.")
    text: str = Field(description="In words: by what your reviews are dated.")

    @classmethod
    def of(cls, chosen: Chosen) -> Self:
        """From what practice knows."""
        setting = chosen.setting
        return cls(
            scheduler=setting.scheduler,
            desired_retention=setting.desired_retention,
            weights=setting.weights,
            fit=FitView.of(chosen.fit) if chosen.fit else None,
            text=wording.setting(setting, chosen.fit, telling.language()),
        )


class ForecastDayView(BaseModel):
    """One day of yours."""

    day: date
    reviews: int


class SettingForecastView(BaseModel):
    """What reviewing so would bring, if each review goes well and nothing new is begun."""

    model_config = example(examples.FORECAST)

    days: list[ForecastDayView] = Field(description="The next thirty; the first also has what is overdue.")
    total: int
    per_day: float
    text: str

    @classmethod
    def of(cls, forecast: Forecast) -> Self:
        """From what practice knows."""
        return cls(
            days=[ForecastDayView(day=day, reviews=reviews) for day, reviews in forecast.days],
            total=forecast.total,
            per_day=forecast.per_day,
            text=wording.forecast(forecast.total, len(forecast.days), telling.language()),
        )
