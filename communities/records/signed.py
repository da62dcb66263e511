"""Who did an act and when: two columns that come together, as one declaration on the model."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from registry.upkeep.constraints import Check

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def constrain(model: type[models.Model], *constraints: models.BaseConstraint) -> None:
    """Add constraints to a model that is just being made, where migrations and checks will find them."""
    model._meta.constraints = [*model._meta.constraints, *constraints]
    model._meta.original_attrs["constraints"] = model._meta.constraints


def noun_of(model: type[models.Model]) -> str:
    """The word constraints and log verbs begin with."""
    return getattr(model, "noun", "") or str(model._meta.model_name)


class Signed:
    """`decision = Signed("decided", at=_("decided at"), by=_("decided by"))` gives `decided_at` and `decided_by`.

    The database keeps that both stand or fall together, and that whoever did this act did none of those named in
    `other_than` ("submitted"): two people are needed. With `required` the columns are never empty. The constraints
    are named `NOUN_decided_iff_signed` and `NOUN_decided_by_other_than_submitted`, NOUN being the model's `noun`.
    """

    def __init__(
        self,
        act: str,
        *,
        at: "StrOrPromise",
        by: "StrOrPromise",
        required: bool = False,
        other_than: tuple[str, ...] = (),
    ) -> None:
        self.act, self.labels, self.required, self.other_than = act, (at, by), required, other_than

    def contribute_to_class(self, model: Any, _name: str) -> None:
        at, by = f"{self.act}_at", f"{self.act}_by"
        empty: dict[str, Any] = {"null": not self.required, "editable": False}
        model.add_to_class(at, models.DateTimeField(self.labels[0], **empty))
        signer = models.ForeignKey(
            settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=self.labels[1], **empty
        )
        model.add_to_class(by, signer)
        if model._meta.abstract:
            return
        if not self.required:
            both = Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
            constrain(
                model,
                Check(name=f"{noun_of(model)}_{self.act}_iff_signed", condition=Q(**{at: None, by: None}) | both),
            )
        for other in self.other_than:
            name = f"{noun_of(model)}_{self.act}_by_other_than_{other}"
            apart = Q(**{by: None}) | Q(**{f"{other}_by": None}) | ~Q(**{by: F(f"{other}_by")})
            constrain(model, Check(name=name, condition=apart))
