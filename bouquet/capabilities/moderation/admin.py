"""For operators: who moderates, what statements say of out-of-court settlement, the log to look at."""

from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import naming
from bouquet.capabilities.moderation.models import AuditEntry, Moderator, OutOfCourtBody


@admin.register(Moderator)
class ModeratorAdmin(admin.ModelAdmin[Moderator]):
    """Naming and dismissing go through the actions, so that they are in the log."""

    list_display = ("account", "named_by", "named_at")
    list_select_related = ("account", "named_by")
    autocomplete_fields = ("account",)
    search_fields = ("account__handle", "account__display_name")

    def has_change_permission(self, request: HttpRequest, obj: Moderator | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Moderator, form: ModelForm[Moderator], change: bool) -> None:
        naming.name(account=obj.account, by=cast(Account, request.user))

    def delete_model(self, request: HttpRequest, obj: Moderator) -> None:
        naming.dismiss(account=obj.account, by=cast(Account, request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Moderator]) -> None:
        for moderator in queryset.select_related("account"):
            naming.dismiss(account=moderator.account, by=cast(Account, request.user))


@admin.register(OutOfCourtBody)
class OutOfCourtBodyAdmin(admin.ModelAdmin[OutOfCourtBody]):
    list_display = ("language", "text")


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin[AuditEntry]):
    """To look at; the database refuses everything else."""

    list_display = ("number", "made_at", "act", "actor", "kind", "key")
    search_fields = ("act",)
    ordering = ("-number",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
