"""What our own mail server says of the sender, and nobody else."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.model import Address, Message, Verdict
from mailflow.read.adapter import authentication, message

BORDER = "Received: from mail.example.org by mx.interoccupy.example (Postfix) with ESMTPS id 1; Mon, 5 Mar 2012\n"
LMTP = "Received: from mx.interoccupy.example by mx.interoccupy.example with LMTP id 2; Mon, 5 Mar 2012\n"
ID = "mx.interoccupy.example"


def results(said: str, server: str = ID) -> str:
    """One Authentication-Results line."""
    return f"Authentication-Results: {server}; {said}\n"


def parse(headers: str, sender: str = "larry@example.org") -> Message:
    """A mail with these headers on top."""
    return message.parse(f"{headers}From: {sender}\n\nhi".encode())


def verdict(headers: str, sender: str = "larry@example.org", border: str | None = ID) -> Verdict:
    """The verdict of our server on a mail it took in itself."""
    return authentication.verdict(parse(headers, sender), ID, border)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("dmarc=pass header.from=example.org", Verdict.PASS),
        ("dmarc=pass (p=none dis=none) header.from=example.org", Verdict.PASS),
        ("dmarc=pass", Verdict.PASS),
        ("DMARC=Pass header.from=Example.ORG", Verdict.PASS),
        ("dmarc=fail header.from=example.org", Verdict.FAIL),
        ("dmarc=fail; dkim=pass header.d=example.org", Verdict.FAIL),
        ("dmarc=pass header.from=evil.example", Verdict.NONE),
        ("dmarc=none; dkim=pass header.d=example.org", Verdict.PASS),
        ("dmarc=none; dkim=fail header.d=example.org; spf=fail smtp.mailfrom=example.org", Verdict.NONE),
        ("dmarc=temperror", Verdict.NONE),
        ("dkim=pass header.d=example.org", Verdict.PASS),
        ("dkim=pass header.d=mail.example.org", Verdict.PASS),
        ("dkim=pass header.i=@example.org", Verdict.PASS),
        ("dkim=pass header.d=org", Verdict.NONE),
        ("dkim=pass header.d=evilexample.org", Verdict.NONE),
        ("dkim=pass header.d=example.org.evil.example", Verdict.NONE),
        ("dkim=pass", Verdict.NONE),
        ("dkim=fail header.d=list.example; dkim=pass header.d=example.org", Verdict.PASS),
        ("dkim=pass header.d=list.example; dkim=fail header.d=example.org", Verdict.NONE),
        ("spf=pass smtp.mailfrom=larry@example.org", Verdict.PASS),
        ("spf=pass smtp.mailfrom=example.org", Verdict.PASS),
        ("spf=pass smtp.mailfrom=bounces.example.org", Verdict.PASS),
        ("spf=pass smtp.helo=example.org", Verdict.NONE),
        ("spf=pass smtp.mailfrom=evil.example", Verdict.NONE),
        ("spf=fail smtp.mailfrom=example.org; dkim=fail header.d=example.org", Verdict.FAIL),
        ("spf=softfail smtp.mailfrom=example.org; dkim=none", Verdict.NONE),
        ("spf=fail smtp.mailfrom=example.org", Verdict.NONE),
        ("dkim=none (dkim=pass header.d=example.org)", Verdict.NONE),
        ('dkim=none reason="dmarc=pass"', Verdict.NONE),
        ("none", Verdict.NONE),
        ("", Verdict.NONE),
        ("dmarc=none; dmarc=fail", Verdict.FAIL),
        ("dmarc=pass; dmarc=none", Verdict.NONE),
        ("dkim=pass (good (2048-bit) key) header.d=example.org", Verdict.PASS),
        ('dkim=pass reason="good signature" header.d=example.org header.s=a', Verdict.PASS),
        ('dkim=pass header.d="example.org"', Verdict.PASS),
        ("dkim=pass\n\theader.d=example.org\n header.b=Ab/c+", Verdict.PASS),
        ("dkim/1=pass header.d=example.org", Verdict.PASS),
        ("dkim/2=pass header.d=example.org", Verdict.NONE),
        ("dkim=pass header.d=evil.example header.d=example.org", Verdict.NONE),
        ("dkim=pass header.d=example.org header.i=@evil.example", Verdict.PASS),
        ("dkim=pass header.d=example.org\xe9.evil.example", Verdict.NONE),
        ('dkim=pass header.d=example.org; spf=pass smtp.mailfrom="a b; dmarc=pass"@evil.example', Verdict.PASS),
        ('spf=pass smtp.mailfrom="x; dmarc=pass header.from=example.org"@evil.example', Verdict.NONE),
        ("dkim=pass header.d=example.org; =broken", Verdict.NONE),
        ("dkim=pass " + "(" * 3000, Verdict.NONE),
        ("dmarc=fail; dkim=none " + "(" * 3000, Verdict.FAIL),
        ("dmarc=fail action=none; =broken", Verdict.FAIL),
        ("dkim=pass header.d=example.org; " + "x=y " * 2000, Verdict.NONE),
        ("dmarc=fail; " + "dkim=fail header.d=evil.example; " * 200, Verdict.FAIL),
    ],
)
def test_only_a_pass_for_the_from_domain_passes(said: str, expected: Verdict) -> None:
    """DMARC decides; else DKIM or SPF must speak for the domain in From; what cannot be read proves nothing."""
    assert expected == verdict(results(said) + BORDER)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (results("dmarc=pass") + BORDER, Verdict.PASS),
        (LMTP + results("dmarc=pass") + BORDER, Verdict.PASS),
        (results("dmarc=pass") + LMTP + BORDER, Verdict.PASS),
        (BORDER + results("dmarc=pass"), Verdict.NONE),
        (LMTP + BORDER + results("dmarc=pass"), Verdict.NONE),
        (results("dmarc=none") + BORDER + results("dmarc=pass") + BORDER, Verdict.NONE),
        (BORDER + results("dmarc=pass") + LMTP + BORDER, Verdict.NONE),
        (results("dmarc=pass"), Verdict.NONE),
        (results("dmarc=pass") + BORDER.replace("by mx.", "by mx2."), Verdict.NONE),
        (results("dmarc=pass", "mx.evil.example") + BORDER, Verdict.NONE),
        (results("dmarc=pass", f"{ID}.evil.example") + BORDER, Verdict.NONE),
        (results("dmarc=pass", ID.upper()) + BORDER, Verdict.PASS),
        (results("dmarc=pass", f"{ID} 1") + BORDER, Verdict.PASS),
        (results("dmarc=pass", f"(by {ID}) mx.evil.example") + BORDER, Verdict.NONE),
        (BORDER.replace("mail.example.org", "x with LMTP x") + results("dmarc=pass") + BORDER, Verdict.NONE),
        (
            results("dmarc=pass") + "Received: from by mx.interoccupy.example (x) by mx.evil.example; now\n",
            Verdict.NONE,
        ),
        (
            "Received: from (x by mx.interoccupy.example x) y by mx2.example; now\n" + results("dmarc=pass"),
            Verdict.NONE,
        ),
    ],
)
def test_only_what_our_border_wrote_counts(headers: str, expected: Verdict) -> None:
    """What stands below the line by which our border took the mail in came with the mail."""
    assert expected == verdict(headers)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (results("dmarc=pass"), Verdict.PASS),
        (results("dmarc=fail") + results("dmarc=pass"), Verdict.FAIL),
        ("Return-Path: <x@y>\nDelivered-To: info@y\n" + results("dmarc=pass") + BORDER, Verdict.PASS),
        (BORDER + results("dmarc=pass"), Verdict.NONE),
        ("Subject: x\n" + results("dmarc=pass"), Verdict.NONE),
        ("X-Spam: no\n" + results("dmarc=pass"), Verdict.NONE),
        ("", Verdict.NONE),
    ],
)
def test_without_a_border_only_the_very_top_counts(headers: str, expected: Verdict) -> None:
    """Where the border host is not known, a verdict counts before any Received line and any other header only."""
    assert expected == verdict(headers, border=None)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("dmarc=pass", "dmarc=fail", Verdict.FAIL),
        ("dmarc=fail", "dmarc=pass", Verdict.FAIL),
        ("dmarc=none", "dmarc=pass", Verdict.NONE),
        ("dmarc=pass", "dkim=pass header.d=list.example", Verdict.PASS),
        ("dkim=pass header.d=example.org", "spf=fail smtp.mailfrom=example.org", Verdict.PASS),
        ("dkim=none", "dkim=pass header.d=example.org", Verdict.NONE),
        ("spf=fail smtp.mailfrom=example.org", "dkim=fail header.d=example.org", Verdict.FAIL),
    ],
)
def test_the_worse_of_several_verdicts_wins(first: str, second: str, expected: Verdict) -> None:
    """Several headers of our server complete each other; where they contradict each other the worse one holds."""
    assert expected == verdict(results(first) + results(second) + BORDER)


def test_nobody_pinned_believes_nobody() -> None:
    """Without an authserv-id there is no verdict; without an author there is no pass."""
    mail = parse(results("dmarc=pass") + BORDER)
    assert authentication.verdict(mail, None, ID) is Verdict.NONE
    assert authentication.verdict(mail, "", None) is Verdict.NONE
    assert verdict(results("dmarc=pass") + BORDER, sender="a@x.org, b@y.org") is Verdict.NONE
    assert verdict(results("dmarc=fail") + BORDER, sender="a@x.org, b@y.org") is Verdict.FAIL


GOOGLE = (
    "Delivered-To: desk@gmail.com\nReceived: by 2002:a17 with SMTP id x; Mon\nReturn-Path: <larry@example.org>\n"
    "Received: from mail.example.org by mx.google.com with ESMTPS id x for <d@gmail.com>; Mon\n"
    "Received-SPF: pass (google.com: domain of larry@example.org)\n"
    "Authentication-Results: mx.google.com;\n dkim=pass header.i=@example.org header.s=g header.b=Ab/c+;\n"
    " spf=pass (google.com: domain of larry@example.org designates 1.2.3.4) smtp.mailfrom=larry@example.org;\n"
    " dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.org\n"
)
MICROSOFT = (
    "Received: from A.prod.outlook.com by B.prod.outlook.com with HTTPS; Mon\n"
    "Authentication-Results: spf=pass (sender IP is 1.2.3.4)\n smtp.mailfrom=example.org; dkim=pass (signature was\n"
    " verified) header.d=example.org;dmarc=pass action=none\n header.from=example.org;compauth=pass reason=100\n"
    "Received: from mail.example.org (1.2.3.4) by\n DB5.mail.protection.outlook.com (10.1.2.3) with Microsoft SMTP;\n"
    " Mon\n"
)


def test_google_s_layout_is_known() -> None:
    """Google writes its verdict right below its own Received line; a second one further down is the sender's."""
    google = authentication.GOOGLE
    assert authentication.verdict(parse(GOOGLE), google, google) is Verdict.PASS
    further_down = GOOGLE.replace("Authentication-Results: mx.google.com;", "X: y;") + results("dmarc=pass", google)
    assert authentication.verdict(parse(further_down), google, google) is Verdict.NONE
    above = results("dmarc=pass", google) + GOOGLE.partition("Received-SPF")[0]
    assert authentication.verdict(parse(above), google, google) is Verdict.NONE


