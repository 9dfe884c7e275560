from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("certificates/", views.own, name="list"),
    path("certificates/<int:pk>/", views.detail, name="detail"),
    path("certificates/<int:pk>/pdf/", views.pdf, name="pdf"),
    # Short, since the QR code holds it.
    path("c/<str:public_id>/", views.verify, name="verify"),
]
