"""The operator's view of the outbox: what is parked, why, and the button that tries it again."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from bouquet.foundation.events.delivering import retry_parked
from bouquet.foundation.events.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin[Delivery]):
    list_display = ("event", "subscriber", "state", "attempts", "attempted_at", "reason")
    # By name the states stand in the order an operator wants: parked, due, done.
    ordering = ("-state", "-attempted_at")
    list_filter = ("state", "subscriber")
    list_select_related = ("event",)
    readonly_fields = ("event", "subscriber", "state", "attempts", "error", "attempted_at")
    actions = ("try_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="Error")
    def reason(self, delivery: Delivery) -> str:
        """The last line of the error; all of it is on the delivery's own page."""
        lines = delivery.error.strip().splitlines()
        return lines[-1] if lines else ""

    @admin.action(description="Try again")
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        for delivery in queryset.filter(state=Delivery.State.PARKED):
            retry_parked(delivery)
