"""Contact details of people are taken out before anything is written: e-mail addresses (also spelt out) and phones.

Placeholders are in square brackets because a pointed one would be a tag in HTML.
"""

from __future__ import annotations

import re

EMAIL_MARK = "[email]"
PHONE_MARK = "[phone]"

_AT_SIGN = r"(?:@|&(?:amp;)?(?:#0*64|#x0*40|commat);)"
_TAGS = r"(?:<[^<>]{0,99}>|&lt;(?:[^&<>]|&quot;){0,99}&gt;){0,3}"  # markup, plain or escaped, put around the sign
_EMAIL = re.compile(
    rf"(?:mailto:)?[A-Za-z0-9._%+'-]{{1,64}}{_TAGS}{_AT_SIGN}{_TAGS}[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,6}}",
    re.IGNORECASE,
)
_EMAIL_SIGN = re.compile(_AT_SIGN, re.IGNORECASE)


def _bracketed(word: str) -> str:
    return rf"\s{{0,3}}[\[({{<]\s{{0,3}}{word}\s{{0,3}}[\])}}>]\s{{0,3}}"


_DOT = rf"(?:\.|{_bracketed('dot')}|\s{{1,3}}dot\s{{1,3}})"
_SPELT_BRACKETED = re.compile(
    rf"(?:\[?[\w%+-]{{1,64}}\]?{_DOT}){{0,3}}\[?[\w%+-]{{1,64}}\]?{_bracketed('(?:at|@)')}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}",
    re.IGNORECASE,
)
_BRACKETED_SIGN = re.compile(r"[\[({<]\s{0,3}(?:at|@)\s{0,3}[\])}>]", re.IGNORECASE)
# Without brackets "at" is an ordinary word, so the dots must be spelt out too and the last part be a common ending.
_SPELT_PLAIN = re.compile(
    r"[\w.%+-]{1,64}\s{1,3}at\s{1,3}[\w-]{1,63}(?:\s{1,3}dot\s{1,3}[\w-]{1,63}){0,4}\s{1,3}dot\s{1,3}"
    r"(?:com|org|net|edu|gov|info|dev|app|tech|example|[a-z]{2})\b",
    re.IGNORECASE,
)
_PLAIN_SIGN = re.compile(r"dot\s", re.IGNORECASE)
_ADDRESSES = (
    (("@", "64;", "40;", "commat;"), _EMAIL_SIGN, _EMAIL),
    (("at", "@"), _BRACKETED_SIGN, _SPELT_BRACKETED),
    (("dot",), _PLAIN_SIGN, _SPELT_PLAIN),
)
"""What an address cannot do without, in lower case (found in no time), a sign of one (a quick search), the address (a
slow one)."""
_PHONES = (
    re.compile(r"(?<![\w+.,/-])(?:\+|00)[1-9][\d ().\-/\xa0]{6,18}\d(?!\w)"),
    re.compile(r"(?<![\w(])\([2-9]\d{2}\)[\s-]?[2-9]\d{2}[-. ]\d{4}(?!\w)"),
    re.compile(r"(?<![\w.$€£/-])(?:1[-.])?[2-9]\d{2}([-.])[2-9]\d{2}\1\d{4}(?![\w-])"),
    re.compile(
        r"(?<=\b)(?:tel|telephone|phone|mobile|cell|fax|whatsapp|telefon|call(?:\s+us)?(?:\s+(?:at|on))?)\b"
        r"\s{0,3}(?:no\.?|number)?\s{0,3}[.:]?\s{0,3}\(?\d[\d ().\-/\xa0]{5,18}\d(?!\w)",
        re.IGNORECASE,
    ),
)
_DIGIT_RUN = re.compile(r"\d[\d ().\-/\xa0]{5,}\d")
_MIN_PHONE_DIGITS = 7
_MAX_PHONE_DIGITS = 15  # E.164
_LINK = re.compile(r"https?://\S+\Z", re.IGNORECASE)


def scrub(text: str) -> str:
    """`text` with e-mail addresses and phone numbers replaced by marks. A text that is one link keeps its digits."""
    low = text.lower()
    for words, sign, pattern in _ADDRESSES:
        if any(word in low for word in words) and sign.search(text):
            text = pattern.sub(EMAIL_MARK, text)
    if not _DIGIT_RUN.search(text) or _LINK.match(text):
        return text
    for pattern in _PHONES:
        text = pattern.sub(_mark_phone, text)
    return text


def _mark_phone(match: re.Match[str]) -> str:
    digits = sum(c.isdigit() for c in match[0])
    return PHONE_MARK if _MIN_PHONE_DIGITS <= digits <= _MAX_PHONE_DIGITS + 1 else match[0]
