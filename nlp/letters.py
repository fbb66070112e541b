"""Letters that only look different from the plain ones, as postings decorate and resumes set them."""

from __future__ import annotations

import unicodedata

_BLOCKS = (
    range(0x2100, 0x2190),  # letter-like signs, Roman numerals
    range(0x24B6, 0x24EA),  # letters in circles
    range(0xFB00, 0xFB07),  # ligatures
    range(0xFF01, 0xFFE7),  # full and half width
    range(0x1D400, 0x1D800),  # mathematical letters
    range(0x1F110, 0x1F16A),  # letters in brackets, squares and circles
)
"""Where letters stand that only look different; what NFKC does to «™», «½» or «…» would change what is said."""
_ALIKE = frozenset({"<font>", "<wide>", "<narrow>", "<compat>", "<circle>", "<square>"})


def _plain_letters() -> dict[str, str]:
    found = {}
    for sign in (chr(code) for block in _BLOCKS for code in block):
        kind, plain = unicodedata.decomposition(sign).partition(" ")[0], unicodedata.normalize("NFKC", sign)
        if kind in _ALIKE and plain != sign and (plain.isalnum() or kind in ("<wide>", "<narrow>")):
            found[sign] = plain
    return found


PLAIN_LETTERS = _plain_letters()
"""Letters that only look different → the plain ones: «ﬁ», «Ｐ», «𝗔», «Ⓑ», «Ⅲ»."""
