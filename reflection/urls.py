from django.urls import path

from reflection import views

app_name = "reflection"

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/<int:pk>/", views.entry, name="entry"),
    path("journal/<int:pk>/delete/", views.delete, name="delete"),
]
