"""Received files for the operator: what is stuck or failed and why, and the buttons that lead it on.

Everything is to look at. What would let a reader in where they may not go is not shown: no address of a private file,
no id of an upload (whoever has it may go on with it), no query of an address that was imported from.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.timesince import timesince
from django.utils.translation import gettext, gettext_lazy, ngettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import tasks
from bouquet.capabilities.media.actions import retrying, uploads
from bouquet.capabilities.media.models import Asset, Import
from bouquet.capabilities.media.models.sentences import size
from bouquet.foundation.clock import clock

_STATES = {
    Asset.State.RECEIVED: gettext_lazy("received"),
    Asset.State.PROBED: gettext_lazy("looked at"),
    Asset.State.TRANSCODING: gettext_lazy("being prepared"),
    Asset.State.PLAYABLE: gettext_lazy("playable"),
    Asset.State.READY: gettext_lazy("ready"),
    Asset.State.REFUSED: gettext_lazy("refused"),
    Asset.State.FAILED: gettext_lazy("failed"),
}
_IMPORT_STATES = {
    Import.State.WAITING: gettext_lazy("waiting"),
    Import.State.FETCHING: gettext_lazy("being fetched"),
    Import.State.DONE: gettext_lazy("fetched"),
    Import.State.FAILED: gettext_lazy("given up"),
}


def _ago(moment: datetime) -> str:
    return timesince(moment, clock.now(), depth=1)


def _handle(owner: Account | None) -> str:
    return f"@{owner.handle}" if owner else gettext("nobody any more")


class _StateFilter(admin.SimpleListFilter):
    """By state, and all that something still has to happen to."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Asset]) -> list[tuple[str, str]]:
        return [("under_way", gettext("under way")), *((str(key), str(text)) for key, text in _STATES.items())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        wanted = self.value()
        if wanted == "under_way":
            return queryset.filter(state__in=Asset.UNDER_WAY)
        return queryset.filter(state=wanted) if wanted else queryset


class _ImportStateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Import]) -> list[tuple[str, str]]:
        return [(str(key), str(text)) for key, text in _IMPORT_STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Import]) -> QuerySet[Import]:
        return queryset.filter(state=self.value()) if self.value() else queryset