def test_microsoft_s_layout_is_known() -> None:
    """Microsoft names no server; the line counts above its border's Received line and nowhere else."""
    microsoft = authentication.MICROSOFT
    assert authentication.verdict(parse(MICROSOFT), microsoft, microsoft) is Verdict.PASS
    assert authentication.verdict(parse(MICROSOFT), microsoft, None) is Verdict.PASS
    failed = MICROSOFT.replace("dmarc=pass action=none", "dmarc=fail action=oreject")
    assert authentication.verdict(parse(failed), microsoft, microsoft) is Verdict.FAIL
    handed_on, said, taken_in = re.split(r"(?=Authentication)|(?=Received: from mail)", MICROSOFT)
    assert authentication.verdict(parse(handed_on + taken_in + said), microsoft, microsoft) is Verdict.NONE


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (results("dmarc=pass") + BORDER, (ID, ID)),
        (LMTP + results("dmarc=pass") + BORDER, (ID, ID)),
        (results("dmarc=pass", "verdicts.example") + BORDER + results("x", "evil.example"), ("verdicts.example", ID)),
        (GOOGLE, ("mx.google.com", "mx.google.com")),
        (MICROSOFT, ("protection.outlook.com", "protection.outlook.com")),
        (BORDER + results("dmarc=pass"), None),
        (results("dmarc=pass"), None),
        (BORDER, None),
        ("Authentication-Results: spf=pass\n" + BORDER, None),
        ("", None),
    ],
)
def test_a_mail_suggests_its_server(headers: str, expected: tuple[str, str] | None) -> None:
    """The identity above the first Received line but LMTP, and the host that wrote that line."""
    assert expected == authentication.observed(parse(headers))


