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


def _bracketed(word: str) -> str:
    return rf"\s{{0,3}}[\[({{<]\s{{0,3}}{word}\s{{0,3}}[\])}}>]\s{{0,3}}"


_DOT = rf"(?:\.|{_bracketed('dot')}|\s{{1,3}}dot\s{{1,3}})"
_SPELT_BRACKETED = re.compile(
    rf"(?:\[?[\w%+-]{{1,64}}\]?{_DOT}){{0,3}}\[?[\w%+-]{{1,64}}\]?{_bracketed('(?:at|@)')}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}",
    re.IGNORECASE,
)
# Without brackets "at" is an ordinary word, so the dots must be spelt out too and the last part be a common ending.
_SPELT_PLAIN = re.compile(
    r"[\w.%+-]{1,64}\s{1,3}at\s{1,3}[\w-]{1,63}(?:\s{1,3}dot\s{1,3}[\w-]{1,63}){0,4}\s{1,3}dot\s{1,3}"
    r"(?:com|org|net|edu|gov|info|dev|app|tech|example|[a-z]{2})\b",
    re.IGNORECASE,
)
_REFERENCE_TO_AT = re.compile("&(?:amp;)?(?:#0*64|#x0*40|commat);")
_AT_CLOSED = re.compile(r"(?:at|@)\s{0,3}[\])}>]")
_DOT_AND_WHITE = re.compile(r"dot\s")
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
_MIN_PHONE_DIGITS = 7
_MAX_PHONE_DIGITS = 15  # E.164
_AS_DIGITS = bytes(0x30 if b in b"0123456789" or (b >= 0xC3 and b != 0xE2) else b for b in range(256))
"""In UTF-8 the first byte of a digit of any script is none of 0xC2 (Latin signs) and 0xE2 (punctuation)."""
_BETWEEN_DIGITS = bytes([*b" ().-/\xc2", *range(0x80, 0xC0)])
"""What may stand in a number (0xC2 begins the no-break space), and of a character all but the first byte."""
_LINK = re.compile(r"https?://\S+\Z", re.IGNORECASE)


def scrub(text: str) -> str:
    """`text` with e-mail addresses and phone numbers replaced by marks. A text that is one link keeps its digits."""
    low = text.lower()  # an address is slow to look for: first what it cannot be without, the rarest sign first
    if "@" in low or ("&" in low and ("#" in low or "commat" in low) and _REFERENCE_TO_AT.search(low)):
        text = _EMAIL.sub(EMAIL_MARK, text)
    if (")" in low or "]" in low or "}" in low or ">" in low) and _AT_CLOSED.search(low):
        text = _SPELT_BRACKETED.sub(EMAIL_MARK, text)
    if _DOT_AND_WHITE.search(low):
        text = _SPELT_PLAIN.sub(EMAIL_MARK, text)
    if not _may_hold_phone(text) or _LINK.match(text):
        return text
    for pattern in _PHONES:
        text = pattern.sub(_mark_phone, text)
    return text


def _may_hold_phone(text: str) -> bool:
    """False where fewer digits stand together than a phone has; asked of the bytes, in a tenth of a pattern's time."""
    written = text.encode("utf-8", "surrogatepass").translate(_AS_DIGITS, _BETWEEN_DIGITS)
    return b"0" * _MIN_PHONE_DIGITS in written


def _mark_phone(match: re.Match[str]) -> str:
    digits = sum(c.isdigit() for c in match[0])
    return PHONE_MARK if _MIN_PHONE_DIGITS <= digits <= _MAX_PHONE_DIGITS + 1 else match[0]
