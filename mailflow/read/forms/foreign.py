"""The lines of a form in Spanish, Portuguese, French and German: the required ones and a few more.

Without accents and apostrophes and in lower case, as ``labels.normalise`` leaves them. No word of a mail header stands
here (``Objet:``, ``Von:``), nor one that English has too (``But:``, ``Data:``).
"""

from collections.abc import Mapping

LABELS: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("titulo", "titulo de la llamada", "nombre de la llamada", "titulo da chamada"),
        *("titre", "titre de lappel", "nom de lappel"),
        *("titel", "titel des anrufs", "name des anrufs"),
    ),
    "group": (
        *("grupo", "grupo u ocupacion", "grupo o ocupacion", "organizacion", "grupo ou ocupacao"),
        *("groupe", "groupe ou occupation", "gruppe", "gruppe oder besetzung"),
    ),
    "contact": (
        *("contacto", "persona de contacto", "contato", "pessoa de contato"),
        *("personne a contacter", "personne de contact", "kontakt", "kontaktperson", "ansprechpartner"),
    ),
    "purpose": (
        *("proposito", "objetivo", "motivo", "proposito de la llamada"),
        *("objectif", "but de lappel", "zweck", "ziel", "thema"),
    ),
    "date": ("fecha", "dia", "jour", "datum", "tag", "fecha de la llamada", "date de lappel"),
    "time": (
        *("hora", "hora de inicio", "hora de comienzo", "heure", "heure de debut", "heure du debut"),
        *("uhrzeit", "beginn", "startzeit", "anfang"),
    ),
    "tz": ("zona horaria", "huso horario", "zona", "fuso horario", "fuseau horaire", "fuseau", "zeitzone"),
    "facilitator": (
        *("facilitador", "facilitadora", "facilitador a", "moderador", "moderadora"),
        *("facilitateur", "facilitatrice", "animateur", "animatrice", "moderator", "moderatorin"),
    ),
    "backup": (
        *("facilitador suplente", "facilitadora suplente", "suplente", "facilitador de respaldo", "respaldo"),
        *("facilitateur suppleant", "facilitatrice suppleante", "suppleant", "suppleante", "remplacant", "remplacante"),
        *("stellvertreter", "stellvertreterin", "ersatzmoderator", "vertretung"),
    ),
    "tech": (
        *("tecnico", "tecnica", "apoyo tecnico", "soporte tecnico", "soporte tecnico de maestro", "tecnico de maestro"),
        *("technicien", "technicienne", "soutien technique", "support technique", "technik", "technischer support"),
    ),
    "length": ("duracion", "duracao", "duree", "dauer"),
    "expected": ("cuantas personas", "participantes", "combien de personnes", "wie viele personen", "teilnehmer"),
    "public": ("publica", "publico", "publique", "offentlich"),
}
