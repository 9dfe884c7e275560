import pytest
from django.contrib.auth.models import Group
from django.core.mail import send_mail
from django.test import Client
from django.urls import reverse

from accounts.registering import register_person
from notifications.models import Delivery, Notice

pytestmark = pytest.mark.django_db

SECRET = "https://training.example.org/accounts/password/reset/key/1-canary"


@pytest.fixture
def administrator(client: Client, settings) -> Client:
    settings.EMAIL_BACKEND = "notifications.outbox.OutboxBackend"
    ada = register_person("ada@example.org", "Ada", is_staff=True)
    ada.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(ada)
    return client


def test_the_list_tells_what_became_of_each_mail_and_not_what_stands_in_it(administrator: Client):
    send_mail("Canary subject", SECRET, None, ["rhys@example.org", "sian@example.org"])
    Delivery.objects.filter(address="sian@example.org").update(
        state="failed", payload=None, server_answer="550 No such person"
    )
    row = Delivery.objects.get(address="rhys@example.org")
    pages = [
        administrator.get(reverse("admin:notifications_delivery_changelist")),
        administrator.get(reverse("admin:notifications_delivery_changelist"), {"state__exact": "pending"}),
        administrator.get(reverse("admin:notifications_delivery_change", args=[row.pk])),
    ]
    for page in pages:
        content = page.content.decode()
        assert page.status_code == 200
        assert "rhys@example.org" in content
        assert "canary" not in content.lower()
        assert bytes(row.payload).decode() not in content
    assert "550 No such person" in pages[0].content.decode()
    assert "sian@example.org" not in pages[1].content.decode()


def test_nothing_in_the_outbox_is_changed_by_hand(administrator: Client):
    send_mail("Welcome", "Good morning.", None, ["rhys@example.org"])
    row = Delivery.objects.get()
    page = reverse("admin:notifications_delivery_change", args=[row.pk])
    assert administrator.post(page, {"address": "thief@example.org"}).status_code == 403
    assert administrator.post(reverse("admin:notifications_delivery_delete", args=[row.pk])).status_code == 403
    assert administrator.get(reverse("admin:notifications_delivery_add")).status_code == 403
    assert Delivery.objects.get().address == "rhys@example.org"


def test_notices_are_listed(administrator: Client):
    rhys = register_person("rhys@example.org", "Rhys")
    Notice.objects.create(person=rhys, kind="due-soon", key="17:2026-12-01")
    page = administrator.get(reverse("admin:notifications_notice_changelist"), {"q": "rhys"})
    assert "17:2026-12-01" in page.content.decode()


@pytest.mark.parametrize("role", ["Editor", "People administrator"])
def test_nobody_else_reads_the_outbox(client: Client, role: str):
    somebody = register_person("somebody@example.org", "Somebody", is_staff=True)
    somebody.groups.add(Group.objects.get(name=role))
    client.force_login(somebody)
    assert client.get(reverse("admin:notifications_delivery_changelist")).status_code == 403
