"""From a reply's facts to the mail its receiver reads: words, layout, the HTML twin and the bytes on the wire.

The way is one line: ``Texts.write`` renders a file of ``templates/`` into a subject and a text, ``compose`` makes the
RFC 5322 message of them. Nothing here knows a socket, a store or a clock.
"""
