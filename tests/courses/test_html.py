"""The canonical HTML of lessons: what is allowed, in one layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.html import TAGS, canonical

LESSON = """<p>What a child <strong>fears</strong> &amp; hides.</p>
<h2>Why</h2>
<ul>
<li>One.</li>
<li><a href="https://example.org/?a=1&amp;b=2">Two</a>.</li>
</ul>
<blockquote>
<p>“Nobody can protect me.”</p>
</blockquote>
<aside class="callout">
<p><em>Agree it</em> with your supervisor.</p>
</aside>"""


def test_what_is_canonical_stays_as_it_is() -> None:
    assert canonical(LESSON) == LESSON


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="MsoNormal">a</p>', "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p><a>a</a></p>"),
        ('<p><a href="https://example.org" target="_blank" rel="x">a</a></p>', '<p><a href="https://example.org">a</a></p>'),
        ('<aside class="evil">\n<p>a</p></aside>', "<aside>\n<p>a</p>\n</aside>"),
        ("<p>  a\n\n b </p><p></p><p> </p>", "<p>a b</p>"),
        ("loose <strong>text</strong>", "<p>loose <strong>text</strong></p>"),
        ("<h1>Big</h1><p>a</p>", "<p>Big</p>\n<p>a</p>"),
        ("<p>a &lt;b&gt; c</p>", "<p>a &lt;b&gt; c</p>"),
        ('<iframe src="https://example.org"></iframe><img src=x onerror=alert(1)>', ""),
        ("<ul><li><p>a</p><ul><li>b</li></ul></li></ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("<li>alone</li>", "<p>alone</p>"),
        ("<blockquote>a<ul><li>b</ul></blockquote>", "<blockquote>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</blockquote>"),
        ("<ul></ul><p><strong> </strong></p>", ""),
        ("<!-- note --><p>a</p>", "<p>a</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_not_allowed_goes_and_the_words_stay(given_html: str, kept: str) -> None:
    assert canonical(given_html) == kept


PIECES = [f"<{tag}>" for tag in sorted(TAGS)] + [f"</{tag}>" for tag in sorted(TAGS)] + ["a", " ", "&", "<", "\n"]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_canonical_of_canonical_is_the_same(html: str) -> None:
    once = canonical(html)
    assert canonical(once) == once
    assert "<script" not in once
