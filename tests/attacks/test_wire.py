"""Our mails about an attack reach a mail server as they are, each as one mail, to its one receiver."""

from mailflow.mail.smtp import SmtpAccount, SmtpTransport
from tests.attacks.stage import Stage, table
from tests.servers.sink import SmtpSink

US = "info@interoccupy.example"


def test_nothing_is_smuggled_in_over_the_wire() -> None:
    """Ends of mails, commands and bare line ends in people's words leave as words (RFC 5321, section 4.1.1.4)."""
    attacks = [one for one in table() if one.group == "Injection"]
    sent = []
    for one in attacks:
        with Stage() as stage:
            stage.play(one.text)
            sent += [(US, (out.to,), out.raw) for out in stage.sent if out.to.isascii()]
    with SmtpSink() as sink:
        out = SmtpTransport(SmtpAccount(host=sink.host, port=sink.port, security="plain"), timeout=10)
        for _us, (to,), raw in sent:
            out.send(US, to, raw)
        out.close()

    assert len(attacks) > 20
    assert sent == [(mail.sender, mail.to, mail.raw) for mail in sink.mails]