@pytest.mark.parametrize(
    ("sender", "said", "expected"),
    [
        ("larry@b\xfccher.example", "dkim=pass header.d=xn--bcher-kva.example", Verdict.PASS),
        ("larry@xn--bcher-kva.example", "dmarc=pass header.from=xn--bcher-kva.example", Verdict.PASS),
        ("larry@b\xfccher.example", "dkim=pass header.d=bucher.example", Verdict.NONE),
        ("larry@fa\xdf.example", "dkim=pass header.d=fass.example", Verdict.NONE),
        ("larry@fa\xdf.example", "dkim=pass header.d=xn--fa-hia.example", Verdict.PASS),
        ("larry@example.example", "dkim=pass header.d=xn--example-.example", Verdict.NONE),
        ("larry@example.example", "dkim=pass header.d=xn--99999999999.example", Verdict.NONE),
        ("larry@localhost", "dmarc=pass header.from=localhost", Verdict.NONE),
        ("larry@localhost", "dkim=pass header.d=localhost", Verdict.NONE),
        ("larry@org", "dkim=pass header.d=example.org", Verdict.NONE),
        ("larry@Example.ORG", "dkim=pass header.d=EXAMPLE.org", Verdict.PASS),
        ("larry@lists.example.org", "dkim=pass header.d=example.org", Verdict.PASS),
        ("larry@lists.example.org", "dkim=pass header.d=mail.example.org", Verdict.NONE),
        ("undisclosed:;", "dmarc=pass", Verdict.NONE),
        ("larry", "dmarc=pass", Verdict.NONE),
    ],
)
def test_domains_are_compared_as_they_are_registered(sender: str, said: str, expected: Verdict) -> None:
    """Case and the spelling of a domain beyond ASCII make no difference; nothing is mapped; one name has a dot."""
    assert expected == verdict(results(said) + BORDER, sender=sender)


