"""What a template is given: a reply's plain facts, made harmless, and beside each the words for it.

Templates choose and place words; they compute nothing. So everything that needs arithmetic, a zone or a plural is made
here, under a name that reads well in a sentence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import quote

from mailflow.fields import CALL_REQUEST, Spec
from mailflow.model import Reply
from mailflow.read.interpret import DISAGREE
from mailflow.write import form, words
from mailflow.write.safe import WITH_LINES, fold, harmless

_SPECS = CALL_REQUEST.by_key()
_TIME_KEYS = ("date", "time", "tz")
_FAR = timedelta.max
_LONGEST_SAID = 200
_LONGEST_NAME = 80
_CALLS = frozenset({"beside", "calls", "others"})
"""Facts that are rows of calls."""
_COUNTED = (("count", "count", "automatic answer"), ("requests", "requests", "request"), ("tries", "tries", "try"))
"""Facts that are numbers: the name of the words for one, the fact, and what is counted."""
_HELP_WORDS: Mapping[str, str] = {
    "agenda": "the agenda doc",
    "facilitation": "facilitation",
    "promotion": "promotion",
    "tech": "technical support",
}

Sentence = Callable[[Mapping[str, object]], str]
"""How a finding's sentence is made from its plain facts."""


def prepare(reply: Reply, now: datetime, *, desk_zone: str, sentence: Sentence) -> dict[str, object]:
    """The facts that one reply's template is rendered with.

    sentence: makes a finding's one sentence. A fact the reply does not bring is not made up: the template that needs it
    fails. Raises ValueError, TypeError or KeyError where a fact is not what its name says.
    """
    facts = {key: harmless(said, key) for key, said in reply.facts.items()}
    is_staff = reply.template.startswith("staff/")
    facts |= _short(facts) | _rows_of(facts)
    if "asks" in facts:
        lines = form.specs(now.date())
        facts["asks"] = [_ask(one, lines[str(one["key"])]) for one in _rows(facts["asks"])]
    if "fields" in facts:
        facts |= _understood(_rows(facts["fields"]), facts, is_staff=is_staff)
    if "changed" in facts:
        facts["changed"] = [_change(one, is_staff=is_staff) for one in _rows(facts["changed"])]
    if "start" in facts:
        facts |= _time(facts, now, desk_zone)
    if "findings" in facts:
        facts |= _notice(_rows(facts["findings"]), sentence)
    if "asks" in facts:
        facts |= _counted(_rows(facts["asks"]), has_notice=bool(facts["short_notice"]) and not facts["is_emergency"])
    if "read" in facts:
        facts["read"] = [_read(one) for one in _rows(facts["read"])]
    if is_staff:
        facts |= _reaching(facts, reply)
    return facts


def _short(facts: Mapping[str, object]) -> dict[str, object]:
    """Names cut to what a sentence or a subject can carry, counts in words."""
    made: dict[str, object] = _end(facts)
    if "title" in facts:
        title = fold(str(facts["title"] or ""), _LONGEST_NAME)
        made |= {"title": inside(title), "call": title or "Your call request"}
    if "first_name" in facts:
        made["first_name"] = fold(str(facts["first_name"] or ""), 40)
    if "subject" in facts:
        made["subject_short"] = fold(str(facts["subject"] or ""), _LONGEST_NAME)
    for name, fact, noun in _COUNTED:
        number = facts.get(fact)
        if isinstance(number, int):
            made[f"{name}_words"] = words.things(number, noun).replace("trys", "tries")
    return made


def _end(facts: Mapping[str, object]) -> dict[str, object]:
    on = facts.get("ends_on")
    return {"ends_day": words.day(date.fromisoformat(str(on)))} if on else {}


