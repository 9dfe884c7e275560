"""What can become of a mail that is handed over."""


class Deferred(Exception):
    """Not now: it may be tried again later. The text is the server's answer."""


class Unreachable(Deferred):
    """There is no connection, so nothing else will go now either."""


class Refused(Exception):
    """Never: the server said so for good. The text is its answer."""


class Unanswered(Exception):
    """The connection ended after the last word and before the answer: it may have arrived, or not."""
