"""How every form of the house is drawn, allauth's also."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class HouseRenderer(DjangoTemplates):
    """Settings name it as FORM_RENDERER: `{{ form }}` and `{{ field.as_field_group }}` come out accessible."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
