"""What our own mail server says of the sender: Authentication-Results (RFC 8601), read so that nobody else can say it.

Only headers that our border server put in count. They stand above the Received line by which it took the mail in
(RFC 8601, section 5); whatever stands below came with the mail, and anybody can write it.
"""

import re
from collections.abc import Iterator, Sequence

import authres

from mailflow.model import Message, Verdict

GOOGLE = "mx.google.com"
"""Google's authserv-id and border host: it writes its verdict directly below its own Received line."""
MICROSOFT = "protection.outlook.com"
"""Stands for Microsoft 365, which writes no authserv-id: both the id and, with all below it, the border's domain."""

MAX_LENGTH = 4000
"""Characters of one header that are parsed."""
MAX_HEADERS = 20

_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]+)", re.IGNORECASE)
_LMTP = re.compile(r"\swith\s+(?:UTF8)?LMTP[SA]*(?:\s|$)", re.IGNORECASE)
_TOLD = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|<[^<>]*+>")
_ID = re.compile(r"\s*([^\s;=()]+)\s*(?:\d+\s*)?(?:\([^()]*\)\s*)?(?:;|$)")
_TRACE = frozenset(
    {"return-path", "delivered-to", "x-original-to", "envelope-to", "received-spf", "authentication-results"}
)
_ACTION = re.compile(r"\b(?:action|reason)=[^\s;]+", re.IGNORECASE)
_COMMENT = re.compile(r"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)")
_FAILED = frozenset({"fail", "softfail", "permerror", "policy"})


def verdict(message: Message, authserv_id: str | None, border_host: str | None) -> Verdict:
    """Tell what our server says of the From header's domain.

    authserv_id: the one identity that is believed, ``None`` for nobody (``Verdict.NONE``); ``GOOGLE`` and
    ``MICROSOFT`` have their own layouts. border_host: the host that takes our mail in; headers above the topmost
    Received line written by it count (but for LMTP, which hands mail on). A border host that is not found makes none
    count. Where it is ``None``, only headers count that stand before any Received line and any header of another kind
    than trace.

    PASS: ``dmarc=pass``, or DKIM or SPF pass for the From domain itself, its parent or a subdomain. FAIL:
    ``dmarc=fail``, or no word on DMARC and both DKIM and SPF failed. Where several headers speak, the worse wins.
    """
    if not authserv_id:
        return Verdict.NONE
    said = [
        _Said(value, message.from_.domain if message.from_ else "")
        for value in _ours(message, authserv_id, border_host)
    ]
    dmarc = {result for one in said if (result := one.dmarc)}
    if "fail" in dmarc:
        return Verdict.FAIL
    if message.from_ is None:
        return Verdict.NONE
    if dmarc == {"pass"}:
        return Verdict.PASS
    for method in ("dkim", "spf"):
        words = [one.aligned[method] for one in said if one.aligned[method] is not None]
        if words and all(words):
            return Verdict.PASS
    has_failed = all(any(one.failed[method] for one in said) for method in ("dkim", "spf"))
    return Verdict.FAIL if has_failed and not dmarc else Verdict.NONE


def observed(message: Message) -> tuple[str, str] | None:
    """The authserv-id and border host that this mail, lying in our mailbox, suggests; ``None`` for neither.

    It is a suggestion to be confirmed over many mails: a mail that never passed the border may show anything.
    """
    headers = message.headers[:200]
    for at, host in _received(headers):
        if _within(host, MICROSOFT):
            has_verdict = any(_is_results(name) for name, _ in headers[:at])
            return (MICROSOFT, MICROSOFT) if has_verdict else None
        if host == GOOGLE:
            return (GOOGLE, GOOGLE) if _below(headers, at, GOOGLE) else None
    for at, host in _taken_in(headers):
        above = [value for name, value in headers[:at] if _is_results(name)]
        found = _ID.match(above[0]) if above else None
        return (found[1].lower(), host) if found and "." in found[1] else None
    return None


def _ours(message: Message, authserv_id: str, border_host: str | None) -> list[str]:
    """The values of the headers that our border server wrote, topmost first."""
    headers = message.headers
    wanted = authserv_id.lower()
    if wanted == GOOGLE:
        at = next((at for at, host in _received(headers) if host == GOOGLE), None)
        below = [] if at is None else _below(headers, at, GOOGLE)
        return below or (_before_trace(headers, wanted) if at is None and border_host is None else [])
    if border_host is None and wanted != MICROSOFT:
        return _before_trace(headers, wanted)
    border = (border_host or MICROSOFT).lower().rstrip(".")
    end = next((at for at, host in _taken_in(headers) if _is_border(host, border)), None)
    if end is None:
        return []
    return [value for name, value in headers[:end] if _is_results(name) and _is_by(value, wanted)][:MAX_HEADERS]


def _before_trace(headers: Sequence[tuple[str, str]], wanted: str) -> list[str]:
    """The headers of this identity on the very top, where the border host is not known."""
    found = []
    for name, value in headers:
        if name.lower() not in _TRACE:
            break
        if _is_results(name) and _is_by(value, wanted):
            found.append(value)
    return found[:MAX_HEADERS]


