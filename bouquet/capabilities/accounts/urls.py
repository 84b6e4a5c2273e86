"""Every address of accounts. allauth's own names are kept (it looks its pages up by them); ours are `accounts:…`."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.http import HttpResponseBase
from django.urls import URLPattern, include, path, re_path

from bouquet.capabilities.accounts.views import closing, copies, devices, entrance, people, relations, session, settings
from bouquet.capabilities.accounts.views.hosts import at_account_host


def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page of the account host."""
    return path(route, at_account_host(view), name=name)


entrances = [
    page("connexion/", entrance.sign_in, "account_login"),
    page("connexion/deux-etapes/", mfa.authenticate, "mfa_authenticate"),
    page("connexion/cle/", keys.login_webauthn, "mfa_login_webauthn"),
    page("inscription/", entrance.sign_up, "account_signup"),
    page("inscription/cle/", entrance.sign_up_by_passkey, "account_signup_by_passkey"),
    page("inscription/cle/creer/", keys.signup_webauthn, "mfa_signup_webauthn"),
    page("inscription/code/", account.email_verification_sent, "account_email_verification_sent"),
    page("compte-suspendu/", entrance.suspended, "account_inactive"),
    page("mot-de-passe/oublie/", account.password_reset, "account_reset_password"),
    page("mot-de-passe/oublie/envoye/", account.password_reset_done, "account_reset_password_done"),
    page("mot-de-passe/nouveau/fait/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        at_account_host(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    page("confirmer/", account.reauthenticate, "account_reauthenticate"),
    page("confirmer/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("confirmer/cle/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    path("deconnexion/", session.sign_out, name="account_logout"),
]

security = [
    page("reglages/e-mail/", account.email, "account_email"),
    page("reglages/mot-de-passe/", account.password_change, "account_change_password"),
    page("reglages/mot-de-passe/choisir/", account.password_set, "account_set_password"),
    page("reglages/securite/", mfa.index, "mfa_index"),
    page("reglages/securite/application/", totp.activate_totp, "mfa_activate_totp"),
    page("reglages/securite/application/retirer/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("reglages/securite/cles/", keys.list_webauthn, "mfa_list_webauthn"),
    page("reglages/securite/cles/ajouter/", keys.add_webauthn, "mfa_add_webauthn"),
    page("reglages/securite/cles/<int:pk>/", keys.edit_webauthn, "mfa_edit_webauthn"),
    page("reglages/securite/cles/<int:pk>/retirer/", keys.remove_webauthn, "mfa_remove_webauthn"),
    page("reglages/securite/secours/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    page("reglages/securite/secours/nouveaux/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("reglages/securite/secours/fichier/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
]

own = [
    path("session/tour/", session.tour, name="tour"),
    path("session/come/", session.come, name="come"),
    path("session/grant/", session.grant, name="grant"),
    path("session/arrive/", session.arrive, name="arrive"),
    page("reglages/", settings.index, "settings"),
    page("reglages/profil/", settings.profile, "profile_settings"),
    page("reglages/profil/image/", settings.picture, "picture"),
    page("reglages/profil/identifiant/", settings.handle, "handle"),
    page("reglages/confidentialite/", settings.privacy, "privacy"),
    page("reglages/appareils/", devices.index, "devices"),
    page("reglages/appareils/<uuid:key>/deconnecter/", devices.sign_out_there, "sign_out_there"),
    page("reglages/appareils/deconnecter/", devices.sign_out_elsewhere, "sign_out_elsewhere"),
    page("reglages/abonnes/", people.followers, "followers"),
    page("reglages/abonnes/<uuid:key>/accepter/", people.accept, "accept_follower"),
    page("reglages/abonnes/<uuid:key>/retirer/", people.turn_away, "turn_away"),
    page("reglages/bloques/", relations.blocked, "blocked"),
    page("reglages/donnees/", copies.index, "data"),
    page("reglages/donnees/copie/", copies.ask, "ask_for_copy"),
    page("reglages/donnees/copie/<str:ticket>/", copies.download, "download_copy"),
    page("reglages/donnees/fermer/", closing.close, "close"),
    path("membres/<str:handle>/", people.profile, name="profile"),
    path("membres/<str:handle>/suivre/", people.follow, name="follow"),
    path("membres/<str:handle>/menu/", relations.menu, name="person_menu"),
    path("membres/<str:handle>/bloquer/", relations.block, name="block"),
    path("membres/<str:handle>/ignorer/", relations.mute, name="mute"),
]

urlpatterns = [*entrances, *security, path("", include((own, "accounts")))]
