"""What the templates of the frame and the entrance ask for."""

from allauth.account.adapter import get_adapter
from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def signup_is_open(context: Context) -> bool:
    """Whether people may make accounts themselves; otherwise they are invited."""
    request = context.get("request")
    return bool(request and get_adapter().is_open_for_signup(request))
