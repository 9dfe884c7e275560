"""Every shape of YouTube address, and what is none."""

import pytest

from media_links.providers.youtube import embed_url, parse_address, watch_url, why_not

ID = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "address",
    [
        ID,
        f"https://www.youtube.com/watch?v={ID}",
        f"  http://youtube.com/watch?v={ID}&t=42s&list=PL123 ",
        f"www.youtube.com/watch?app=desktop&v={ID}",
        f"https://m.youtube.com/watch?v={ID}&feature=youtu.be",
        f"https://music.youtube.com/watch?v={ID}",
        f"HTTPS://WWW.YOUTUBE.COM/watch?v={ID}",
        f"https://youtu.be/{ID}?si=abc",
        f"youtu.be/{ID}",
        f"https://www.youtube.com/embed/{ID}?rel=0",
        f"https://www.youtube-nocookie.com/embed/{ID}",
        f"https://youtube-nocookie.com/embed/{ID}",
        f"https://www.youtube.com/shorts/{ID}",
        f"https://www.youtube.com/live/{ID}?feature=share",
        f"https://www.youtube.com/v/{ID}",
        f"https://www.youtube.com/e/{ID}",
        f"https://www.youtube.com/watch/{ID}",
        f"https://www.youtube.com/?v={ID}",
        f"https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D{ID}%26feature%3Dshare",
        f'<iframe width="560" height="315" src="https://www.youtube.com/embed/{ID}?si=x" title="T"></iframe>',
        f"//www.youtube.com/watch?v={ID}",
    ],
)
def test_any_shape_is_understood(address: str) -> None:
    assert parse_address(address) == ID


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "no address of a YouTube video"),
        ("https://vimeo.com/123456", "for a page elsewhere"),
        (f"https://youtube.com.example.org/watch?v={ID}", "for a page elsewhere"),
        (f"https://example.org/https://youtu.be/{ID}", "for a page elsewhere"),
        (f"https://evil@example.org/watch?v={ID}", "for a page elsewhere"),
        (f"javascript:alert('{ID}')", "for a page elsewhere"),
        ("http://[", "for a page elsewhere"),
        (f"ftp://youtube.com/watch?v={ID}", "for a page elsewhere"),
        ("https://www.youtube.com/watch?v=short", "a part of it is missing"),
        (f"https://youtu.be/{ID}x", "a part of it is missing"),
        ("https://www.youtube.com/attribution_link", "a part of it is missing"),
        ("https://www.youtube.com/playlist?list=PL123", "a list of videos"),
        ("https://www.youtube.com/@somebody", "somebody’s channel"),
        ("https://www.youtube.com/channel/UC123", "somebody’s channel"),
    ],
)
def test_what_is_none_is_refused_with_the_reason(address: str, says: str) -> None:
    assert parse_address(address) is None
    assert says in str(why_not(address))


def test_the_player_comes_from_the_host_that_sets_fewer_cookies() -> None:
    assert embed_url(ID).startswith(f"https://www.youtube-nocookie.com/embed/{ID}?")
    assert parse_address(embed_url(ID)) == parse_address(watch_url(ID)) == ID
