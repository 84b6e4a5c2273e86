"""The yearly report, for operators, who publish it."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from bouquet.capabilities.moderation.actions import summarising
from bouquet.capabilities.moderation.engine import wording
from bouquet.capabilities.moderation.views.doors import for_operators


@for_operators
def years(request: HttpRequest) -> HttpResponse:
    return redirect("moderation:transparency_year", summarising.years()[0])


@for_operators
def year(request: HttpRequest, year: int) -> HttpResponse:
    told = _summary_or_404(year)
    sections = [
        (name, [(wording.category(row.category), wording.what(row.what), row) for row in told.section(name)])
        for name in summarising.SECTIONS
    ]
    known = {"told": told, "sections": sections, "years": summarising.years(), "here": "transparency"}
    return render(request, "moderation/transparency.html", known | {"is_moderator": True})


@for_operators
def as_csv(request: HttpRequest, year: int) -> HttpResponse:
    told = _summary_or_404(year)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="transparency-{year}.csv"'
    writer = csv.writer(answer)
    writer.writerow(summarising.COLUMNS)
    writer.writerows(told.as_rows())
    return answer


@for_operators
def as_json(request: HttpRequest, year: int) -> HttpResponse:
    told = _summary_or_404(year)
    answer = JsonResponse(told.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="transparency-{year}.json"'
    return answer


def _summary_or_404(year: int) -> summarising.Summary:
    if not 2000 <= year <= 2200:
        raise Http404
    return summarising.summary(year)
