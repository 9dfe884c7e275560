import pytest
from django.core.exceptions import ValidationError
from django.db.models import CharField, TextField

from accounts.models import SiteSettings, Team, User
from accounts.validators import validate_one_line, validate_plain_text

NAMES = ["Siân Ŵyn", "Łukasz Żółć", "محمد علي", "সুমিত্রা", "王小明", "O’Neill-Brown", "না‍ম"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_a_person_can_have_is_taken(name: str):
    validate_one_line(name)
    validate_plain_text(name)


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "a\x7fb", "a\ud800b", "a\x85b"])
def test_what_no_database_takes_is_refused(text: str):
    for validate in (validate_one_line, validate_plain_text):
        with pytest.raises(ValidationError):
            validate(text)


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\tb", "a\u2028b"])
def test_a_line_is_one_line(text: str):
    with pytest.raises(ValidationError):
        validate_one_line(text)
    validate_plain_text(text)


@pytest.mark.parametrize("model", [User, Team, SiteSettings])
def test_every_text_that_people_type_is_looked_at(model: type):
    not_typed = {"password", "path"}
    for field in model._meta.get_fields():
        if type(field) in {CharField, TextField} and field.name not in not_typed:
            with pytest.raises(ValidationError):
                field.run_validators("a\x1bb")
