"""What people write in their own tongue where a name is asked: who ``me`` is, that there is nobody, and who asks help.

The language of a mail does not change what it means (reading contract, "kind"); such words are no names. Everything is
lower case without accents, as ``result.words`` gives it.
"""

from mailflow.read.answers.result import listed, phrases, words


def _folded(text: str) -> frozenset[str]:
    return frozenset(words(phrase) for phrase in phrases(text))


ME = _folded(
    """
    yo|yo mismo|yo misma|soy yo|yo lo hago|lo hago yo|lo hare yo|yo tambien|una servidora|un servidor
    moi|moi-meme|moi meme|c'est moi|ce sera moi|je m'en charge|je m'en occupe|je le fais|moi aussi
    ich|ich selbst|ich selber|ich mach das|ich mache das|ich mach's|mach ich|das bin ich|ich auch
    io stesso|io stessa|lo faccio io|sono io|anch'io
    eu|eu mesmo|eu mesma|sou eu|eu faco|eu tambem
    ik|ikzelf|ik zelf|mezelf|dat ben ik|ik doe het|ik ook
    我|我自己|本人|私|я|я сам|я сама|أنا|انا
    """
)
NOBODY = _folded(
    """
    nadie|nadie todavia|nadie aun|ninguno|ninguna|ningun|nada|todavia no|aun no|todavia nadie|por definir|por decidir
    por determinar|por confirmar|pendiente|sin definir|no hay|no tenemos|no se sabe|no sabemos|aún no
    aucun|aucune|aucun pour l'instant|personne|personne pour l'instant|personne encore|pas encore|rien|a definir
    a determiner|a confirmer|a venir|on ne sait pas|on cherche encore|nous cherchons encore
    niemand|noch niemand|keiner|keine|keinen|kein|nichts|noch nicht|noch keiner|noch keine|noch offen|offen
    noch unklar|steht noch nicht fest|wissen wir noch nicht
    nessuno|nessuna|niente|da definire|da decidere|non ancora|ancora nessuno
    ninguem|nenhum|nenhuma|ainda nao|ainda ninguem|a definir ainda
    geen|nog niemand|nog niet|nog onbekend|nog geen
    没有|无|無|暂无|未定|待定|なし|未定です|нет|никто|пока нет|пока никто|لا|لا أحد|لا يوجد
    """
)
ASKS_HELP = listed(
    """
    ayuda necesitamos necesito necesita apoyo aide besoin hilfe brauchen brauche aiuto bisogno ajuda precisamos preciso
    hulp nodig
    """
)
"""Any of these makes a wish for help of words that are all in the wish's vocabulary."""

WISH_WORDS = ASKS_HELP | listed(
    """
    por favor se una un persona alguien de con para esto gracias nos pueden puede dar mandar prestar tecnico tecnica
    ustedes su tenemos hace falta
    nous avons on d' une personne quelqu'un s'il vous plait svp stp merci pour avec la le technique votre equipe
    d'aide vous te
    wir ich bitte jemanden jemand euch ihnen danke technik mit fur noch gerne eure eurer
    abbiamo ho di per favore grazie qualcuno
    alguem uma pessoa obrigado obrigada
    wij hebben graag alstublieft aub iemand van jullie bedankt
    """
)
WISHES = _folded(
    """
    需要帮助|需要幫助|需要帮忙|助けが必要です|нужна помощь|помогите|نحتاج مساعدة|نحتاج إلى مساعدة
    """
)
"""Whole wishes in writings without words apart."""

_SMALL = listed(
    """
    de la le un una un' on te su con para por mit per van on la ho a di en y e et und un se fur pour avec noch la
    preciso doe lo hay bin ben das je es ce een
    """
)
NO_NAME = (frozenset(word for phrase in ME | NOBODY for word in phrase.split()) | ASKS_HELP) - _SMALL
"""Words that stand in no name. Those that also stand in names (``de la``, ``van``) are left out."""