HELO = "Received: from mail.example.org ({}) by mx.interoccupy.example with ESMTPS id 1 ({}) for <i@y>; now\n"


@pytest.mark.parametrize(
    "line",
    [
        HELO.format("helo=x", 'envelope-from <"a) by mx.evil.example "@evil.example>'),
        HELO.format("helo=x", 'envelope-from <"a) by mx.evil.example with LMTP "@evil.example>'),
        HELO.format("helo=x", 'envelope-from <"a) with LMTP by mx.interoccupy.example "@evil.example>'),
        HELO.format("helo=x) by mx.interoccupy.example with LMTP (x", "x"),
        HELO.format("helo=x;by mx.evil.example", "x"),
        'Received: from x by mx.interoccupy.example with ESMTPS id 1 for <"a by mx.evil.example"@y>; now\n',
    ],
)
def test_words_of_the_other_side_hide_no_line_of_our_border(line: str) -> None:
    """Where our server's own line names another host, too, nothing below or above passes; a failure is still heard."""
    forged = results("dmarc=pass") + BORDER
    assert Verdict.NONE is verdict(results("dkim=none") + line + forged)
    assert Verdict.NONE is verdict(results("dmarc=pass") + line)
    assert Verdict.FAIL is verdict(results("dmarc=fail") + line + forged)


@pytest.mark.parametrize(
    "headers",
    [
        f"ARC-Authentication-Results: i=1; {ID}; dmarc=pass header.from=example.org\n",
        f"X-Authentication-Results: {ID}; dmarc=pass header.from=example.org\n",
        f"X-Original-Authentication-Results: {ID}; dmarc=pass header.from=example.org\n",
        f"Authentication-Results-Original: {ID}; dmarc=pass header.from=example.org\n",
        f"Received-SPF: pass ({ID}: domain of larry@example.org) client-ip=192.0.2.1\n",
        "DKIM-Signature: v=1; d=example.org\n",
    ],
)
@pytest.mark.parametrize("border", [ID, None])
def test_no_other_header_is_a_verdict(headers: str, border: str | None) -> None:
    """ARC's results, headers that begin with X- and all others tell nothing of the sender, wherever they stand."""
    assert Verdict.NONE is verdict(headers + BORDER, border=border)


