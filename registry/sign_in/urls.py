from django.urls import path

from registry.sign_in import own, passkeys, sso, views

app_name = "accounts"

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("login/code/", views.SignInCode.as_view(), name="login-code"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.PasswordPage.as_view(), name="password"),
    path("password/first/", views.FirstPasswordPage.as_view(), name="password-first"),
    path("second-factor/", own.FactorSetUp.as_view(), name="factor"),
    path("second-factor/codes/", own.RecoveryCodesAnew.as_view(), name="factor-codes"),
    path("second-factor/off/", own.FactorOff.as_view(), name="factor-off"),
    path("sessions/stay/", own.stay, name="sessions-stay"),
    path("sessions/end/", own.end_own_sessions, name="sessions-end"),
    path(
        "second-factor/passkeys/add/",
        passkeys.only_where_set(passkeys.PasskeyAdd.as_view()),
        name="passkey-add",
    ),
    path(
        "second-factor/passkeys/<int:pk>/remove/",
        passkeys.only_where_set(passkeys.PasskeyRemove.as_view()),
        name="passkey-remove",
    ),
    path("sso/", sso.only_where_set(sso.SsoBegin.as_view()), name="sso"),
    path("sso/back/", sso.back, name="sso-back"),
    path("sso/tie/", sso.only_where_set(sso.SsoTie.as_view()), name="sso-tie"),
    path("sso/untie/", sso.only_where_set(sso.SsoUntie.as_view()), name="sso-untie"),
    path("signed-out/", sso.signed_out, name="signed-out"),
    path("", own.account, name="account"),
]
