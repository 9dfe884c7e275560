from django.urls import path

from courses import around, views
from courses.search import views as search

app_name = "courses"

urlpatterns = [
    path("learn/<slug:course>/", views.course, name="course"),
    path("learn/<slug:course>/start/", views.start, name="start"),
    path("learn/<slug:course>/<slug:module>/", views.module, name="module"),
    path("choose/<slug:course>/<slug:module>/", views.choose_module, name="choose_module"),
    path("learn/<slug:course>/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
    path("learn/<slug:course>/<slug:module>/<slug:lesson>/complete/", views.complete, name="complete"),
    path("learn/<slug:course>/<slug:module>/<slug:lesson>/choose/", views.choose, name="choose"),
    path("learn/<slug:course>/<slug:module>/<slug:lesson>/break/", views.take_break, name="break"),
    path(
        "learn/<slug:course>/<slug:module>/<slug:lesson>/recordings/<int:recording>/watched/",
        views.watched,
        name="watched",
    ),
    path(
        "learn/<slug:course>/<slug:module>/<slug:lesson>/recordings/<int:recording>/code.svg",
        views.code,
        name="code",
    ),
    path("library/", views.library, name="library"),
    path("library/words/", around.glossary, name="glossary"),
    path("library/handouts/<slug:handout>/", around.handout, name="handout"),
    path("library/handouts/<slug:handout>/original/", around.handout_original, name="handout_original"),
    path("search/", search.results, name="search"),
    path("support/", views.support, name="support"),
]