def test_a_verdict_for_a_list_is_none_for_the_author_behind_it() -> None:
    """Where a list put its name into From, what our server says of it does not become its author's proof."""
    mail = parse(results("dmarc=pass") + BORDER, sender="info@lists.example")
    behind = replace(mail, from_=Address("Larry", "larry@example.org"))
    assert authentication.verdict(mail, ID, ID) is Verdict.PASS
    assert authentication.verdict(behind, ID, ID) is Verdict.NONE
    failed = parse(results("dmarc=fail") + BORDER, sender="info@lists.example")
    assert authentication.verdict(replace(failed, from_=behind.from_), ID, ID) is Verdict.FAIL


def test_opendkim_s_job_number_is_no_part_of_the_name() -> None:
    """``AuthservIDWithJobID`` writes a number behind the identity; another identity before a slash is another one."""
    assert Verdict.PASS is verdict(results("dmarc=pass", f"{ID}/4XyZ1") + BORDER)
    assert Verdict.NONE is verdict(results("dmarc=pass", f"mx.evil.example/{ID}") + BORDER)


def test_a_forwarder_s_line_suggests_no_preset() -> None:
    """Mail that Google handed on to our own server suggests our server; so does what only names Google or Microsoft."""
    own = results("dkim=none") + BORDER
    assert (ID, ID) == authentication.observed(parse(own + GOOGLE))
    assert (ID, ID) == authentication.observed(parse(own + MICROSOFT))
    doubtful = BORDER.replace("mail.example.org", "x by mx.google.com")
    assert authentication.observed(parse(results("dkim=none") + doubtful)) is None


SAID = st.text(st.sampled_from('dkim=pas;()"\\ .@/1xspf header.d=\t\xe9,<>'), max_size=80)
PIECES = st.sampled_from(
    [
        "Authentication-Results: ", f"{ID}; ", f"{ID} 1; ", "mx.google.com; ", "dmarc=pass", "dkim=pass header.d=",
        "spf=pass smtp.mailfrom=", "example.org", "header.from=", "Received: from x ", f"by {ID} ", "by mx.google.com ",
        "by A.mail.protection.outlook.com ", "with LMTP id 1", "with ESMTPS id 1", "Received-SPF: pass", "; ", "(", ")",
        '"', "\n", "\n ", "X: y\n", "From: larry@example.org\n", "Return-Path: <>\n", "\r",
    ]
)  # fmt: skip
HEADERS = st.lists(PIECES, max_size=14).map("".join)
PINS = (ID, None), (ID, ID), (authentication.GOOGLE, authentication.GOOGLE), (authentication.MICROSOFT, None)


@given(SAID)
def test_no_header_raises(said: str) -> None:
    """Whatever stands in a verdict, it is read or it proves nothing."""
    mail = parse(results(said) + BORDER)
    assert authentication.verdict(mail, ID, ID) in Verdict
    authentication.observed(parse(f"Authentication-Results: {said}\n" + BORDER))


@given(HEADERS, st.sampled_from(PINS))
def test_no_headers_raise(headers: str, pin: tuple[str, str | None]) -> None:
    """Any headers have a verdict with any pin, and suggest a server or none."""
    mail = parse(headers)
    assert authentication.verdict(mail, *pin) in Verdict
    authentication.observed(mail)


OWN_LINES = {
    ID: (results("{}") + BORDER),
    authentication.GOOGLE: GOOGLE.partition("Authentication-Results")[0] + results("{}", authentication.GOOGLE),
    authentication.MICROSOFT: re.sub(r"(Authentication-Results:).*\n(?: .*\n)*", r"\1 {}\n", MICROSOFT, count=1),
}


@given(HEADERS, st.sampled_from(["dmarc=fail", "dkim=none", "dkim=fail header.d=example.org", "spf=neutral"]),
       st.sampled_from(PINS))  # fmt: skip
def test_nothing_below_our_border_s_line_makes_a_pass(forged: str, said: str, pin: tuple[str, str | None]) -> None:
    """Whatever a sender writes into his mail, the verdict of our server on it becomes no pass and stays a failure."""
    own = OWN_LINES[pin[0]].replace("{}", said)
    before = authentication.verdict(parse(own), *pin)
    after = authentication.verdict(parse(own + forged), *pin)
    assert before is (Verdict.FAIL if said == "dmarc=fail" else Verdict.NONE)
    assert after is not Verdict.PASS
    assert before is Verdict.NONE or after is Verdict.FAIL
