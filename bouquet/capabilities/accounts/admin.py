"""Accounts for the operator, behind the network's own sign-in (with its second step)."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from bouquet.capabilities.accounts.actions import suspending
from bouquet.capabilities.accounts.models import Account

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign, no-untyped-call]


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin[Account]):
    """Members are found, suspended and made operators here; what is theirs alone is not shown.

    Suspended for good: for a while, and with reasons that the member is told, at the moderators' desk.
    """

    list_display = ("handle", "display_name", "is_active", "is_staff", "opened_at", "last_seen_at")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("handle", "display_name", "email")
    fields = (
        "handle",
        "display_name",
        "bio",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "opened_at",
        "last_seen_at",
    )
    readonly_fields = ("handle", "opened_at", "last_seen_at")
    filter_horizontal = ("groups",)
    ordering = ("-opened_at",)

    def save_model(self, request: HttpRequest, obj: Account, form: ModelForm[Account], change: bool) -> None:
        """Only what was changed is written: followers are counted while the operator reads."""
        changed = {field.name for field in obj._meta.fields} & set(form.changed_data)
        obj.save(update_fields=changed - {"is_active"})
        if "is_active" in changed and obj.is_active:
            suspending.reinstate(account=obj)
        elif "is_active" in changed:
            suspending.suspend(account=obj, until=None, reason="")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        """Members close their accounts themselves: deleting the row would leave their files and posts behind."""
        return False
