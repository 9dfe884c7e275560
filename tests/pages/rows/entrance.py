"""What stands open to everybody, the door, and one's own account."""

from tests.pages.addresses import WRONG
from tests.pages.page import NOBODY, Page, send

OPEN = [Page(name) for name in ("worried", "privacy", "accessibility", "courses:support")]
WRONG_PAGES = [
    Page(f"wrong-{name}", who, address=f"/wrong/{name}/", status=int(name[:3]))
    for name in WRONG
    for who in (NOBODY, "sam")
]
DOOR = [
    Page("account_login"),
    Page("account_login", note="refused", then=send("Sign in")),
    Page("account_signup"),
    Page("account_reset_password"),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key", address=lambda world: world.reset),
    Page("account_reset_password_from_key", note="used", address="/accounts/password/reset/key/1-used/"),
    Page("account_reset_password_from_key_done"),
    Page("account_email_verification_sent"),
    Page("account_confirm_email", note="used", address="/accounts/confirm-email/used/"),
    Page("account_inactive"),
    Page("accounts:accept", of="token"),
    Page("accounts:accept", of="token", note="refused", then=send("Accept and begin")),
    Page("accounts:accept", note="used", address="/invitations/used/", status=404),
    Page("accounts:accept", "sam", of="token", note="while signed in"),
    Page("mfa_authenticate", "tomos, between the steps"),
    Page("certificates:verify", of="certificate.public_id"),
    Page("certificates:verify", of="certificate.public_id", note="without a name", then=send("Check the name")),
    Page("certificates:verify", of="withdrawn.public_id", note="withdrawn"),
    Page("certificates:verify", note="unknown", address=f"/c/{'0' * 32}/", status=404),
    Page("admin:login", note="leads to signing in"),
    Page("mails:index"),
    Page("mails:detail", of="attached"),
]
ACCOUNT = [
    Page("account_email", "sam"),
    Page("account_change_password", "sam"),
    Page("account_change_password", "sam", note="refused", then=send("Change password")),
    Page("account_reauthenticate", "sam"),
    Page("account_logout", "sam"),
    Page("mfa_index", "sam"),
    Page("mfa_activate_totp", "sam"),
    Page("mfa_list_webauthn", "sam"),
    Page("mfa_add_webauthn", "sam"),
    Page("mfa_index", "tomos"),
    Page("mfa_deactivate_totp", "tomos"),
    Page("mfa_view_recovery_codes", "tomos"),
    Page("mfa_generate_recovery_codes", "tomos"),
    Page("mfa_reauthenticate", "tomos"),
    Page("mfa_list_webauthn", "tomos"),
    Page("mfa_reauthenticate_webauthn", "tomos"),
    Page("mfa_remove_webauthn", "tomos", of="passkey.pk"),
    Page("mfa_edit_webauthn", "tomos", of="passkey.pk"),
]
ROWS = [*OPEN, *WRONG_PAGES, *DOOR, *ACCOUNT]
