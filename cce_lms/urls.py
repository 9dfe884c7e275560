"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from cce_lms import views

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.home, name="home"),
    path("worried/", views.worried, name="worried"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("gallery/", views.gallery, name="gallery"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("courses.urls")),
    path("", include("assessments.urls")),
    path("", include("reflection.urls")),
    path("", include("certificates.urls")),
    path("", include("supervision.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("administration/", admin.site.urls),
]
if settings.DEVELOPMENT:
    # Where a newcomer reads what was sent. Anybody may, so nowhere else is there such an address.
    urlpatterns.append(path("mails/", include("notifications.viewer.urls")))
