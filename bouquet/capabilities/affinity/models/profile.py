"""What a member says they like, and what they allow."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.capabilities.affinity.models.tag import Tag
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class Basis(models.TextChoices):
    """What suggestions are made from. The first is the option without profiling (Regulation (EU) 2022/2065 art. 38)."""

    NOTHING = "nothing", "nothing"
    DECLARED = "declared", "declared"
    BEHAVIOUR = "behaviour", "behaviour"


class Profile(models.Model):
    """What a member decided about their affinities. No row: they decided nothing, and what they declare is used."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="affinity_profile"
    )
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.DECLARED)
    # When they allowed the use of what they do: the proof of consent (GDPR art. 7(1)).
    consented_at = models.DateTimeField(null=True, blank=True)
    # Whether the order of their list says what they like more.
    is_ordered = models.BooleanField(default=False)
    # Whether others may find them among “people like you”; unset: as private as their account.
    is_suggestible = models.BooleanField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.basis}"


class Stance(models.TextChoices):
    """What somebody says of a tag."""

    LIKES = "likes", "likes"
    NOT_ME = "not_me", "not me"


class AffinityQuerySet(models.QuerySet["Affinity"]):
    def liked(self) -> AffinityQuerySet:
        return self.filter(stance=Stance.LIKES, tag__is_refused=False)


class Affinity(models.Model):
    """A member likes a tag, or says that it is not them. Pinned ones count more and come first."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affinities")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="affinities")
    stance = models.CharField(max_length=6, choices=Stance.choices, default=Stance.LIKES)
    is_pinned = models.BooleanField(default=False)
    # The place in their list, from 0.
    position = models.PositiveSmallIntegerField(default=0)
    declared_at = models.DateTimeField(default=clock.now)

    objects = AffinityQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "tag"], name="affinity_one_stance_each")]
        indexes = [models.Index(fields=["tag", "stance", "-id"], name="affinity_people_of_a_tag")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.stance} {self.tag_id}"