def _rows_of(facts: Mapping[str, object]) -> dict[str, object]:
    """Quoted texts in lines, and calls with short titles."""
    made: dict[str, object] = {
        f"{name}_lines": str(facts[name] or "").split("\n") for name in WITH_LINES & facts.keys()
    }
    if "documents" in facts:
        made["documents"] = [{**one, "lines": str(one["text"]).split("\n")} for one in _rows(facts["documents"])]
    for name in _CALLS & facts.keys():
        made[name] = [
            {**one, "title": inside(fold(str(one["title"] or ""), _LONGEST_NAME))} for one in _rows(facts[name])
        ]
    made["waiting"] = [one for one in _rows(made.get("calls", [])) if one.get("status") == "incomplete"]
    if "beside" in facts:
        made["beside_words"] = words.things(len(_rows(facts["beside"])) + 1, "call")
    return made


def _rows(said: object) -> list[dict[str, object]]:
    if not isinstance(said, list):
        raise TypeError(f"a list of rows was expected, not {said!r}")
    return [dict(one) for one in said if isinstance(one, Mapping)]


def _ask(row: dict[str, object], line: Spec) -> dict[str, object]:
    """One thing to ask: what was said is cut to a length to remember, the likely value is put in words.

    line: the line of the form that asks for it, as it stands in a mail of this day.
    """
    key = str(row["key"])
    said, likely = fold(str(row["said"] or ""), _LONGEST_SAID), row["suggestion"]
    is_nameless = key in words.PERSONS and isinstance(likely, list) and bool(likely) and not _has_a_way(likely)
    return {
        **row,
        "prompt": line.prompt,
        "question": line.ask,
        "example": "" if line.example in line.hint else line.example,  # the line below names it already
        "said": said,
        "quoted": _quoted(said, str(row["why"])),
        "why": f"that is {row['why']}" if str(row["why"]).startswith("not ") else row["why"],
        "suggestion": words.value(key, likely) if likely is not None else "",
        "is_nameless": is_nameless,
    }


def _has_a_way(persons: Sequence[object]) -> bool:
    return all(isinstance(one, Mapping) and (one.get("email") or one.get("phone")) for one in persons)


def _counted(asks: Sequence[Mapping[str, object]], *, has_notice: bool) -> dict[str, object]:
    """How many things are to be answered, of which sort, and how the subject names them: the sums agree with the list.

    has_notice: whether the mail asks about short notice, too, as one thing more.
    """
    unclear = sum(one["reason"] == "unclear" for one in asks)
    missing = len(asks) - unclear
    sorts = [f"{words.count(n)} {'is' if n == 1 else 'are'} {what}"
             for n, what in ((missing, "missing"), (unclear, "not clear")) if n]  # fmt: skip
    sorts += ["the notice is short"] if has_notice else []
    number = len(asks) + has_notice
    return {
        "things": words.things(len(asks)),
        "open_word": "missing" if not unclear else "open" if missing else "not clear",
        "to_answer": words.things(number) + (f": {words.listed(sorts)}" if len(sorts) > 1 else ""),
        "until_then": _until_then(asks),
        "after_colon": "the colon" if number == 1 else "each colon",
    }


def _until_then(asks: Sequence[Mapping[str, object]]) -> str:
    """What waits for the answers: of lines that need not be filled it is said that only their words are not clear."""
    needed = [str(one["n"]) for one in asks if _SPECS[str(one["key"])].required]
    if len(needed) == len(asks):
        return "Until then the call cannot be scheduled."
    if not needed:
        return "None of it is required, but a volunteer reads your request only once it is clear what you meant."
    return (
        f"Until you have answered {words.listed(needed)} the call cannot be scheduled."
        " The rest is not required, but please say what you meant."
    )


def _quoted(said: str, why: str) -> str:
    """Somebody's words in quotation marks; of two answers that do not agree, each in its own."""
    parts = said.split(" / ") if why == DISAGREE else [said]
    return words.listed([f'"{inside(one)}"' for one in parts])


def inside(said: str) -> str:
    """Words to stand between quotation marks: their own outer ones are left out, and single ones mark those within."""
    bare = said.strip()
    bare = bare[1:-1] if len(bare) > 2 and bare[0] in '"“' and bare[-1] in '"”' else bare
    return re.sub(r"[\"“”]", "'", bare)


