"""What an editor is told has no place in a text."""

import pytest
from django.utils.functional import Promise

from courses.dangers import EMBEDDED, HANDLER, LINK, SCRIPT, dangers_in


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Plain.</p>", []),
        ("<p>In words: &lt;script&gt;alert(1)&lt;/script&gt; and javascript:</p>", []),
        ('<p><a href="https://example.org/?on=1">Online</a></p>', []),
        ('<p class="MsoNormal" style="color:red">Word</p><style>p{}</style>', []),
        ('<img src="data:image/png;base64,AAAA">', []),
        ("<SCRIPT src=//example.org></SCRIPT>", [SCRIPT]),
        ("<p>a<script>never closed", [SCRIPT]),
        ("<p ONCLICK=x()>a</p>", [HANDLER]),
        ("<svg/onload=x()>", [HANDLER]),
        ('<a href="JavaScript:x()">a</a>', [LINK]),
        ('<a href="java\tscript:x()">a</a>', [LINK]),
        ('<a href="&#1;javascript&colon;x()">a</a>', [LINK]),
        ('<a href="data:text/html,x">a</a>', [LINK]),
        ('<form action="vbscript:x"></form>', [LINK]),
        ("<iframe src=https://example.org></iframe><object></object>", [EMBEDDED]),
        ('<script></script><b onfocus="x">b</b>', [SCRIPT, HANDLER]),
    ],
)
def test_dangers_are_found_whatever_their_spelling(html: str, found: list[Promise]) -> None:
    assert dangers_in(html) == found
