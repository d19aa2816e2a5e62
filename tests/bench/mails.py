"""The mails that the benchmarks send in: requests of many people, half of them complete, in plain text and HTML."""

from collections.abc import Iterator

_COMPLETE = """\
1. Call title: Rent strike {n}
2. Group or occupation: Occupy Oakland
3. Contact person: Alice Jones <alice{n}@req{d}.example>
4. Purpose: Compare notes on the winter and pick two joint actions
5. Date: Thursday 18 March 2027
6. Start time: 8pm
7. Time zone: Pacific
8. Facilitator: Tammy Shapiro <tammy@example.org>
9. Backup facilitator: Nate K, nate@example.org, 215-555-0100
10. Maestro tech supporter: NEED HELP
11. Length: 90
12. How many people: 30-50
"""
_PARTIAL = """\
Hello, we would like a call.

Call title: Rent strike {n}
Group: Occupy Oakland
Purpose: Compare notes on the winter
Date: Thursday 18 March 2027
Time: 8
Time zone: Pacific
Facilitator: me

Sent from my iPhone
"""


def mails(count: int) -> Iterator[bytes]:
    """So many requests, each of another person."""
    for n in range(count):
        text = (_COMPLETE if n % 2 else _PARTIAL).format(n=n, d=n % 97)
        kind = "plain"
        if n % 4 == 3:
            kind = "html"
            text = "<html><body>" + text.replace("<", "&lt;").replace("\n", "<br>\n") + "</body></html>"
        yield (
            f"Received: from mx{n % 7}.example by mail.example; Tue, 02 Mar 2027 09:05:01 -0500\r\n"
            f"From: Alice Jones <alice{n}@req{n % 97}.example>\r\nTo: info@io.example\r\nSubject: Call request\r\n"
            f"Date: Tue, 02 Mar 2027 09:05:00 -0500\r\nMessage-ID: <bench.{n}@req{n % 97}.example>\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n" + text.replace("\n", "\r\n")
        ).encode()
