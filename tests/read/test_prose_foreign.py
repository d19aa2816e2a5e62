"""Requests in plain sentences of other languages, and in English that follows another language's words."""

from datetime import UTC, datetime

import pytest

from mailflow.model import NEED_HELP, Person, Source, Value
from mailflow.read.interpret import Sheet
from mailflow.read.sentences import prose
from mailflow.read.sentences.prose_foreign import gloss, in_english, language_of

_SENT = datetime(2013, 3, 4, 10, tzinfo=UTC)  # a Monday
_WRITER = Person(name="Noa Berg", email="noa@writer.example")


def _read(text: str) -> Sheet:
    sheet = Sheet(sent=_SENT, contact=_WRITER)
    prose.read_prose(sheet, text, Source("text/plain", 1, "", ""))
    return sheet


def _value(text: str, key: str) -> Value | str:
    """The value of a key, ``UNCLEAR`` where it is asked back, ``MISSING`` where nothing is said."""
    sheet = _read(text)
    if key in sheet.fields:
        return sheet.fields[key].value
    return "UNCLEAR" if key in sheet.unclear else "MISSING"


def _one(name: str, email: str | None = None) -> tuple[Person, ...]:
    return (Person(name=name, email=email),)


_ME = (_WRITER,)

_WHEN = (
    # Spanish
    (
        "Queremos pedir una llamada para el martes 19 de marzo a las 9 de la noche, hora de Bogotá.",
        "2013-03-19",
        "21:00",
    ),
    (
        "Nos gustaría hacer una llamada el sábado 23 de marzo a las 11 de la mañana, hora del Este.",
        "2013-03-23",
        "11:00",
    ),
    (
        "Necesitamos una conferencia telefónica el viernes 15 de marzo de 19:00 a 20:30, hora de Madrid.",
        "2013-03-15",
        "19:00",
    ),
    # Portuguese
    ("Gostaríamos de marcar uma chamada com vocês na sexta-feira, 22 de março, às 19h30.", "2013-03-22", "19:30"),
    ("Queremos uma conferência telefônica no sábado, 16 de março, às 10 da manhã.", "2013-03-16", "10:00"),
    # French
    (
        "Nous voudrions une conférence téléphonique le mercredi 20 mars à 18 h 30, heure de Paris.",
        "2013-03-20",
        "18:30",
    ),
    ("On aimerait organiser un appel le lundi 1er avril à 20h avec vous.", "2013-04-01", "20:00"),
    ("Pourrions-nous avoir un appel conférence le jeudi 14 mars de 19h à 20h30 ?", "2013-03-14", "19:00"),
    # German
    ("Wir möchten gern eine Telko am Dienstag, 12. März um 20 Uhr machen.", "2013-03-12", "20:00"),
    ("Wir hätten gern eine Telefonkonferenz am 4.4. um 18.45 Uhr.", "2013-04-04", "18:45"),
    ("Könnten wir am Freitag um 8 Uhr abends eine Telefonkonferenz bekommen?", "2013-03-08", "20:00"),
    # Italian
    ("Vorremmo organizzare una chiamata mercoledì 27 marzo alle ore 20.30, ora italiana.", "2013-03-27", "20:30"),
    ("Abbiamo bisogno di una teleconferenza sabato 30 marzo alle 10 di mattina.", "2013-03-30", "10:00"),
    # Dutch
    ("We willen graag een telefonische conferentie op donderdag 28 maart om 19.30 uur.", "2013-03-28", "19:30"),
    ("Kunnen wij een telefoonconferentie krijgen op maandag 18 maart om 8 uur 's avonds?", "2013-03-18", "20:00"),
)


