"""Several processes that do a thing at the same moment, each with a database connection of its own."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections


def _run(start: Any, answers: Any, number: int, verb: Callable[..., Any], arguments: Sequence[Any]) -> None:
    connections.close_all()
    start.wait(timeout=30)
    try:
        answers.put((number, verb(*arguments), None))
    except Exception:  # noqa: BLE001 (the parent tells of it)
        answers.put((number, None, traceback.format_exc()))
    finally:
        connections.close_all()


def race(*runs: tuple[Any, ...]) -> list[Any]:
    """Call each `(verb, argument, …)` in a process of its own, all at once. Returns what they returned, in order.

    Raises AssertionError with the traceback of one that raised. Needs `transactional_db`.
    """
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(runs)), context.Queue()
    processes = [
        context.Process(target=_run, args=(start, answers, number, verb, arguments), daemon=True)
        for number, (verb, *arguments) in enumerate(runs)
    ]
    for process in processes:
        process.start()
    found = sorted((answers.get(timeout=60) for _ in processes), key=lambda answer: answer[0])
    for process in processes:
        process.join(timeout=30)
    errors = [error for _, _, error in found if error]
    assert not errors, "\n".join(errors)
    return [answer for _, answer, _ in found]
