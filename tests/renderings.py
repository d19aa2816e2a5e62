"""A filled form as mail programs send it: the same lines as plain text, quoted, forwarded, wrapped, flowed and as HTML.

Each rendering takes the form's lines as ``(number, label, answer)`` and gives the bytes of a whole mail.
"""

import html
import textwrap
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import TypeAlias

Lines: TypeAlias = Sequence[tuple[int, str, str]]
Rendering: TypeAlias = Callable[[Lines], bytes]

SUBJECT = "Call request"
INTRODUCTION = "On Mon, 5 Mar 2012 at 09:00, InterOccupy <info@interoccupy.example> wrote:"
OUTLOOK = (
    "From: InterOccupy <info@interoccupy.example>\nSent: Monday, March 5, 2012 9:00 AM\nTo: Larry Swetman\n"
    "Subject: Call request form\n"
)


def mail(content: str, *, subtype: str = "plain", subject: str = SUBJECT, cte: str | None = None) -> bytes:
    """A mail with this text. cte: its content transfer encoding, where it is not to be chosen."""
    made = EmailMessage(policy=SMTP)
    made["From"] = "Larry Swetman <larry@example.org>"
    made["To"] = "info@interoccupy.example"
    made["Subject"] = subject
    made["Date"] = "Mon, 05 Mar 2012 12:00:00 -0500"
    made["Message-ID"] = "<form@example.org>"
    made.set_content(content, subtype=subtype, cte=cte)
    return made.as_bytes()


def plain_text(lines: Lines) -> str:
    """The form's lines one below the other."""
    return "".join(f"{number}. {label}: {answer}\n" for number, label, answer in lines)


def quoted(text: str, mark: str = "> ") -> str:
    """A text quoted under its introduction."""
    return INTRODUCTION + "\n\n" + "".join(f"{mark}{line}".rstrip() + "\n" for line in text.splitlines())


def wrapped(lines: Lines, column: int) -> str:
    """The lines broken at blanks so that none is longer than the column, where blanks allow it."""
    return "".join(
        textwrap.fill(
            f"{number}. {label}: {answer}", column, break_long_words=False, break_on_hyphens=False
        ) + "\n"
        for number, label, answer in lines
    )  # fmt: skip


def flowed(lines: Lines, column: int, *, del_sp: bool) -> bytes:
    """``format=flowed`` (RFC 3676): a line that goes on ends in a blank; with DelSp the blank is none of the text."""
    rows: list[str] = []
    for number, label, answer in lines:
        whole = textwrap.wrap(
            f"{number}. {label}: {answer}", column, break_long_words=False, break_on_hyphens=False
        )  # fmt: skip
        end = "  " if del_sp else " "
        rows += [*(row + end for row in whole[:-1]), whole[-1].rstrip()]
    raw = mail("\n".join(rows) + "\n")
    head, _, body = raw.partition(b"\r\n\r\n")
    extra = b"; format=flowed" + (b"; delsp=yes" if del_sp else b"")
    return head.replace(b'charset="utf-8"', b'charset="utf-8"' + extra) + b"\r\n\r\n" + body


def _row(line: tuple[int, str, str]) -> tuple[str, str]:
    number, label, answer = line
    return f"{number}. {html.escape(label)}", html.escape(answer)


def _gmail(lines: Lines) -> str:
    return '<div dir="ltr">' + "".join(f"<div>{a}: {b}</div>" for a, b in map(_row, lines)) + "</div>"


def _gmail_quote(lines: Lines) -> str:
    rows = "<br>".join(f"{a}: {b}" for a, b in map(_row, lines))
    return (
        '<div dir="ltr">Here it is.</div><br><div class="gmail_quote"><div class="gmail_attr">'
        + html.escape(INTRODUCTION)
        + f'<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{rows}</blockquote></div>'
    )


def _apple(lines: Lines) -> str:
    rows = "".join(f"<div><b>{a}:</b>&nbsp;{b}</div>" for a, b in map(_row, lines))
    return f'<html><body style="word-wrap: break-word">{rows}<br><div>Sent from my iPad</div></body></html>'


def _outlook(lines: Lines) -> str:
    rows = "".join(
        f'<p class=MsoNormal><b><span style="color:#1F497D">{a}:</span></b><span> {b}<o:p></o:p></span></p>'
        for a, b in map(_row, lines)
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0in} --></style>'
        f"</head><body lang=EN-US><div class=WordSection1>{rows}<p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body>"
        "</html>"
    )


def _table(lines: Lines) -> str:
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in map(_row, lines))
    return f'<table border="1" cellpadding="3"><tbody>{rows}</tbody></table>'


def _yahoo(lines: Lines) -> str:
    rows = "".join(
        f'<div id="y{at}"><span>{a}:</span> <span>{b}</span></div>' for at, (a, b) in enumerate(map(_row, lines))
    )
    return f'<div style="font-family:verdana">{rows}</div>'


def _list(lines: Lines) -> str:
    return "<ul>" + "".join(f"<li><p>{a}: <i>{b}</i></p></li>" for a, b in map(_row, lines)) + "</ul>"


def _definitions(lines: Lines) -> str:
    return "<dl>" + "".join(f"<dt><strong>{a}:</strong></dt><dd>{b}</dd>" for a, b in map(_row, lines)) + "</dl>"


HTML: Mapping[str, Callable[[Lines], str]] = {
    "gmail": _gmail,
    "gmail quote": _gmail_quote,
    "apple mail": _apple,
    "outlook": _outlook,
    "table": _table,
    "yahoo": _yahoo,
    "list": _list,
    "definitions": _definitions,
}


def _as_html(made: Callable[[Lines], str]) -> Rendering:
    return lambda lines: mail(made(lines), subtype="html")


RENDERINGS: Mapping[str, Rendering] = {
    "quoted": lambda lines: mail("Here it is.\n\n" + quoted(plain_text(lines))),
    "quoted twice": lambda lines: mail(quoted(plain_text(lines), ">> ")),
    "quoted without blanks": lambda lines: mail(quoted(plain_text(lines), ">")),
    "outlook block": lambda lines: mail("Here it is.\n\n" + OUTLOOK + "\n" + plain_text(lines)),
    "forwarded": lambda lines: mail(
        "---------- Forwarded message ----------\n" + OUTLOOK + "\n" + plain_text(lines), subject="Fwd: " + SUBJECT
    ),
    "values below": lambda lines: mail("".join(f"{n}. {label}:\n{answer}\n\n" for n, label, answer in lines)),
    "capitals": lambda lines: mail("".join(f"{n}. {label.upper()}: {answer}\n" for n, label, answer in lines)),
    "bold": lambda lines: mail("".join(f"*{n}. {label}:* {answer}\n" for n, label, answer in lines)),
    "bullets": lambda lines: mail("".join(f"• {label}: {answer}\n" for _, label, answer in lines)),
    "no numbers": lambda lines: mail("".join(f"{label}: {answer}\n" for _, label, answer in lines)),
    "full-width": lambda lines: mail("".join(f"{n}．{label}：{answer}\n" for n, label, answer in lines)),
    "no-break": lambda lines: mail(plain_text(lines).replace(" ", "\u00a0")),
    "right to left": lambda lines: mail("".join(f"\u200e{n}. {label}:\u200e {answer}\n" for n, label, answer in lines)),
    "spaced out": lambda lines: mail(plain_text(lines).replace("\n", "\n\n")),
    **{f"html {name}": _as_html(made) for name, made in HTML.items()},
}
"""Every rendering by its name."""
