"""Where recordings are hosted: each provider knows its own addresses. One file a provider, one line in the list."""

from media_links.providers import youtube

PROVIDERS = {youtube.KEY: youtube}
