"""Facts that courses announce, inside the transaction that makes them true. A receiver writes rows of its own."""

from django.dispatch import Signal

# Sent with `enrolment`.
enrolled = Signal()
course_completed = Signal()
