"""One address, one spelling: tracking parameters, their order, the host's case and the fragment make no difference."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, url_query_cleaner

#: Parameters that say where a reader came from, never which page it is.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|yclid|msclkid|igshid|zarsrc|_ga|_gl|mc_[ce]id|s?cid_ref|at_\w+|"
    r"cmpid|ref_src|ref_url|gidzl|fb_\w+|_hs\w+|vero_\w+|spref|zalo_\w+",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """The address in its one spelling; raises ``ValueError`` for what is no web address.

    >>> canonical("HTTPS://News.Example:443/a%2fb?b=2&utm_source=x&a=1#top")
    'https://news.example/a%2Fb?a=1&b=2'
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not a web address: {url!r}")
    if parts.port == DEFAULT_PORTS[parts.scheme]:
        parts = parts._replace(netloc=parts.netloc.rpartition(":")[0])
    tracking = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if TRACKING.fullmatch(name)]
    plain = urlunsplit(parts)
    if tracking:
        plain = url_query_cleaner(plain, tracking, remove=True)
    return canonicalize_url(plain)


def identify(url: str) -> str:
    """The id of a canonical address, and of the article there: 16 hex digits of its SHA-256."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]
