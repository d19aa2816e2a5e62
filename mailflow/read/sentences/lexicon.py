"""The words with which people ask for a call, by what they do in a sentence: one table for each language.

Each word's part is one character, so that a mail becomes a short text and the grammar of asking (``wishes.py``) plain
regular expressions over it:

==  =======================================  ==  =======================================
C   call                                     W   wishes: would like, needs, asks for
c   calls                                    R   request
p   phone call                               M   can, could, may
L   conference call                          l   would, will
E   line                                     e   is it possible, any chance
s   a slot, a time                           j   if, whether
v   fills in                                 9   is, are
X   makes a call another thing: number       V   makes or gets it: set up, book, host
K   what appeals call for: action, papers    1   books, uses
A   a, another, some                         h   has
3   our own                                  k   makes, takes
O   our                                      G   gives
F   our first, the next                      H   helps
D   the, this                                Z   cancels, moves
z   a possessive                             u   needed, wanted
y   your                                     N   not
S   we                                       T   to, for
U   us                                       6   of
Y   you                                      i   with
Q   who, anybody, they                       2   from
q   how                                      B   any other preposition
a   what                                     &   and, or
o   where, whom                              P   adverbs, politeness
t   when, why                                4   please
d   do, is                                   b   this is, here is
f   form                                     r   procedure
5   blank, right (of a form)                 x   sends
g   is there                                 I   finds, opens
7   rings somebody up                        8   lost
n   a name                                   0   a number
w   any other word                           .,  a stop, a comma
==  =======================================  ==  =======================================
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailflow.read.answers.result import MAX_PROSE, flat, listed

_BRACKETS = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[.!?;]+(?=\s|$)|\n|,|:(?!\d)|-{1,2}(?=\s)|@")
_ABBREVIATED = listed("st mr mrs ms dr rev prof sen rep no vs approx ste mt ft ave inc dept a p m")
_BULLETS = ("*", "- ", "•", "·")
_ENDINGS = (("n't", " not"), ("'d", " would"), ("'ll", " will"), ("'re", " are"), ("'m", " am"), ("'ve", ""))
_CONTRACTED_IS = listed("it that what there here how who where this he she")
_WRITTEN_TOGETHER = {
    short: full
    for full, shorts in {
        "can not": "can't cant",
        "will not": "won't wont",
        "do not": "dont",
        "does not": "doesnt",
        "did not": "didnt",
        "is not": "isnt",
        "could not": "couldnt",
        "have not": "havent",
        "i am": "im",
        "i would": "id",
        "what is": "whats",
        "how is": "hows",
        "here is": "heres",
        "there is": "theres",
        "want to": "wanna",
        "going to": "gonna",
        "let us": "let's lets",
        "with": "w",
    }.items()
    for short in shorts.split()
}


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of one language. part_of: the part of each phrase; longest: the most words of one that begins so."""

    part_of: Mapping[tuple[str, ...], str]
    longest: Mapping[str, int]


def _language(table: Mapping[str, str]) -> Language:
    part_of: dict[tuple[str, ...], str] = {}
    for letter, text in table.items():
        for phrase in re.split(r"[|\n]", text):
            if phrase.strip():
                part_of.setdefault(tuple(phrase.split()), letter)
    longest: dict[str, int] = {}
    for phrase in part_of:
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return Language(part_of, longest)


