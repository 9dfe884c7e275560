"""What those see who look after others: Sunita has people, Mo has an empty team, Petra sees everybody."""

from tests.pages.page import Page, send

ROWS = [
    Page("supervision:team", "sunita"),
    Page("supervision:team", "sunita", note="nobody found", address="/team/?find=nobody-of-this-name"),
    Page("supervision:team", "mo", note="nobody in the team"),
    Page("supervision:team", "petra"),
    Page("supervision:person", "sunita", of="people.sam.pk"),
    Page("supervision:person", "sunita", of="people.olu.pk", note="late"),
    Page("supervision:person", "sunita", of="people.wilma.pk", note="complete"),
    Page("supervision:person", "petra", of="people.noor.pk", note="on no course"),
    Page("accounts:invite", "petra"),
    Page("accounts:invite", "petra", note="refused", then=send("Send the invitation")),
    Page("accounts:invitations", "petra"),
    Page("accounts:invitations", "mo", note="empty"),
    Page("accounts:withdraw", "petra", of="invitation.pk"),
]