def _below(headers: Sequence[tuple[str, str]], at: int, wanted: str) -> list[str]:
    """The one verdict directly below a Received line, nothing but Received-SPF between."""
    for name, value in headers[at + 1 : at + 4]:
        if _is_results(name):
            return [value] if _is_by(value, wanted) else []
        if name.lower() != "received-spf":
            break
    return []


def _received(headers: Sequence[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """Where the Received lines stand and which host wrote each."""
    return ((at, host) for at, host, _ in _traced(headers))


def _taken_in(headers: Sequence[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """The same without LMTP (RFC 2033), by which a host only hands mail on to the mailbox."""
    return ((at, host) for at, host, is_local in _traced(headers) if not is_local)


def _traced(headers: Sequence[tuple[str, str]]) -> Iterator[tuple[int, str, bool]]:
    """Place, host and whether it was LMTP, of every Received line.

    The words before ``by`` and in comments are the other side's, so the last ``by`` counts and what follows it.
    """
    for at, (name, value) in enumerate(headers):
        if name.lower() == "received":
            said = _TOLD.sub(" ", _COMMENT.sub(" ", value[:MAX_LENGTH])).partition(";")[0]
            by = [*_BY.finditer(said)]
            host = by[-1][1].lower().rstrip(".") if by else ""
            yield at, host, bool(by) and bool(_LMTP.search(said, by[-1].end()))


def _is_border(host: str, border: str) -> bool:
    return _within(host, border) if border == MICROSOFT else host == border


def _within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _is_results(name: str) -> bool:
    return name.lower() == "authentication-results"


def _is_by(value: str, wanted: str) -> bool:
    """Whether a header is written by this identity, compared without case (RFC 8601, section 2.5)."""
    found = _ID.match(_COMMENT.sub(" ", value[:MAX_LENGTH]))
    if wanted == MICROSOFT:
        return found is None
    return found is not None and found[1].lower().strip('"') == wanted


class _Said:
    """What one header says: of DMARC ("" for nothing), and of DKIM and SPF whether an aligned one passed or failed."""

    def __init__(self, value: str, domain: str) -> None:
        self.dmarc = ""
        self.aligned: dict[str, bool | None] = {"dkim": None, "spf": None}
        self.failed = {"dkim": False, "spf": False}
        results = list(_results(value))
        for method, result, properties in results:
            if method == "dmarc":
                self._hear_dmarc(result, properties, domain)
            elif method in self.aligned:
                signer = _signer(method, properties)
                is_pass = result == "pass" and _is_aligned(signer, domain)
                self.aligned[method] = bool(self.aligned[method]) or is_pass
        for method in self.failed:
            words = [result for name, result, _ in results if name == method]
            self.failed[method] = bool(words) and all(word in _FAILED for word in words)

    def _hear_dmarc(self, result: str, properties: dict[str, str], domain: str) -> None:
        about = properties.get("header.from", domain).rpartition("@")[2]
        if result == "pass" and not _is_aligned(about, domain):
            result = "none"  # it is said of another From
        if self.dmarc != "fail":
            self.dmarc = result if self.dmarc in {"", "pass"} else self.dmarc


def _results(value: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Method, result and properties, all lower-case; nothing from a header that cannot be parsed to its end."""
    text = value[:MAX_LENGTH]
    if len(value) > MAX_LENGTH:
        return
    if _is_by(text, MICROSOFT):
        text = f"{MICROSOFT}; {_ACTION.sub('', text)}"
    try:
        parsed = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {text}")
    except (authres.AuthResError, ValueError, AttributeError, TypeError, IndexError):
        yield from _failures(text)
        return
    for result in parsed.results:
        if isinstance(result, authres.NoneAuthenticationResult):
            continue
        properties = {f"{p.type}.{p.name}".lower(): str(p.value or "").lower() for p in result.properties}
        yield result.method.lower(), result.result.lower(), properties


def _failures(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What a header that cannot be parsed may still say: a failure, never a pass."""
    if re.search(r"(?:^|[;\s])dmarc\s*=\s*fail\b", _COMMENT.sub(" ", text), re.IGNORECASE):
        yield "dmarc", "fail", {}


def _signer(method: str, properties: dict[str, str]) -> str:
    """The domain a pass is for (RFC 8601, section 2.7.1 and 2.7.2)."""
    if method == "spf":
        said = properties.get("smtp.mailfrom", "")
    else:
        said = properties.get("header.d") or properties.get("header.i", "")
    return said.strip("<>").rpartition("@")[2]


def _is_aligned(signer: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489, section 3.1): the same domain, or one lies within the other.

    Without a list of public suffixes a parent counts only when it has a dot, so ``com`` speaks for nobody.
    """
    if "." not in signer or "." not in domain:
        return False
    return _within(signer, domain) or _within(domain, signer)