ENGLISH = _language(
    {
        "L": """conference call | conference calls | conference line | conf call | conf calls | conf line
            maestro call | maestro calls | maestro line | maestro lines | maestro conference | maestro session
            maestro | teleconference | teleconferences | tele conference | telephone conference | phone conference
            telephone conference call | telephone conference calls | phone conference call | conference phone call
            conference phone calls | conference call line | call in line | call in number of our own
            conference number of our own | audio conference | audioconference | call line | phone line
            conference service | telephone line | telephone meeting | phone meeting | telecon | con call | concall
            group call | group calls | conferencing | phone bridge | conference bridge | bridge line
            group phone call | confrence call | conference cal | conferance call | conference system | national call
            national calls | evening on the phone | evening on the telephone | hour on the phone | hour on the telephone
            night on the phone | afternoon on the phone | time on the phone together | meeting on the phone
            meeting on the telephone | meeting by phone | meeting by telephone | meeting over the phone
            meeting over the telephone | get together by phone | get together on the phone | telephone get together""",
        "C": "call",
        "c": "calls",
        "p": "phone call | telephone call | quick call | quick phone call",
        "E": "line | lines | bridge",
        "w": """call to order | call out | callout | roll call | close call | wake up call | wake up calls
            cold call | robo call | robocall | robo calls | robocalls | so called | make calls | making calls
            call centre | call center | call to action | call to arms | call for papers | make the call | how many
            how long | how much | how often | how come | how great | how are | how is | how was | no matter how
            call ins | judgement call | judgment call | line up | on line | drop a line | drop us a line
            drop me a line | picket line | on hold | bottom line | front line | hot line | start line | help line
            helpline | hotline | have to | has to | had to | house call | call sheet | call sign | call time
            call list | call log | conference room | at least | call in sick | call schedule | call schedules
            call times | make sure | makes sure | call into question""",
        "X": """back | recording | recordings | notes | calendar | times | minutes | number | numbers | pin | pins
            code | codes | link | links | info | information | center | centre | list | script | sheet | quality
            in number | process | transcript | summary | details | invite | reminder | waiting | dropped
            announcement | training | trainings | log | back up | at me | on me | flyer | page | website""",
        "K": """action | actions | papers | abstracts | submissions | proposals | solidarity | justice | peace
            nominations | contributions | articles | entries | volunteers | donations | support | arms | order
            prayer | conscience | artists | boycott | resignation | ceasefire | investigation | applications | art""",
        "W": """would like | be grateful for | be most grateful for | propose | proposes | would love | want | wants
            need | needs | wish | wishes | hope | hopes | hoping | would appreciate | would be grateful for
            would be glad of | would be glad to | could do with | requests | requesting | ask for | asks for
            asking for | asking | ask | asks | seek | seeks | seeking | require | requires | looking to
            looking for | looking at | looking into | in need of | interested in | wanting | needing | trying to
            try to | would now like | would also like | would really like | would really love | would still like
            inquiring about | enquiring about | writing about | applying for | apply for | in the market for
            like to request | like to ask | wanted to request | wanted to ask | wanted to ask for | wanted to see
            desire | desires | would prefer | should like | would be happy to have | would very much like | eager to
            keen to | would dearly like | would be interested in | is to ask | love to | like to""",
        "R": "request",
        "M": "can | could | may | might",
        "l": "would | will | shall | should",
        "e": """is it possible | would it be possible | any chance | is there a chance | chance of | any possibility
            any way | is there a way | is there any way | any hope | would we be able | will we be able
            would it be ok | would it be okay | would it be all right | would it be alright | would you mind
            would you be willing | would you be able | would you consider | are you able | be possible
            would it be feasible | is it feasible | would it be too much trouble | any chance of
            any possibility of""",
        "j": """if | whether | hope that | hoping that | wonder if | wondering if | wondering whether | ask if
            ask whether | asking if | asking whether | see if | see whether | wonder whether | trusting that""",
        "V": """set | set up | setting | setup | setting up | schedule | scheduling | arrange | arranging | organize
            organizing | organise | organising | host | hosting | hosts | hold | holding | get | getting | obtain
            obtaining | run | running | start | starting | create | creating | convene | convening | put together
            putting together | put on | plan | planning | coordinate | coordinating | order | put in | conduct
            conducting | launch | provide | supply | lend | grant | allot | sponsor | stage | secure | receive | try
            sign up for | put down for | pencil in for | put | hook | fix | pull together | pulling together
            establish | co host | cohost | scheduled | arranged | booked | reserved | organized | organised
            line up | lining up | throw together | initiate | procure | kick off""",
        "1": """book | booking | reserve | reserving | use | using | the use of | use of | borrow | rent
            make use of | making use of | access to""",
        "h": "have | having | has",
        "k": "make | making | do | doing",
        "G": "give | giving",
        "H": "help | assist | assistance | a hand",
        "Z": """cancel | cancelled | canceled | cancelling | reschedule | rescheduled | rescheduling | postpone
            postponed | move | moved | shift | change | changed | rename | renamed | delayed | instead | removed
            listed | unlisted""",
        "T": "to | for | 4",
        "6": "of",
        "i": "with",
        "2": "from",
        "&": "and | or",
        "S": "we | i",
        "U": "us | me | them | her | him | ourselves | our group | our people | our members | the group",
        "Y": """you | u | you guys | you all | you folks | yall | interoccupy | io | inter occupy | someone
            somebody | one of you | your team | your people | your folks | your group | your organization
            your organisation | you lot | you people | your collective | ya""",
        "y": "your | ur",
        "Q": "who | anyone | anybody | nobody | people | folks | everyone | everybody",
        "A": """a | an | another | one | one more | some | any | a couple of | a few | two | three | four | several
            one of those | one of these | one of your | a series of | some kind of | some sort of | a kind of
            regular | weekly | monthly | biweekly | fortnightly | an additional | a second | a set of | a number of
            couple of""",
        "3": """our own | our very own | its own | their own | my own | one of our own | one ourselves | one too
            one as well""",
        "O": "our | my | its | her",
        "F": "the first | the next | our first | our next | a first | this first | a next",
        "D": "the | this | that | these | those | their | his",
        "s": "slot | time slot | spot | place | opening | time | date | space | evening | hour | night",
        "u": "needed | wanted | requested | required | sought",
        "N": "not | no | never | no longer | without | nor | rather than | instead of | cannot",
        "B": """on | onto | in | into | at | about | during | before | after | since | from | by | while | than | as
            re | regarding | concerning | via | over | under | off | until | till | between | during the | through
            against""",
        "4": """please | asks that you | ask that you | request that you | requests that you | kindly | pls | plz
            please do""",
        "P": """possibly | also | maybe | perhaps | just | really | now | again | then | if possible | if you would
            up | together | all | both | asap | actually | already | definitely | urgently | desperately | still
            ever | formally | hereby | respectfully | through you | with your help | here | soon | only | badly
            even | tentatively | jointly | on your line | on your platform | on interoccupy | at interoccupy
            by any chance | very much | down | be able to | be willing to | be so kind as to | be kind enough to
            go ahead and | right now | in the near future | if you please | from you | from interoccupy
            ever so much | therefore | indeed | finally | once more""",
        "q": "how",
        "a": "what | whatever | which",
        "o": "where | who do | who should | who would | who can | whom | who to",
        "t": "when | why | what time | what day",
        "d": "does | did | do we | do i | do you | do they",
        "9": "am | are | is | be | been | being",
        "b": """this is | here is | below is | attached is | following is | consider this | treat this as
            take this as | as""",
        "f": """form | forms | paperwork | questionnaire | template | request form | call form | call request form
            application form | request sheet | conference call form | form to fill out""",
        "5": "blank | right | proper | correct | appropriate | necessary | empty | official | usual | new | online",
        "r": """process | procedure | procedures | steps | protocol | drill | way to go about | requirements
            instructions | guidelines | would it take | does it take""",
        "x": "send | sending | mail | email | forward | resend | get me | get us | have you send",
        "v": "fill out | fill in | filling out | filling in",
        "I": "find | locate | see | open | download",
        "8": "lost | misplaced | deleted",
        "7": "with one of your | call me back | call back | ring me | with someone",
        "g": """is there | do you have | have you got | know if there is | wondering if there is
            wonder if there is | tell me if there is | see if there is | ask if there is | know whether there is
            is there still | got""",
        "n": "occupy",
    },
)
SPANISH = _language(
    {
        "L": """llamada en conferencia | llamada de conferencia | conferencia telefonica | teleconferencia
            llamada grupal | llamada colectiva | conferencia por telefono | llamada conferencia | audioconferencia
            reunion telefonica | llamada maestro | llamada nacional | linea de conferencia""",
        "C": "conference call | maestro call | call | llamada | conferencia | llamadas | conferencias | linea",
        "w": "llamada a la accion | llamada de atencion | conferencia de prensa | llamada perdida | en linea",
        "W": """queremos | quisieramos | queriamos | quisiera | quiero | queria | necesitamos | necesito
            nos gustaria | me gustaria | nos encantaria | pedimos | pedirles | solicitamos | solicito | deseamos
            deseariamos | quieren | buscamos | necesita | quiere | solicita | pide | desea | esperamos
            tenemos ganas de | nos interesa | pido | quisieran | necesitariamos | estamos interesados en
            estamos interesadas en | le gustaria | les pido""",
        "M": """podriamos | podemos | podrian | pueden | podria | puede | podrias | puedes | puedo | seria posible
            es posible | habria posibilidad de | hay posibilidad de | hay manera de | se puede | se podria""",
        "V": """tener | organizar | hacer | programar | reservar | agendar | pedir | solicitar | conseguir | obtener
            montar | realizar | convocar | celebrar | usar | utilizar | coordinar | apartar | fijar | armar
            organizarnos | programarnos | reservarnos | agendarnos | conseguirnos | abrirnos | pedirles
            solicitarles | ayudarnos | facilitarnos | preparar | prestarnos | ofrecernos | planear""",
        "G": "darme | hacerme | devolverme | me den | me hagan | darnos | dar | den | hagan",
        "A": "una | otra | un | otro | nuestra propia | alguna | unas | dos | varias",
        "P": "tambien",
        "4": "por favor | porfa | favor de",
        "Z": "adjunto | adjunta | rellenado | llene | llenado",
        "N": "no | nunca | ya no | cancelar | cambiar | mover",
        "Y": "ustedes | vosotros | alguien | usted",
        "q": "como | de que manera",
        "f": "formulario | formularios | planilla | solicitud en blanco | papeleo",
        "x": """mandar | mandarme | mandarnos | manden | mandan | enviar | enviarme | enviarnos | envien | envian
            mandenme | envienme | mandenos | envienos | pasar | pasarme | pasarnos | pasen | necesito | necesitamos
            quiero | queremos | donde | mandame | enviame | quisiera | hay | hacer llegar | tienen | tienes""",
    },
)
FRENCH = _language(
    {
        "L": """conference telephonique | conferences telephoniques | audioconference | audio conference
            teleconference | appel conference | appel en conference | reunion telephonique | appel collectif
            appel de groupe | conference par telephone | ligne de conference | appel maestro | appel national""",
        "C": "conference call | maestro call | conf call | call | appel | conference | appels | ligne",
        "w": """appel d offres | appel a contributions | appel a l action | appel a la greve | conference de presse
            en ligne | appel a projets | appel a communications | appel a temoins | appel aux dons
            appel a candidatures | appel a la solidarite | appel a manifester | appel a la mobilisation""",
        "W": """nous voudrions | voudrions | voudrais | nous aimerions | aimerions | aimerais | aimerait
            souhaitons | souhaite | souhaiterions | souhaiterais | souhaiterait | voulons | veux | desirons | desire
            besoin d | besoin de | demandons | demande | sollicitons | sollicite | cherchons | cherche | voudrait
            veut | on veut | envie d | demander | ont besoin d | interesses par | esperons""",
        "M": """pouvons | pourrions | peut on | pourrait on | peut | pourrait | pourriez | pouvez | est il possible
            peux | serait il possible | y aurait il moyen | pourrais | puis | y a t il moyen | possible""",
        "V": """avoir | organiser | tenir | faire | programmer | reserver | planifier | obtenir | demander
            mettre en place | utiliser | monter | preparer | animer | accueillir | convoquer | prevoir | fixer
            ouvrir | beneficier d | disposer d | arranger | mettre sur pied | aider | caler | solliciter""",
        "G": "me passer | passer | donner | me donner | me faire",
        "A": "une | un | autre | notre propre | des | deux | plusieurs",
        "P": "aussi | egalement | bien",
        "4": "s il vous plait | svp | merci de",
        "Z": "rempli | remplie | ci joint | ci jointe",
        "N": "ne | n | pas | annuler | deplacer | reporter",
        "Y": "vous | quelqu un",
        "q": "comment | de quelle facon | quelle est la marche | quelle est la demarche | quelle est la procedure",
        "f": "formulaire | formulaires | le document a remplir | questionnaire | imprime",
        "x": """envoyer | envoyez | m envoyer | nous envoyer | faire parvenir | transmettre | besoin | voudrais | ou
            cherche | aimerais | voudrions | recevoir | adresser | y a t il | avez | trouver | trouve | obtenir""",
    },
)
GERMAN = _language(
    {
        "L": """telefonkonferenz | telefonkonferenzen | telko | telefonschalte | konferenzschaltung
            konferenzgesprach | konferenz call | telefon konferenz | telefonat zu mehreren | schaltkonferenz
            audiokonferenz | telefonrunde | konferenzleitung | telekonferenz | telefonschaltung | gruppengesprach""",
        "C": "conference call | maestro call | call | konferenz | schalte | leitung | telefontermin",
        "w": "call for papers | call to action | call center | pressekonferenz",
        "W": """mochten | mochte | wurden gerne | wurden gern | wurde gerne | wurde gern | wollen | will | wollten
            brauchen | brauche | braucht | benotigen | benotigt | benotige | hatten gern | hatten gerne | hatte gern
            hatte gerne | wunschen | wunscht | bitten um | bitte um | bittet um | beantragen | beantrage | wurden
            suchen | planen | interessieren uns fur | hatten | hoffen auf""",
        "M": """konnen | konnten | durfen | durften | kann | konnte | konnt | konntet | ware es moglich
            ist es moglich | besteht die moglichkeit | gibt es die moglichkeit | ware es machbar | darf | durfte
            moglich | konnen sie | konnten sie""",
        "V": """haben | bekommen | nutzen | einrichten | organisieren | veranstalten | abhalten | machen | buchen
            reservieren | anmelden | ansetzen | planen | bestellen | durchfuhren | schalten | kriegen | vereinbaren
            beantragen | auf die beine stellen | bereitstellen | zu verfugung stellen | benutzen | anbieten
            erhalten | halten | starten | aufsetzen | einzurichten | zu organisieren | zu bekommen | zu machen
            zu veranstalten | zu buchen | ausrichten""",
        "A": """eine | einen | ein | noch eine | eigene | unsere eigene | weitere | einer | zwei | mehrere
            regelmassige""",
        "P": "auch | gerne | gern | mal",
        "4": "bitte",
        "B": "fur | zu | zur | zum | an | in | uber | wahrend | wegen | nach | mit",
        "D": "die | der | diese | dieser | eure | euren",
        "Z": "ausgefullt | ausgefulltes | ausgefullte | anbei | beigefugt",
        "N": "nicht | kein | keine | keinen | absagen | verschieben | verlegen",
        "Y": "ihr | euch | sie | jemand",
        "q": "wie",
        "f": "formular | formulare | vordruck | antrag | antragsformular | unterlagen | fragebogen | anfrageformular",
        "x": """schicken | schickt | zuschicken | zusenden | senden | sendet | ubersenden | mailen | brauche
            brauchen | wo | gibt es | hatte gern | mochte | bekommen | zukommen | finde | finden | hatten gern
            schick""",
    },
)
PORTUGUESE = _language(
    {
        "L": """conferencia telefonica | teleconferencia | audioconferencia | chamada em conferencia
            chamada de conferencia | conferencia por telefone | reuniao telefonica | reuniao por telefone
            chamada em grupo | chamada maestro | ligacao em conferencia | teleconferencias | chamada coletiva
            chamada nacional""",
        "C": "conference call | maestro call | call | chamada | conferencia | linha",
        "w": "chamada de trabalhos | chamada para acao | conferencia de imprensa | em linha | chamada publica",
        "W": """queremos | queriamos | gostariamos de | gostariamos | gostaria de | gostaria | quero | queria
            precisamos de | precisamos | preciso de | preciso | precisa de | pedimos | peco | solicitamos | solicito
            desejamos | quer | desejariamos | necessitamos de | necessitamos | pretendemos | pretende | solicita
            pede | estamos querendo""",
        "M": """podemos | poderiamos | podem | podiam | poderiam | pode | poderia | seria possivel | e possivel
            da para | daria para | ha possibilidade de | tem como | teria como | voces podem | posso | podiamos""",
        "V": """ter | organizar | fazer | marcar | agendar | reservar | pedir | solicitar | conseguir | obter
            montar | realizar | convocar | usar | utilizar | coordenar | programar | abrir | arranjar | preparar
            nos ajudar | ajudar nos""",
        "A": "uma | outra | um | outro | nossa propria | alguma | umas | duas | varias",
        "P": "tambem | se possivel",
        "4": "por favor",
        "Z": "preenchi | preenchido | em anexo | anexo",
        "N": "nao | nunca | cancelar | mudar | adiar | remarcar",
        "Y": "voces | alguem",
        "q": "como | de que forma",
        "f": "formulario | formularios | ficha | papelada",
        "x": """mandar | mandem | enviar | enviem | me mandar | me enviar | passar | preciso | precisamos | quero
            onde | tem | mandam | enviam | gostaria | queria | ha""",
    },
)
ITALIAN = _language(
    {
        "L": """teleconferenza | conferenza telefonica | audioconferenza | chiamata di gruppo
            chiamata in conferenza | riunione telefonica | teleconferenze | conferenza via telefono
            chiamata maestro | chiamata collettiva | chiamata conferenza | telefonata di gruppo
            linea per conferenze""",
        "C": "conference call | maestro call | call | chiamata | conferenza | linea",
        "w": "conferenza stampa | chiamata alle armi | call for papers",
        "W": """vorremmo | vorrei | vogliamo | voglio | desideriamo | desidero | desidereremmo | abbiamo bisogno di
            avremmo bisogno di | ho bisogno di | ci serve | ci servirebbe | mi serve | chiediamo | chiedo
            chiedervi | richiediamo | ci piacerebbe | cerchiamo | avremmo bisogno d | abbiamo bisogno d | vorrebbe
            vuole | chiede | richiede | ha bisogno di | avrebbe bisogno di""",
        "M": """possiamo | potremmo | potete | potreste | puo | potrebbe | sarebbe possibile | e possibile | si puo
            si potrebbe | posso | potrei | c e modo di | ci sarebbe modo di""",
        "V": """avere | organizzare | fare | fissare | prenotare | programmare | richiedere | chiedere | ottenere
            tenere | usare | utilizzare | indire | convocare | allestire | predisporre | pianificare | organizzarci
            prenotarci | aiutarci | darci | mettere su | attivare | impostare""",
        "A": "una | un | un altra | altra | nostra | alcune | due",
        "P": "anche",
        "4": "per favore | per piacere | per cortesia",
        "Z": "compilato | in allegato | allegato | allego",
        "N": "non | mai | annullare | spostare | disdire | rimandare",
        "Y": "voi | qualcuno",
        "q": "come | in che modo",
        "f": "modulo | moduli | formulario | questionario | modulistica",
        "x": """mandare | mandarmi | mandarci | inviare | inviarmi | inviarci | mandate | inviate | serve | vorrei
            dove | ricevere | avete | c e | mandatemi | inviatemi | spedire | spedirmi | avere | bisogno""",
    },
)
DUTCH = _language(
    {
        "L": """telefonische conferentie | telefoonconferentie | conferentiegesprek | belconferentie
            telefonische vergadering | groepsgesprek | teleconferentie | telefonisch overleg | telefoonvergadering
            groepstelefoongesprek""",
        "C": "conference call | maestro call | call | conferentie | lijn",
        "w": "persconferentie | call for papers | call center",
        "W": """willen | wil | zouden graag | zou graag | wensen | nodig hebben | zoeken | vragen om | vragen
            vraagt | verzoeken | graag | hebben behoefte aan | zouden | zou | wilden | verzoek om""",
        "M": """kunnen | kan | mogen | mag | kunt | zou het mogelijk zijn | is het mogelijk | zou het kunnen
            konden | zouden we | zouden wij | zou u | zouden jullie | mogelijk""",
        "V": """hebben | krijgen | organiseren | houden | boeken | reserveren | regelen | opzetten | aanvragen
            plannen | gebruiken | inplannen | doen | maken | beleggen | verzorgen | aan te vragen | te organiseren
            te houden | te krijgen | te regelen | te boeken | te reserveren | op te zetten""",
        "A": "een | nog een | onze eigen | eigen | n | twee | enkele | wekelijkse",
        "P": "ook",
        "4": "alstublieft | aub | alsjeblieft | svp",
        "B": "voor | over | aan | in | tijdens | na | met",
        "D": "de | die | deze | jullie",
        "Z": "ingevuld | ingevulde | bijgaand | bijlage",
        "N": "niet | geen | nooit | afzeggen | verzetten | annuleren | verplaatsen",
        "Y": "jullie | u | iemand",
        "q": "hoe",
        "f": "formulier | formulieren | aanvraagformulier | vragenlijst",
        "x": """sturen | opsturen | stuur | toesturen | mailen | toezenden | zenden | nodig | waar | wil | hebben
            krijgen | ontvangen | is er""",
    },
)


