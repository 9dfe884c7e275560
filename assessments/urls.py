from django.urls import path

from assessments import views
from assessments.refreshing import views as refreshing

app_name = "assessments"

urlpatterns = [
    path("quizzes/<int:pk>/start/", views.start, name="start"),
    path("attempts/<int:pk>/", views.attempt, name="attempt"),
    path("attempts/<int:pk>/answers/", views.answers, name="answers"),
    path("attempts/<int:pk>/submit/", views.submit, name="submit"),
    path("attempts/<int:pk>/result/", views.result, name="result"),
    path("refreshers/", refreshing.choices, name="refreshers"),
    path("refreshers/<int:pk>/", refreshing.refresher, name="refresher"),
    path("refreshers/<int:pk>/start/", refreshing.start, name="refresher_start"),
    path("refreshers/<int:pk>/finish/", refreshing.finish, name="refresher_finish"),
    path("refreshers/<int:pk>/result/", refreshing.result, name="refresher_result"),
]
