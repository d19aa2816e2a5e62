"""What our own mail server says of the sender: Authentication-Results (RFC 8601), read so that nobody else can say it.

Only headers that our border server put in count. They stand above the Received line by which it took the mail in
(RFC 8601, section 5); whatever stands below came with the mail, and anybody can write it.
"""

import re
from collections.abc import Iterator, Sequence

import authres

from mailflow.model import Address, Message, Verdict
from mailflow.read.adapter import header

GOOGLE = "mx.google.com"
"""Google's authserv-id and border host: it writes its verdict directly below its own Received line."""
MICROSOFT = "protection.outlook.com"
"""Stands for Microsoft 365, which writes no authserv-id: both the id and, with all below it, the border's domain."""
PRESETS = {"google": (GOOGLE, GOOGLE), "microsoft365": (MICROSOFT, MICROSOFT)}
"""Authserv-id and border host of providers that have their own layouts, by the name that the settings use."""

_MICROSOFT_INNER = "outlook.com"

MAX_LENGTH = 4000
"""Characters of one header that are parsed."""
MAX_HEADERS = 20

_BY = re.compile(r"(?<![\w.-])by\s+([^\s;()<>\"]+)", re.IGNORECASE)
_LMTP = re.compile(r"\s*(?:\([^()]*+\)\s*)?with\s+(?:UTF8)?LMTP[SA]*(?:\s|$)", re.IGNORECASE)
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
    Where our list put its name into From, what is said of the list proves nothing of the author behind it.
    """
    if not authserv_id:
        return Verdict.NONE
    headers, is_sure = _ours(message, authserv_id, border_host)
    heard = _weighed([_Said(value, _shown(message).domain) for value in headers])
    if heard is Verdict.PASS and not (is_sure and _is_author(message)):
        return Verdict.NONE
    return heard


def _weighed(said: Sequence["_Said"]) -> Verdict:
    """What all our server's headers say together."""
    dmarc = {result for one in said if (result := one.dmarc)}
    if "fail" in dmarc:
        return Verdict.FAIL
    if dmarc == {"pass"}:
        return Verdict.PASS
    for method in ("dkim", "spf"):
        words = [one.aligned[method] for one in said if one.aligned[method] is not None]
        if words and all(words):
            return Verdict.PASS
    has_failed = all(any(one.failed[method] for one in said) for method in ("dkim", "spf"))
    return Verdict.FAIL if has_failed and not dmarc else Verdict.NONE


def _shown(message: Message) -> Address:
    """The one author that the From header names, without an address where there is no such author."""
    found, broken = header.addresses(message.header("from"))
    is_one = len(found) == 1 and not broken and len(message.header_all("from")) == 1
    return found[0] if is_one else Address("", "")


def _is_author(message: Message) -> bool:
    """Whether the author is who stands in the From header, and not somebody behind it, of the same domain or not."""
    return message.from_ is not None and message.from_.email == _shown(message).email


def observed(message: Message) -> tuple[str, str] | None:
    """The authserv-id and border host that this mail, lying in our mailbox, suggests; ``None`` for neither.

    It is a suggestion to be confirmed over many mails: a mail that never passed the border may show anything.
    """
    headers = message.headers[:200]
    lines = [(at, line) for at, line in _received(headers) if not line.is_handed_on]
    for at, line in lines:
        if line.is_by(MICROSOFT):
            has_verdict = any(_is_results(name) for name, _ in headers[:at])
            return (MICROSOFT, MICROSOFT) if has_verdict else None
        if line.is_by(GOOGLE):
            return (GOOGLE, GOOGLE) if _below(headers, at, GOOGLE) else None
        if not line.is_inner:
            break
    for at, line in lines[:1]:
        said = next((_server(value) for name, value in headers[:at] if _is_results(name)), None)
        host = line.hosts[0] if len(line.hosts) == 1 else ""
        return (said, host) if said and "." in said and "." in host else None
    return None


def _ours(message: Message, authserv_id: str, border_host: str | None) -> tuple[list[str], bool]:
    """The values of the headers that our border server wrote, topmost first, and whether that is sure.

    It is not where the border's own line names another host, too: part of that line are the other side's words. Then
    everything in our server's name is given, so that a failure is heard and nothing can pass.
    """
    headers, wanted = message.headers, authserv_id.lower()
    if border_host is None and wanted not in {GOOGLE, MICROSOFT}:
        return _before_trace(headers, wanted), True
    border = wanted if wanted == GOOGLE else (border_host or wanted).lower().rstrip(".")
    for at, line in _received(headers):
        if not line.names(border) or line.is_handed_on:
            continue
        if not line.is_by(border):
            return _by(headers, wanted), False
        return _below(headers, at, GOOGLE) if wanted == GOOGLE else _by(headers[:at], wanted), True
    return (_before_trace(headers, wanted) if wanted == GOOGLE and border_host is None else []), True


