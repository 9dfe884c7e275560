"""What no log may hold: an address that opens an account."""

import logging
import re

# The addresses of invitations and of password resets, as accounts and allauth write them.
SECRET = re.compile(r"((?<!/people)/invitations/|/password/reset/key/)[^\s/?\"']+")


class MaskSecrets(logging.Filter):
    """Takes the secret out of every address that is logged, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if SECRET.search(said):
            record.msg, record.args = SECRET.sub(r"\1…", said), None
        return True
