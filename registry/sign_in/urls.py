from django.urls import path

from registry.sign_in import own, views

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
    path("", own.account, name="account"),
]
