from django.urls import path

from bouquet.foundation.mail.views import mailbox

app_name = "mail"
urlpatterns = [
    path("", mailbox.index, name="mailbox"),
    path("<uuid:key>/", mailbox.letter, name="letter"),
    path("<uuid:key>/body/", mailbox.body, name="body"),
]
