from django.urls import path

from supervision import views

app_name = "supervision"
urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/export.<slug:ending>", views.export, name="export"),
    path("team/<int:pk>/", views.person, name="person"),
]
