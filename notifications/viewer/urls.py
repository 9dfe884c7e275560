from django.urls import path

from notifications.viewer import views

app_name = "mails"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:name>/", views.detail, name="detail"),
    path("<str:name>/html/", views.html, name="html"),
    path("<str:name>/attachments/<int:number>/", views.attachment, name="attachment"),
]