class _ToLookAt:
    """Rows come from members and change by actions, never by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Asset)
class AssetAdmin(_ToLookAt, admin.ModelAdmin[Asset]):
    """Received files on their way from upload to every quality."""

    list_display = ("file", "member", "how_far", "progress", "weight", "lasts", "reason", "age")
    list_filter = (_StateFilter,)
    list_select_related = ("owner",)
    search_fields = ("owner__handle", "file_name", "title_hint")
    search_help_text = gettext_lazy("Name of the file, title, handle of its owner, or the id of the file.")
    fields = ("id", *list_display, "shape", "attempts_made", "came_by")
    readonly_fields = fields
    ordering = ("-received_at",)
    show_full_result_count = False
    list_per_page = 50
    actions = ("retry", "rescue")
    change_list_template = "media/operator/assets.html"

    @admin.display(description=gettext_lazy("file"), ordering="file_name")
    def file(self, asset: Asset) -> str:
        return asset.title_hint or asset.file_name or str(asset.pk)

    @admin.display(description=gettext_lazy("owner"), ordering="owner__handle")
    def member(self, asset: Asset) -> str:
        return _handle(asset.owner)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def how_far(self, asset: Asset) -> str:
        return str(_STATES[Asset.State(asset.state)])

    @admin.display(description=gettext_lazy("progress"), ordering="percent")
    def progress(self, asset: Asset) -> str:
        return f"{asset.percent}\u00a0%"

    @admin.display(description=gettext_lazy("size"), ordering="size_bytes")
    def weight(self, asset: Asset) -> str:
        return size(asset.size_bytes)

    @admin.display(description=gettext_lazy("length"), ordering="duration_seconds")
    def lasts(self, asset: Asset) -> str:
        return str(timedelta(seconds=round(asset.duration_seconds))) if asset.duration_seconds else ""

    @admin.display(description=gettext_lazy("why it ended"))
    def reason(self, asset: Asset) -> str:
        return asset.refusal_sentence() or asset.failure_sentence()

    @admin.display(description=gettext_lazy("age"), ordering="-received_at")
    def age(self, asset: Asset) -> str:
        return _ago(asset.received_at)

    @admin.display(description=gettext_lazy("picture"))
    def shape(self, asset: Asset) -> str:
        return f"{asset.width}\u00a0×\u00a0{asset.height}" if asset.width else ""

    @admin.display(description=gettext_lazy("times put back"))
    def attempts_made(self, asset: Asset) -> int:
        return asset.attempts

    @admin.display(description=gettext_lazy("came by"))
    def came_by(self, asset: Asset) -> str:
        ways = {
            Asset.Origin.UPLOAD: gettext("upload"),
            Asset.Origin.MAIL: gettext("e-mail"),
            Asset.Origin.IMPORT: gettext("address"),
            Asset.Origin.COMMAND: gettext("command"),
        }
        return ways[Asset.Origin(asset.origin)]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Asset], search_term: str
    ) -> tuple[QuerySet[Asset], bool]:
        """An id as it stands in logs finds its file; a handle may have its @."""
        try:
            return queryset.filter(pk=uuid.UUID(search_term.strip())), False
        except ValueError:
            return super().get_search_results(request, queryset, search_term.strip().removeprefix("@"))

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """Who may only look cannot set ffmpeg to work."""
        return request.user.has_perm("media.change_asset")

    @admin.action(description=gettext_lazy("Try failed and refused files again"), permissions=["operate"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Asset]) -> None:
        ended = list(queryset.filter(state__in=(Asset.State.FAILED, Asset.State.REFUSED)))
        for asset in ended:
            retrying.retry(asset)
        self._say(request, len(ended))

    @admin.action(description=gettext_lazy("Put stuck files back in the queue"), permissions=["operate"])
    def rescue(self, request: HttpRequest, queryset: QuerySet[Asset]) -> None:
        self._say(request, sum(tasks.rescue(asset) for asset in queryset))

    def _say(self, request: HttpRequest, count: int) -> None:
        if count:
            text = ngettext("%(count)d file goes on.", "%(count)d files go on.", count) % {"count": count}
            self.message_user(request, text, messages.SUCCESS)
        else:
            self.message_user(request, gettext("None of these files needed that."), messages.WARNING)

    def get_urls(self) -> list[URLPattern]:
        open_uploads = self.admin_site.admin_view(self.open_uploads)
        return [path("uploads/", open_uploads, name="media_uploads"), *super().get_urls()]

    def open_uploads(self, request: HttpRequest) -> HttpResponse:
        """Files that are being sent to this machine."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = uploads.growing()[:200]
        owners = Account.objects.in_bulk([uuid.UUID(upload.owner) for upload in found])
        rows = [
            {
                "file": upload.file_name,
                "owner": _handle(owners.get(uuid.UUID(upload.owner))),
                "size": size(upload.length),
                "received": size(upload.received),
                "percent": 100 * upload.received // max(1, upload.length),
                "age": _ago(upload.began_at),
                "silence": _ago(upload.heard_at),
            }
            for upload in found
        ]
        context = {**self.admin_site.each_context(request), "title": gettext("Uploads under way"), "rows": rows}
        return TemplateResponse(request, "media/operator/uploads.html", context)


@admin.register(Import)
class ImportAdmin(_ToLookAt, admin.ModelAdmin[Import]):
    """Files that members had fetched from an address."""

    list_display = ("where_from", "member", "how_far", "progress", "reason", "age")
    list_filter = (_ImportStateFilter,)
    list_select_related = ("owner",)
    search_fields = ("owner__handle",)
    search_help_text = gettext_lazy("Handle of the member who asked.")
    fields = ("id", *list_display)
    readonly_fields = fields
    ordering = ("-asked_at",)
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=gettext_lazy("address"))
    def where_from(self, wanted: Import) -> str:
        """Without its query, which may be a key to somebody's store."""
        parts = urlsplit(wanted.address)
        return f"{parts.hostname}{parts.path}"[:120]

    @admin.display(description=gettext_lazy("owner"), ordering="owner__handle")
    def member(self, wanted: Import) -> str:
        return _handle(wanted.owner)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def how_far(self, wanted: Import) -> str:
        return str(_IMPORT_STATES[Import.State(wanted.state)])

    @admin.display(description=gettext_lazy("progress"))
    def progress(self, wanted: Import) -> str:
        return f"{size(wanted.bytes_done)} / {size(wanted.bytes_total)}" if wanted.bytes_total else ""

    @admin.display(description=gettext_lazy("why it ended"))
    def reason(self, wanted: Import) -> str:
        return wanted.error_sentence()

    @admin.display(description=gettext_lazy("age"), ordering="-asked_at")
    def age(self, wanted: Import) -> str:
        return _ago(wanted.asked_at)
