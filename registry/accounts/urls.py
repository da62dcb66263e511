from django.urls import path

from registry.accounts import views

app_name = "accounts"

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.PasswordPage.as_view(), name="password"),
    path("password/first/", views.FirstPasswordPage.as_view(), name="password-first"),
    path("sessions/stay/", views.stay, name="sessions-stay"),
    path("sessions/end/", views.end_sessions, name="sessions-end"),
    path("", views.account, name="account"),
]