def _read(row: dict[str, object]) -> dict[str, object]:
    """One line of a form as staff are told of it: its value in words, or what was said and why it is not clear."""
    value = fold(words.value(str(row["key"]), row["value"], phones=True), _LONGEST_SAID)
    return {**row, "words": value, "said": fold(str(row["said"]), _LONGEST_SAID)}


def _understood(
    rows: Sequence[Mapping[str, object]], facts: Mapping[str, object], *, is_staff: bool
) -> dict[str, object]:
    """The lines that were answered: those to list, those assumed, and what the texts say about some of them."""
    known = {str(one["key"]): one for one in rows}
    has_start = bool(facts.get("start"))
    told: list[dict[str, object]] = []
    for key, row in known.items():
        if key not in _SPECS or (not is_staff and (key == "phone" or (has_start and key in _TIME_KEYS))):
            continue
        said = words.value(key, row["value"], phones=is_staff)
        if key == "emergency" and row["value"] is True and facts.get("emergency_reason"):
            said = f"{said} - {facts['emergency_reason']}"
        if said:
            told.append({**row, "words": said})
    helped = known.get("help", {}).get("value")
    return {
        "fields": told,
        "assumed_words": "; ".join(str(one["assumed"]) for one in known.values() if one["assumed"]),
        "has_phone": "phone" in known,
        "needs_tech": known.get("tech", {}).get("value") == "NEED HELP",
        "help_words": words.listed([_HELP_WORDS.get(str(one), str(one)) for one in helped])
        if isinstance(helped, list)
        else "",
    }


def _change(row: dict[str, object], *, is_staff: bool) -> dict[str, object]:
    key = str(row["key"])
    now, before = (words.value(key, row[part], phones=is_staff) for part in ("value", "before"))
    if key == "phone" and not is_staff:
        now, before = "noted, never published", ""
    is_news = row["before"] is None or before == now
    return {**row, "words": now, "was": "" if is_news else before}


def _time(facts: Mapping[str, object], now: datetime, desk_zone: str) -> dict[str, object]:
    """When the call starts, in words, as far as it is known."""
    start, tz, on = (str(facts.get(key) or "") for key in ("start", "tz", "date"))
    left = datetime.fromisoformat(start) - now if start else _FAR
    hours = int(left.total_seconds() // 3600)
    return {
        "when": words.when(start, tz, now, desk_zone) if start and tz else "",
        "day": words.day(date.fromisoformat(on)) if on else "",
        "starts_in": "" if not 0 <= hours < 24 else words.things(hours, "hour") if hours else "less than an hour",
    }


def _notice(rows: Sequence[Mapping[str, object]], sentence: Sentence) -> dict[str, object]:
    """The findings as sentences, short notice apart from the others."""
    told = [{**one, "sentence": sentence(one)} for one in rows]
    short = next((one for one in told if one["rule"] == "lead_time"), None)
    return {
        "findings": told,
        "remarks": [one for one in told if one is not short and one["outcome"] != "ask"],
        "short_notice": short["sentence"] if short else "",
    }


def role(key: str) -> str:
    """A form key as a role in a sentence: ``backup`` is "backup facilitator"."""
    label = _SPECS[key].label if key in _SPECS else key
    return label if label.startswith("Maestro") else label.lower()


def _reaching(facts: Mapping[str, object], reply: Reply) -> dict[str, object]:
    """For staff: whom to write to by hand, with the link that does it."""
    contact = facts.get("contact")
    reach = str(contact.get("email") or "") if isinstance(contact, Mapping) else ""
    reach = reach or str(facts.get("requester") or facts.get("from") or facts.get("address") or facts.get("to") or "")
    subject = str(facts.get("call") or facts.get("subject") or "Your mail to us")
    ref = reply.case or ""
    tagged = f"[{ref}] {subject}" if ref and ref not in subject else subject
    return {
        "reach": reach,
        "mailto": f"mailto:{quote(reach, safe='@+')}?subject={quote(fold(tagged, 100), safe='')}" if reach else "",
        "contact_words": words.persons(contact, phones=True) if contact else "",
        "receiver": reply.to.email,
    }
