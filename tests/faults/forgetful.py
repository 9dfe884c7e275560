"""As `hasty`, but without the guard: what was being handed over when a worker died counts as not sent."""

from typing import Any

from tests.faults.hasty import app, delivering

__all__ = ["app"]

claim = delivering.claim


def claim_again(pk: int) -> Any:
    delivering.Delivery.objects.due().filter(pk=pk, state="transmitting").update(state="claimed")
    return claim(pk)


delivering.claim = claim_again
