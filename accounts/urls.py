from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/", views.invitations, name="invitations"),
    path("people/invitations/<int:pk>/again/", views.invite_again, name="invite_again"),
    path("people/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("invitations/<str:token>/", views.accept, name="accept"),
]
