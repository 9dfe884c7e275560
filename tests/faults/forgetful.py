"""As `hasty`, but without the guard: what was being handed over when a worker died counts as not sent."""

from tests.faults.hasty import app, delivering

__all__ = ["app"]

claim = delivering.claim


def claim_again(pk: int) -> delivering.Delivery | None:
    delivering.Delivery.objects.due().filter(pk=pk, state="transmitting").update(state="claimed")
    return claim(pk)


delivering.claim = claim_again
