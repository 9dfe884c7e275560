import pytest

from notifications.sealing import Unreadable, seal, unseal

OLD, NEW = "an old secret key " * 3, "a new secret key " * 3


def test_what_is_sealed_can_be_read_again_and_not_by_looking():
    sealed = seal(b"Choose a password: https://example.org/reset/abc")
    assert unseal(sealed) == b"Choose a password: https://example.org/reset/abc"
    assert b"reset" not in sealed


def test_sealing_twice_gives_no_sign_that_it_is_the_same():
    assert seal(b"mail") != seal(b"mail")


def test_a_mail_outlives_a_change_of_keys_while_the_old_one_is_known(settings):
    settings.SECRET_KEY = OLD
    sealed = seal(b"mail")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert unseal(sealed) == b"mail"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_new_mails_are_sealed_with_the_new_key(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    sealed = seal(b"mail")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(sealed) == b"mail"


@pytest.mark.parametrize("payload", [b"", b"not sealed", seal(b"mail")[:-1], b"x"])
def test_what_was_altered_is_not_read(payload: bytes):
    with pytest.raises(Unreadable):
        unseal(payload)