@pytest.mark.parametrize(("text", "day", "hour"), _WHEN)
def test_the_day_and_the_hour_of_the_call_are_read(text: str, day: str, hour: str) -> None:
    """A call asked for on a day and at an hour has both, whatever the language."""
    sheet = _read(text)
    assert (day, hour) == (sheet.text("date"), sheet.text("time"))


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Queremos una llamada el martes 19 de marzo a las 20:00, hora de la Ciudad de México.", "America/Mexico_City"),
        ("Queremos una llamada el martes 19 de marzo a las 7 de la noche, hora del Pacífico.", "America/Los_Angeles"),
        ("Queremos uma chamada na terça-feira, 19 de março, às 20h (horário de Brasília).", "America/Sao_Paulo"),
        ("Nous voulons un appel le mardi 19 mars à 20h, heure de l'Est.", "America/New_York"),
        ("Nous voulons un appel le mardi 19 mars à 20h, heure de Bruxelles.", "Europe/Brussels"),
        ("Wir möchten eine Telko am Dienstag, 19. März um 20 Uhr Berliner Zeit.", "Europe/Berlin"),
        ("Wir möchten eine Telko am Dienstag, 19. März um 20 Uhr Schweizer Zeit.", "Europe/Zurich"),
        ("Vorremmo una chiamata martedì 19 marzo alle 20.00, ora di Milano.", "Europe/Rome"),
        ("We willen een telefoonconferentie op dinsdag 19 maart om 20.00 uur Nederlandse tijd.", "Europe/Amsterdam"),
    ],
)
def test_the_zone_is_known_by_its_name_there(text: str, zone: str) -> None:
    """``hora del Pacífico``, ``Berliner Zeit`` and ``heure de Bruxelles`` are zones."""
    assert zone == _value(text, "tz")


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        # Spanish
        ("Yo voy a facilitar la llamada y Luz Vidal (luz@x.example) es mi suplente.", "facilitator", _ME),
        (
            "Yo voy a facilitar la llamada y Luz Vidal (luz@x.example) es mi suplente.",
            "backup",
            _one("Luz Vidal", "luz@x.example"),
        ),
        (
            "La moderadora será Pilar Soto (pilar@x.example) y de reserva Iván Gil (ivan@x.example).",
            "backup",
            _one("Iván Gil", "ivan@x.example"),
        ),
        (
            "Si yo no puedo, me sustituye Marco Rey (marco@x.example) en la llamada.",
            "backup",
            _one("Marco Rey", "marco@x.example"),
        ),
        (
            "Olga Paz (olga@x.example) se encarga de la parte técnica de la llamada.",
            "tech",
            _one("Olga Paz", "olga@x.example"),
        ),
        ("No tenemos a nadie que maneje Maestro; ¿nos pueden mandar a alguien?", "tech", NEED_HELP),
        # Portuguese
        ("Eu vou facilitar e o Rui Melo (rui@x.example) fica de suplente na chamada.", "facilitator", _ME),
        (
            "Eu vou facilitar e o Rui Melo (rui@x.example) fica de suplente na chamada.",
            "backup",
            _one("Rui Melo", "rui@x.example"),
        ),
        (
            "A facilitadora é a Clara Dias (clara@x.example), que já fez uma vez.",
            "facilitator",
            _one("Clara Dias", "clara@x.example"),
        ),
        ("Precisamos de alguém de vocês para a parte técnica da chamada.", "tech", NEED_HELP),
        # French
        ("C'est moi qui anime et Denis Roy (denis@x.example) me remplacera.", "facilitator", _ME),
        (
            "C'est moi qui anime et Denis Roy (denis@x.example) me remplacera.",
            "backup",
            _one("Denis Roy", "denis@x.example"),
        ),
        (
            "L'animatrice sera Aude Perrin (aude@x.example), et nous serons là.",
            "facilitator",
            _one("Aude Perrin", "aude@x.example"),
        ),
        ("Nous n'avons personne pour la technique, pouvez-vous nous envoyer quelqu'un ?", "tech", NEED_HELP),
        (
            "Yves Morel (yves@x.example) s'occupe de la technique avec nous.",
            "tech",
            _one("Yves Morel", "yves@x.example"),
        ),
        # German
        ("Ich moderiere selbst, meine Vertretung ist Jonas Keil (jonas@x.example).", "facilitator", _ME),
        (
            "Ich moderiere selbst, meine Vertretung ist Jonas Keil (jonas@x.example).",
            "backup",
            _one("Jonas Keil", "jonas@x.example"),
        ),
        (
            "Die Moderation übernimmt Petra Lang (petra@x.example), die bei uns ist.",
            "facilitator",
            _one("Petra Lang", "petra@x.example"),
        ),
        (
            "Um die Technik kümmert sich Sven Otto (sven@x.example) bei uns.",
            "tech",
            _one("Sven Otto", "sven@x.example"),
        ),
        ("Für die Technik brauchen wir jemanden von euch, das kann hier keiner.", "tech", NEED_HELP),
        # Italian
        (
            "Modero io e mi sostituisce Luca Neri (luca@x.example) se non posso.",
            "backup",
            _one("Luca Neri", "luca@x.example"),
        ),
        (
            "La moderatrice è Anna Sala (anna@x.example) del nostro gruppo.",
            "facilitator",
            _one("Anna Sala", "anna@x.example"),
        ),
        ("Per la tecnica abbiamo bisogno di qualcuno di voi.", "tech", NEED_HELP),
        # Dutch
        ("Ik modereer zelf en Piet Bos (piet@x.example) vervangt mij als ik niet kan.", "facilitator", _ME),
        ("De moderatie doet Els Vos (els@x.example) van onze groep.", "facilitator", _one("Els Vos", "els@x.example")),
        ("Voor de techniek hebben we iemand van jullie nodig bij het gesprek.", "tech", NEED_HELP),
    ],
)
def test_who_does_what_is_read(text: str, key: str, value: Value) -> None:
    """Roles told by a verb or a noun go to the persons named, and a plain wish for help is one."""
    assert value == _value(text, key)


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("Somos el Comité de Vecinas de Lavapiés y queremos una llamada.", "group", "Comité de Vecinas de Lavapiés"),
        ("Les escribo en nombre de la Red Agua Clara.", "group", "Red Agua Clara"),
        (
            "Nous sommes le Collectif Sans Toit de Lille et nous aimerions un appel.",
            "group",
            "Collectif Sans Toit de Lille",
        ),
        ("Wir sind die Initiative Freie Ufer aus Kiel und wir möchten eine Telko.", "group", "Initiative Freie Ufer"),
        ("Somos o Movimento Rua Viva do Porto e queremos uma chamada.", "group", "Movimento Rua Viva do Porto"),
        ("Siamo il Collettivo Acqua Pubblica di Pisa.", "group", "Collettivo Acqua Pubblica di Pisa"),
        ("Wij zijn Actiegroep Groen Plein uit Gent en we willen een call.", "group", "Actiegroep Groen Plein"),
        (
            "El objetivo de la llamada es comparar los contratos de alquiler.",
            "purpose",
            "comparar los contratos de alquiler",
        ),
        ("Le but est de préparer la marche des sans-papiers.", "purpose", "préparer la marche des sans-papiers"),
        ("Es geht um die Vernetzung der Hausprojekte.", "purpose", "die Vernetzung der Hausprojekte"),
        ("Lo scopo è preparare un comunicato comune.", "purpose", "preparare un comunicato comune"),
        ("Het gaat over de sluiting van de bibliotheken.", "purpose", "de sluiting van de bibliotheken"),
        ('La llamada se llama "Pan y techo" y es para todas.', "title", "Pan y techo"),
        ("L'appel s'intitule « Un toit pour chacune ».", "title", "Un toit pour chacune"),
        ("Queremos una llamada que dure una hora y media.", "length", 90),
        ("Seremos unas 40 personas en la llamada.", "expected", (40, 40)),
        ("Pour cet appel nous serons entre 12 et 15 personnes.", "expected", (12, 15)),
        ("Wir rechnen mit etwa 20 Leuten bei der Konferenz.", "expected", (20, 20)),
    ],
)
def test_texts_and_numbers_are_read_as_written(text: str, key: str, value: Value) -> None:
    """Group, purpose and title keep the author's own words, lengths and numbers are figures."""
    assert value == _value(text, key)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Queremos una llamada, quizás el martes 19 de marzo a las 20:00.", "date"),
        ("Queremos una llamada el martes 19 o el jueves 21 de marzo.", "date"),
        ("Queremos una llamada el martes 19 de marzo a las 8.", "time"),
        ("Nous voulons un appel, peut-être le mardi 19 mars à 20h.", "date"),
        ("Wir möchten eine Telko, vielleicht am Dienstag, 19. März um 20 Uhr.", "date"),
        ("Vorremmo una chiamata, forse martedì 19 marzo alle 20.00.", "date"),
        ("We willen een telefoonconferentie, misschien op dinsdag 19 maart om 20.00 uur.", "date"),
        ("Talvez o Rui Melo (rui@x.example) vai facilitar a chamada.", "facilitator"),
        ("Quizás Luz Vidal (luz@x.example) será la facilitadora de la llamada.", "facilitator"),
        ("Vielleicht macht die Moderation Petra Lang (petra@x.example) für uns.", "facilitator"),
    ],
)
def test_what_is_left_open_is_no_value(text: str, key: str) -> None:
    """A value with ``perhaps`` or a choice is asked back or left, never taken."""
    assert _value(text, key) in {"UNCLEAR", "MISSING"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("La marcha es el martes 19 de marzo a las 20:00 y después queremos hablar.", "date"),
        ("La reunión fue el martes y participamos en la llamada.", "date"),
        ("Nuestra asamblea es todos los lunes y no podemos antes del viernes.", "date"),
        ("La manif est le mardi 19 mars à 14h.", "date"),
        ("Die Demo ist am Dienstag, 19. März um 14 Uhr.", "date"),
        ("Il corteo è martedì 19 marzo alle 14.00.", "date"),
        ("De betoging is op dinsdag 19 maart om 14.00 uur.", "date"),
        ("A manifestação é na terça-feira, 19 de março, às 14h.", "date"),
        ("Ainda não sabemos quem fica de reserva nem quem cuida da parte técnica.", "backup"),
        ("Ainda não sabemos quem fica de reserva nem quem cuida da parte técnica.", "tech"),
        ("Pour la technique, nous n'avons pas besoin d'aide.", "tech"),
        ("Wir brauchen keine Hilfe bei der Technik.", "tech"),
        ("Somos estudiantes y queremos saber cómo funciona la llamada.", "group"),
        ("Wir sind sehr froh über eure Arbeit und freuen uns auf die Konferenz.", "group"),
        ("Julio y Domingo vienen con nosotras a la llamada.", "date"),
    ],
)
def test_other_matters_fill_nothing(text: str, key: str) -> None:
    """The day of a march, what was, what is not known or not needed is no value of the call."""
    assert _value(text, key) in {"UNCLEAR", "MISSING"}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        (
            "The facilitation makes Dirk Haas (dirk@x.example), we hope it is good for you.",
            "facilitator",
            _one("Dirk Haas", "dirk@x.example"),
        ),
        ("Second moderator is Ioanna Vlachou, ioanna@x.example.", "backup", _one("Ioanna Vlachou", "ioanna@x.example")),
        ("For the technics we need your help.", "tech", NEED_HELP),
        ("For the machine Maestro please you give us one person.", "tech", NEED_HELP),
        ("We would like a call on Wednesday 20 of March, hour 19:00.", "time", "19:00"),
    ],
)
def test_english_word_by_word_is_understood(text: str, key: str, value: Value) -> None:
    """English that follows another language's words says the same."""
    assert value == _value(text, key)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Queremos pedir una llamada para el jueves con la gente de Fresno.", "spanish"),
        ("Nous aimerions organiser un appel avec vous le jeudi.", "french"),
        ("Wir möchten mit euch eine Telefonkonferenz machen.", "german"),
        ("Vorremmo organizzare una chiamata con voi per la campagna.", "italian"),
        ("Queremos marcar uma chamada com vocês no sábado.", "portuguese"),
        ("We willen graag een gesprek met jullie over het plan.", "dutch"),
        ("We would like to have a call on Thursday with the people of La Paz.", ""),
        ("Hola! We need a maestro line for our GA in El Paso on the 12th.", ""),
    ],
)
def test_the_language_is_told_by_its_small_words(text: str, language: str) -> None:
    """A few foreign words or names make no mail a foreign one."""
    assert language == language_of(text)


