"""Mail addresses and telephone numbers: by syntax only, nothing is asked of the network."""

import re

from email_validator import EmailNotValidError, validate_email

from mailflow.read.answers.result import plain


def address(said: str) -> str | None:
    """A mail address checked by the syntax of RFC 5321 and 5322, lower-cased, or ``None``. No DNS is asked."""
    text = said.strip().strip("<>[]()\"'").removeprefix("mailto:").rstrip(".,;:")
    if text.count("@") != 1 or len(text) > 254 or "." not in text.rpartition("@")[2]:
        return None
    try:
        found = validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


_LOCAL = r"[^\s<>()\[\],;:\"|@]"
ADDRESS_LIKE = re.compile(rf"(?<!{_LOCAL})(?:mailto:)?{_LOCAL}++@[^\s<>()\[\],;:\"|]*")
PHONE_LIKE = re.compile(
    r"(?<![\w@.])(?:\+\s?)?(?:\(\d{1,5}\)|\d)(?:[\d().\- /]{5,22})\d"
    r"(?:\s*,?\s*(?:x|ext\.?|extension|#)\s*\d{1,6})?(?![\w@])",
    re.IGNORECASE,
)


def phone(said: str) -> str | None:
    """A telephone number as written, odd hyphens and blanks made plain, or ``None`` where it is none."""
    text = plain(said).strip(" ,;:")
    if not PHONE_LIKE.fullmatch(text):
        return None
    digits = len(re.sub(r"\D", "", re.split(r"x|ext|#", text.lower())[0]))
    return text if 7 <= digits <= 15 else None
