from django.urls import path

from reflection import views

app_name = "reflection"

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/new/", views.new, name="new"),
    path("journal/print/", views.print_all, name="print"),
    path("journal/download/", views.download, name="download"),
    path("journal/keep/<slug:course>/<slug:module>/<slug:lesson>/", views.keep, name="keep"),
    path("journal/<int:pk>/", views.entry, name="entry"),
    path("journal/<int:pk>/delete/", views.delete, name="delete"),
]
