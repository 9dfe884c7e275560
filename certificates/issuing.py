"""Issuing a certificate, withdrawing it, and replacing it by a corrected one."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import SiteSettings
from certificates.models import Certificate, new_public_id, new_serial
from courses.models import Enrolment

COURSE = "course"
# Two serial numbers alike happen once in ten thousand million; five times running they don't.
TRIES = 5


class NotCompleted(ValueError):
    """There is nothing to certify: the enrolment isn't complete."""


def issue(enrolment: Enrolment) -> Certificate:
    """The course's certificate for a completed enrolment, with the facts as they are today.

    Called again, gives the one that there is, be it withdrawn. Raises NotCompleted.
    """
    if enrolment.completed_at is None:
        raise NotCompleted(f"Enrolment {enrolment.pk} is not complete.")
    completed_on = timezone.localdate(enrolment.completed_at)
    course = enrolment.course
    certificate = Certificate(
        holder_id=enrolment.learner_id,
        enrolment=enrolment,
        scope=COURSE,
        issued_on=completed_on,
        expires_on=enrolment.expires_on or completed_on + relativedelta(months=course.valid_months),
        name=enrolment.learner.name or enrolment.learner.email,
        course_title=course.title,
        content_version=course.content_version,
        hours=course.hours,
        service_name=SiteSettings.load().service_name,
    )
    return _saved(certificate)


@transaction.atomic
def withdraw(certificate: Certificate, why: str) -> None:
    """Take a certificate back from now on. The first time, and its reason, stand."""
    withdrawn = Certificate.objects.filter(pk=certificate.pk, withdrawn_at=None)
    withdrawn.update(withdrawn_at=timezone.now(), withdrawn_why=why)
    certificate.refresh_from_db(fields=["withdrawn_at", "withdrawn_why"])


@transaction.atomic
def replace(certificate: Certificate) -> Certificate:
    """Issue a certificate anew with its holder's and the service's name as they are now, all else as it was.

    Called again, gives the one that replaced it. Raises ValueError where the holder is gone.
    """
    if certificate.holder is None or certificate.enrolment_id is None:
        raise ValueError("Whoever held this certificate has been erased.")
    if not Certificate.objects.filter(pk=certificate.pk, superseded_at=None).update(superseded_at=timezone.now()):
        return Certificate.objects.get(supersedes=certificate.pk)
    successor = _saved(
        Certificate(
            holder=certificate.holder,
            enrolment_id=certificate.enrolment_id,
            scope=certificate.scope,
            issued_on=certificate.issued_on,
            expires_on=certificate.expires_on,
            name=certificate.holder.name or certificate.holder.email,
            course_title=certificate.course_title,
            content_version=certificate.content_version,
            hours=certificate.hours,
            service_name=SiteSettings.load().service_name,
        )
    )
    Certificate.objects.filter(pk=certificate.pk).update(superseded_by=successor)
    certificate.refresh_from_db(fields=["superseded_at", "superseded_by"])
    return successor


def _saved(certificate: Certificate) -> Certificate:
    """The certificate, inserted under a free number; or the one that stands in its place already. One row is all that
    is written, and the savepoint around it all that keeps a transaction usable when it is refused."""
    for _try in range(TRIES):
        certificate.serial = new_serial(certificate.issued_on.year)
        certificate.public_id = new_public_id()
        try:
            with transaction.atomic():
                certificate.save(force_insert=True)
        except IntegrityError:
            # Issued before, or at this moment by somebody else; else the number was taken.
            standing = Certificate.objects.filter(
                enrolment=certificate.enrolment_id, scope=certificate.scope, superseded_at=None
            ).first()
            if standing is not None:
                return standing
        else:
            return certificate
    raise IntegrityError(f"No free number for the certificate of enrolment {certificate.enrolment_id}.")
