"""Every page of the site, gathered from `rows/`. An address that stands neither there nor under `NO_PAGE` fails a test:
whoever adds one adds a row, or says why it is no page."""

from tests.pages.rows import administration, entrance, learning, people

PAGES = [*entrance.ROWS, *learning.ROWS, *people.ROWS, *administration.ROWS]

# What answers with something other than a page, or with one that stands in the table under another name.
NO_PAGE = {
    "healthz": "a line for machines",
    "courses:course": "leads home",
    "courses:start": "takes a form and leads on",
    "courses:complete": "takes a form and leads on, or shows the lesson with what was wrong",
    "courses:choose": "takes a form and leads on",
    "courses:choose_module": "takes a form and leads on",
    "courses:break": "takes a form and leads to support",
    "courses:code": "a picture",
    "courses:watched": "for the script of the player",
    "assessments:refresher_start": "takes a form and leads on",
    "assessments:refresher_finish": "takes a form and leads on",
    "courses:handout_original": "a file",
    "reflection:download": "a file",
    "reflection:keep": "for the script of the journal",
    "assessments:start": "takes a form and leads on",
    "assessments:answers": "takes a form and leads back",
    "certificates:pdf": "a file",
    "supervision:export": "a file",
    "accounts:invite_again": "takes a form and leads back",
    "account_set_password": "everybody has a password: leads to changing it",
    "account_confirm_login_code": "for signing in by code, which is off",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "for the script of the passkeys",
    "mails:html": "a mail, shown in the frame of mails:detail",
    "mails:attachment": "a file",
    "admin:assessments_question_figures": "takes a form and leads back",
    "admin:assessments_quiz_figures": "takes a form and leads back",
    "admin:assessments_question_download": "a file",
    "admin:assessments_question_template": "a file",
    "admin:logout": "takes a form and leads to signing in",
    "admin:password_change": "leads to account_change_password",
    "admin:password_change_done": "leads to account_change_password",
    "admin:autocomplete": "for the script of the forms",
    "admin:jsi18n": "a script",
    "admin:view_on_site": "leads to the site",
    "admin:None": "leads to the form of a row, or to a page that is not found",
}
# Those of every model whose frame is the same: looked at for one of them.
ALIKE = {"history": "admin:courses_lesson_history", "delete": "admin:courses_lesson_delete"}