_ALSO_NAMES = frozenset({"may", "will"})
"""With a capital inside a sentence they are the month and a person: ``a May Day call``."""
_WHO_MAY = (["we"], ["i"], ["you"])


@lru_cache(maxsize=16)  # several questions are asked of one mail's words
def parts(text: str, language: Language) -> str:
    """The parts of the words of a text in a language. What stands in brackets is left out."""
    tokens = _tokens(text[:MAX_PROSE], is_english=language is ENGLISH)
    words = [word for word, _ in tokens]
    found, at = [], 0
    while at < len(words):
        if tokens[at][1] == "n" and words[at] in _ALSO_NAMES and words[at + 1 : at + 2] not in _WHO_MAY:
            found.append("n")
            at += 1
            continue
        for size in range(min(language.longest.get(words[at], 0), len(words) - at), 0, -1):
            part = language.part_of.get(tuple(words[at : at + size]))
            if part:
                break
        else:
            part, size = tokens[at][1], 1
        found.append(part)
        at += size
    return "".join(found)


@lru_cache(maxsize=16)
def _tokens(text: str, *, is_english: bool) -> tuple[tuple[str, str], ...]:
    """Words in lower case, each with the part it has by its shape alone."""
    lines = (flat(line) for line in text.splitlines())
    joined = "\n".join("\n" + line if not line or line.startswith(_BULLETS) else line for line in lines)
    joined = _BRACKETS.sub(" ", joined).replace("\n\n", " ; ").replace("\n", " ").replace('"', " ")
    if not is_english:
        joined = joined.replace("'", " ")
    is_loud = joined.isupper()
    tokens: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(joined):
        is_name = found[0][0].isupper() and not is_loud and bool(tokens) and tokens[-1][1] != "."
        tokens += _token(found[0].lower(), "n" if is_name else "w", tokens, is_english=is_english)
    return tuple(tokens)


def _token(word: str, part: str, before: Sequence[tuple[str, str]], *, is_english: bool) -> list[tuple[str, str]]:
    """One word, or the two it is short for: ``we'd`` is ``we would``."""
    if not word[0].isalnum():
        if word == "." and before and before[-1][0] in _ABBREVIATED:
            return []
        return [(word, "," if word[0] in ",:-" else "w" if word == "@" else ".")]
    if word[0].isdigit():
        return [(word, "0")]
    if is_english:
        if word.endswith("'s"):
            stem = word[:-2]
            return [(stem, "w"), ("is", "w")] if stem in _CONTRACTED_IS else [(word, "z")]
        for ending, full in _ENDINGS:
            if word.endswith(ending) and word not in _WRITTEN_TOGETHER:
                word = word.removesuffix(ending) + full
        return [(one, part) for one in _WRITTEN_TOGETHER.get(word, word).split()]
    return [(word, part)]