def test_names_and_quotations_stay_as_written() -> None:
    """No word of a name, an address or a quotation is put into English."""
    said = in_english('Sara Conti (sara.con@casa.example) modera "La sera della riserva".', "italian")
    assert said == 'Sara Conti (sara.con@casa.example) facilitates "La sera della riserva".'


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        (
            "La facilitadora es Ana de la Cruz (ana@x.example) y no hay nadie más.",
            "facilitator",
            _one("Ana de la Cruz", "ana@x.example"),
        ),
        (
            "De moderatie doet Joke de Wit (joke@x.example) van onze groep.",
            "facilitator",
            _one("Joke de Wit", "joke@x.example"),
        ),
        (
            "La facilitadora será Sol Marín (sol@x.example) en la llamada.",
            "facilitator",
            _one("Sol Marín", "sol@x.example"),
        ),
    ],
)
def test_small_words_in_a_name_are_the_name_s(text: str, key: str, value: Value) -> None:
    """``de la`` and ``de`` inside a name are no article."""
    assert value == _value(text, key)


def test_a_value_shows_the_words_it_came_from() -> None:
    """What is asked back quotes the author, not our English."""
    sheet = _read("Queremos una llamada el martes 19 de marzo a las 8, con la gente de Fresno.")
    assert sheet.unclear["time"].said.startswith("Queremos una llamada el martes")


def test_english_sentences_stay_as_they_are() -> None:
    """A mail in English is read as it stands."""
    said = ("We need a call on Thursday.", "Jo will back me up.")
    assert gloss(said).english == said
