"""Helping somebody back in who has lost their second factor."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.writing import write_mail


@transaction.atomic
def remove_second_factor(person: User) -> int:
    """Takes away all that the person signs in with beside the password, and their recovery codes, and tells them by
    mail. Returns how many there were; where there was nothing, nothing happens. Browsers that were trusted no longer
    are, for their trust was in what is gone."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if removed:
        write_mail(
            "account/email/second_step_removed", person.email, link=f"{settings.SITE_URL}{reverse('account_login')}"
        )
    return removed
