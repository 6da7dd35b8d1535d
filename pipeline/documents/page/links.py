"""What a page hands over to: links to files that may be the report itself.

Belongs here: links in the source of a page, looked for only where the page itself gave nothing.
Does not belong here: following them.
"""

import re
from html import unescape
from itertools import islice
from typing import Final

_KIND: Final = r"\.(?:docx?|docm|wps|rtf|pdf|ofd|xlsx?|xlsm|et|zip|rar|7z|mht)"
_TARGET = re.compile(
    rf"""\b(?:href|src|data|data-src)\s*=\s*["']?([^"'<>\s]{{1,400}}?{_KIND})(?=["'?#&\s>])"""
    r"""(?:[^<>]{0,400}>\s*(?:<[^<>]{1,200}>\s*){0,3}([^<>]{0,100}))?""",
    re.IGNORECASE,
)
_NAMED = re.compile(rf">\s*([^<>]{{1,100}}?{_KIND})\s*<", re.IGNORECASE)
_MOST: Final = 10


def attachments(page: str) -> tuple[str, ...]:
    """Return the files that a page links to, each as its text and target.

    Args:
        page: the source of the page.
    """
    found: dict[str, str] = {}
    for link in islice(_TARGET.finditer(page), _MOST):
        target, text = unescape(link[1]), unescape(link[2] or "").strip()
        found.setdefault(target, f"{text} ({target})" if text else target)
    named = (unescape(link[1]).strip() for link in islice(_NAMED.finditer(page), _MOST))
    others = [name for name in named if not any(name in told for told in found.values())]
    return tuple(dict.fromkeys([*found.values(), *others]))[:_MOST]
