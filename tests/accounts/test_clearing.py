from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from accounts.models import Invitation
from accounts.tasks import clear_expired
from tests.accounts.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def rows_of_the_cache() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM shared_cache")
        return cursor.fetchone()[0]


def test_what_has_run_out_goes_and_the_rest_stays():
    for age in (timedelta(days=-1), timedelta(days=1)):
        session = SessionStore()
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=timezone.now() + age)
    cache.set("long", 1, 3600)
    cache.set("short", 1, 1)
    with connection.cursor() as cursor:
        past = connection.ops.adapt_datetimefield_value(timezone.now() - timedelta(minutes=1))
        cursor.execute("UPDATE shared_cache SET expires = %s WHERE cache_key LIKE %s", [past, "%short"])
    before = rows_of_the_cache()
    clear_expired()
    clear_expired()
    assert Session.objects.count() == 1
    assert cache.get("long") == 1
    assert rows_of_the_cache() == before - 1


def test_names_of_people_who_never_came_are_not_kept():
    """Accepted invitations are part of the record; those of the last weeks may still be sent again."""
    now = timezone.now()
    petra = person("Petra")
    for number, (name, age, accepted) in enumerate(
        [("long ago", 91, None), ("lately", 89, None), ("open", -9, None), ("accepted", 400, now)]
    ):
        Invitation.objects.create(
            name=name, address=f"{number}@example.org", token_hash=str(number), invited_by=petra,
            expires_at=now - timedelta(days=age), accepted_at=accepted,
        )  # fmt: skip
    clear_expired()
    assert {row.name for row in Invitation.objects.all()} == {"lately", "open", "accepted"}