def _by(headers: Sequence[tuple[str, str]], wanted: str) -> list[str]:
    """The verdicts among these headers that bear our server's name."""
    return [value for name, value in headers if _is_results(name) and _is_by(value, wanted)][:MAX_HEADERS]


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


class _Line:
    """One Received line: whom it names behind ``by``, wherever in the line that stands.

    The words before the server's own ``by``, and an envelope address behind it, are the other side's. They cannot be
    told apart for certain: a quoted local part may hold a bracket that ends a comment. So a line is somebody's only
    where it names nobody else.
    """

    def __init__(self, value: str) -> None:
        found = [*_BY.finditer(value)]
        self.hosts = [one[1].lower().rstrip(".") for one in found]
        self.is_handed_on = len(found) == 1 and bool(_LMTP.match(value, found[0].end()))

    @property
    def is_inner(self) -> bool:
        """Whether it is of those that Google or Microsoft write above their border's own."""
        return all("." not in host or _within(host, _MICROSOFT_INNER) for host in self.hosts)

    def names(self, border: str) -> bool:
        """Whether it speaks of this host."""
        return any(_is_border(host, border) for host in self.hosts)

    def is_by(self, border: str) -> bool:
        """Whether this host wrote it, and nobody else can have."""
        return len(self.hosts) == 1 and self.names(border)


def _received(headers: Sequence[tuple[str, str]]) -> Iterator[tuple[int, _Line]]:
    """Where the Received lines stand, and what each says."""
    return ((at, _Line(value)) for at, (name, value) in enumerate(headers) if name.lower() == "received")


def _is_border(host: str, border: str) -> bool:
    return _within(host, border) if border == MICROSOFT else host == border


def _within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _is_results(name: str) -> bool:
    return name.lower() == "authentication-results"


def _server(value: str) -> str | None:
    """The identity that a header names (RFC 8601, section 2.5), ``None`` where it names none.

    OpenDKIM may write the number of its job behind a slash; that is no part of the name.
    """
    found = _ID.match(_COMMENT.sub(" ", value[:MAX_LENGTH]))
    return found[1].strip('"').partition("/")[0].lower() if found else None


def _is_by(value: str, wanted: str) -> bool:
    """Whether a header is written by this identity; Microsoft's names none."""
    return _server(value) == (None if wanted == MICROSOFT else wanted)


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
        if result == "fail" or self.dmarc in {"", "pass"}:
            self.dmarc = result


def _results(value: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Method, result and properties, all lower-case; only failures from a header that cannot be read to its end."""
    parsed = _parsed(value) if len(value) <= MAX_LENGTH else None
    if parsed is None:
        yield from _failures(value)
        return
    yield from map(_read, parsed)


def _parsed(value: str) -> list[authres.AuthenticationResult] | None:
    """What the library reads, ``None`` where it cannot: it is never let raise."""
    text = f"{MICROSOFT}; {_ACTION.sub('', value)}" if _is_by(value, MICROSOFT) else value
    try:
        found = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {text}").results
    except Exception:  # noqa: BLE001 - more than its own errors, RecursionError on deep comments among them
        return None
    return [one for one in found if isinstance(one, authres.AuthenticationResult)]


def _read(result: authres.AuthenticationResult) -> tuple[str, str, dict[str, str]]:
    """One result. A property said twice in different words says nothing; an unknown version of a method neither."""
    properties: dict[str, str] = {}
    for one in result.properties:
        name, said = f"{one.type}.{one.name}".lower(), str(one.value or "").lower()
        properties[name] = said if properties.get(name, said) == said else ""
    is_known = result.version in {None, "", "1"}
    return result.method.lower(), result.result.lower() if is_known else "none", properties


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
    one, other = _spelt(signer), _spelt(domain)
    return _within(one, other) or _within(other, one)


def _spelt(domain: str) -> str:
    """A domain with the A-labels of RFC 5890 in the letters they stand for, and nothing mapped: ``ß`` is not ``ss``."""
    return ".".join(_label(one) for one in domain.lower().rstrip(".").split("."))


def _label(said: str) -> str:
    if not said.startswith("xn--"):
        return said
    try:
        shown = said[4:].encode("ascii").decode("punycode")
        is_one = not shown.isascii() and shown.encode("punycode") == said[4:].encode("ascii")
    except (UnicodeError, ValueError, OverflowError):
        return said
    return shown if is_one else said
