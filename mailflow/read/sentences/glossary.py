r"""What people say of a call in other languages, and the English words for it: one table for each language.

Each line is an English phrase and, behind ``=``, a regular expression of what says the same; the first line that fits
at a place counts; a line that begins with ``|`` goes on. The words are without accents, in any case. ``^`` is where a
name begins.
Days, hours and lengths stand in ``foreign_time``. Only words of one matter stand here: who does what, what is wished,
what is left open, what was and what is not the call. All other words stay as they are.
"""

from collections.abc import Mapping

_ROMANCE = r"""
CET = hora central europea|heure d'europe centrale|hora da europa central|ora dell'europa centrale
"""

SPANISH = r"""
 = (?:y )?si (?:yo |ella |el )?no (?:puedo|puede|estoy|esta|pudiera|pudiese),?|(?:si (?:hace falta|fuera necesario
    |es necesario)|en caso necesario),?
facilitator is  = (?:\A|(?<=[,;.] )|(?<=\by ))(?:la )?(?:facilita|modera|facilitara|moderara|va a (?:facilitar
    |moderar))(?: la llamada)?(?: (?:nuestra|nuestro|mi|la|el) [a-z]+)? (?=^)
backup is  = (?:me|nos|la|lo|le) (?:sustituye|sustituira|suple|suplira|reemplaza|reemplazara|cubre|respalda
    |respaldara) (?=^)
we were wondering if = (?:quisiera(?:mos)?|queremos|queriamos|nos gustaria) (?:saber|preguntar) si
if possible = (?:si (?:se puede|es posible|fuera posible|no es molestia|les parece|pueden)|de ser posible)
maybe = quizas?|tal vez|a lo mejor|puede (?:ser )?que|posiblemente|probablemente|capaz que|ojala|todavia no (?:es
    |esta) seguro|por confirmar
preferably = preferiblemente|preferentemente|de preferencia
not sure = no (?:estamos|estoy) (?:segur[oa]s?)|no sabemos si|no se si
sorry, we meant = (?:perdon|corrijo|rectifico|mejor dicho|quise decir|queremos decir|me equivoque)[,:]?
instead of = en (?:vez|lugar) de
we do not have anyone to run the tech = no (?:tenemos|hay|contamos con)(?: a)? (?:nadie|quien|alguien
    |ninguna persona)(?: que| para)? (?:se encargue de|maneje|lleve|haga|sepa de|sepa manejar|manejar|llevar
    |pueda con|atienda)(?: de)? (?:lo tecnico|la (?:parte )?tecnica|el (?:tablero|maestro)|maestro)
we do not have tech = no (?:tenemos|hay) (?:tecnic[oa]|apoyo tecnico|soporte tecnico)
someone to run the tech = (?:alguien|una persona|quien)(?: de ustedes)?(?: que| para)? (?:se encargue de|maneje
    |lleve|haga|manejar|llevar|hacer)(?: de)? (?:lo tecnico|la (?:parte )?tecnica|el (?:tablero|maestro)|maestro)
can you provide someone = (?:nos )?(?:pueden|podrian|puede|podria)(?: ustedes)? (?:poner(?:nos)?|prestar(?:nos)?
    |mandar(?:nos)?|dar(?:nos)?|enviar(?:nos)?|asignar(?:nos)?|conseguir(?:nos)?|facilitar(?:nos)?
    |proporcionar(?:nos)?|aportar)(?: ustedes)?(?: a)? (?:alguien|una persona|un[oa])
can you provide = (?:nos )?(?:pueden|podrian|puede|podria)(?: ustedes)? (?:poner(?:nos)?|prestar(?:nos)?
    |mandar(?:nos)?|dar(?:nos)?|enviar(?:nos)?|asignar(?:nos)?|conseguir(?:nos)?|facilitar(?:nos)
    |proporcionar(?:nos)?|ayudar(?:nos)? con)(?: ustedes)?
we do not need = no (?:necesitamos|nos hace falta|hace falta|necesito)
we need = (?:necesitamos|necesitariamos|necesito|nos hace falta|nos haria falta|requerimos|pedimos
    |nos gustaria contar con)(?: que)?
your help = (?:su|vuestra) (?:ayuda|apoyo)|ayuda de ustedes
help = ayuda
of you = de ustedes|de los suyos|de su equipo|de interoccupy
we would like = quisieramos|queremos|queriamos|nos gustaria|deseamos|quisiera|quiero
I will facilitate = (?:yo )?(?:voy a|pienso|vamos a ser yo quien) (?:facilitar|moderar|dirigir
    |conducir)(?:la)?(?: yo(?: mism[oa])?)?|(?:yo )?(?:mism[oa] )?(?:la )?(?:facilitare|moderare|facilito
    |modero)(?: yo(?: mism[oa])?)?|(?:yo )?me encargo (?:yo )?de (?:facilitar|moderar|la facilitacion)
    |(?:yo )?(?:sere|soy|hare de) (?:la|el) (?:facilitadora?|moderadora?)
I will be the backup = (?:yo )?(?:sere|soy|quedo de|estare de) (?:la |el )?(?:facilitador[a]? )?(?:suplente|reserva
    |respaldo)
I will run the tech = (?:yo )?me (?:encargo|encargare|ocupo) (?:yo )?de (?:lo tecnico|la (?:parte )?tecnica|maestro)
will facilitate = (?:va|van|vamos) a (?:facilitar|moderar|dirigir|conducir)|facilitar(?:a|an|emos)|moderar(?:a|an
    |emos)|se encarg(?:a|an|ara|aran|amos|aremos) de (?:facilitar|moderar|la facilitacion)
can facilitate = puede (?:facilitar|moderar)
facilitates = facilita|facilitan|facilitamos|modera|moderan|moderamos
will back me up = (?:me|nos) (?:sustituye|sustituira|suple|suplira|reemplaza|reemplazara|respalda|respaldara|cubre)
    |(?:va a )?(?:suplirme|sustituirme|respaldarme)
will run the tech = (?:va a |se va a )?(?:encargarse de|manejar|llevar) (?:lo tecnico|la (?:parte )?tecnica
    |el tablero|maestro)|(?:se )?(?:encarga|encargara|ocupa|ocupara|lleva|llevara|maneja|manejara|hace|hara
    |atiende)(?: de)? (?:lo tecnico|la (?:parte )?tecnica|el tablero|maestro)
will take notes = (?:va a )?(?:toma|tomara|tomar|hace|hara) (?:las )?(?:notas|apuntes|actas?|la minuta)
backup is  = (?:de|como) (?:facilitadora? )?(?:suplente|reserva|respaldo|sustitut[oa]):? (?:(?:tenemos|esta|estara
    |queda|va|ira|viene|sera|seria|pusimos|proponemos|es)(?: a)? )?(?=^)|\A(?:de|como) (?:suplente|reserva|respaldo
    |sustitut[oa]), (?=^)
facilitator is  = (?:de|como) (?:facilitadora?|moderadora?):? (?:(?:tenemos|esta|estara|queda|va|viene|sera|seria
    |proponemos|es)(?: a)? )?(?=^)
tech is  = (?:en|de|para|como) (?:lo tecnico|la (?:parte )?tecnica|tecnic[oa]|apoyo tecnico
    |soporte tecnico):? (?:(?:tenemos|esta|estara|queda|va|viene|sera|seria|es)(?: a)? )?(?=^)
my backup = (?:mi|nuestra|nuestro|la|el|su) (?:facilitador[a]? )?(?:suplente|reserva|respaldo|sustitut[oa])
as backup = (?:de|como) (?:facilitador[a]? )?(?:suplente|reserva|respaldo|sustitut[oa])
backup = suplente|respaldo|facilitador[a]? de (?:reserva|respaldo)
as facilitator = (?:de|como) (?:facilitadora?|moderadora?)
the facilitator = (?:la|el|nuestra|nuestro|mi) (?:facilitadora?|moderadora?|persona que facilita)
facilitator = facilitadora?|moderadora?
as tech = como (?:tecnic[oa]|apoyo tecnico|soporte tecnico)
our tech = (?:la|el|nuestra|nuestro|mi) (?:tecnic[oa]|persona tecnica|apoyo tecnico|soporte tecnico)(?= (?:es|sera
    |seria)\b)
the tech = lo tecnico|la (?:parte )?tecnica|lo de maestro|el tablero|soporte tecnico|apoyo tecnico|tecnic[oa]
will be = sera|seran|seria|serian|va a ser|van a ser
is = es|son|esta|queda
we expect = (?:esperamos|calculamos|contamos con|prevemos|estimamos)(?: que (?:seamos|participen|haya|asistan))?
    |seremos|habra|vendran|participar(?:an|iamos|emos)
about = unas|unos|como(?= \d)|alrededor de|aproximadamente|mas o menos|cerca de
between = entre
people = personas|gentes?(?= \W)
people = compas|participantes
lasts = dura|durara|duraria|de duracion de|de duracion
a call = (?:una|otra|la|esta|nuestra) (?:llamada|teleconferencia|conferencia|reunion)(?: (?:de|en
    |por) (?:conferencia|telefono|maestro)| telefonica| grupal| maestro| conferencia)*(?: \(conference call\))?
call = (?:llamada|teleconferencia)s?(?: (?:de|en) conferencia| telefonicas?)?|conferencias? telefonicas?
keep the call private = (?:que )?(?:la llamada )?(?:es|sea|debe ser|queremos que sea) privada|no (?:la[ ]
    |lo )?publi(?:quen|car|cada)
weekly call = llamada semanal
march = marcha|protesta|manifestacion|huelga|paro|asamblea general|reunion(?:es)?|desalojo|juicio|audiencia
    |votacion|elecciones|taller|fiesta|concierto|plaza|vigilia|plazo|vence|curso|ensayo|feria|boda|viaje|mitin
before = antes de(?:l)?|a mas tardar
after = despues de(?:l)?
was = fue|era|fueron|eran|estuvo|tuvimos|hicimos|estuvimos|hubo|participamos en|facilito(?= (?:la|el) (?:ultima
    |pasada))
last week = la semana pasada|el mes pasado|el pasado|la pasada|pasad[oa]|la ultima|el ultimo
yesterday = ayer|anoche|hace (?:una|un|dos|tres|\d) \w+
usually = normalmente|generalmente|habitualmente|siempre|solemos|suele
cannot = no (?:puede|podra|puedo|podre|podemos|podria)
if = si|en caso de que|siempre (?:que|y cuando)
unless = a menos que|salvo que
either = o bien
not = no|tampoco|nunca|ya no
or = o|u
and = y|e|ni
with = con
from 11 = a las once
a la 1 = a la una
for = para|por
I = yo
my = mi|mis
our = nuestr[oa]s?
the = el|la|los|las
you = ustedes|vosotr[oa]s
please = por favor|porfa(?:vor)?
start = empezar|comenzar|empezando|comenzando|iniciar
is called  = (?:se (?:llama|llamara|llamaria|titula|titulara)|el titulo (?:es|sera|seria)|con el titulo
    |titulada):? (?=["_])
 = me
"""

PORTUGUESE = r"""
 = (?:e )?se (?:eu |ela |ele )?nao (?:puder|posso|pode|estiver),?|se for (?:preciso|necessario),?
    |em caso de necessidade,?
facilitator is  = (?:\A|(?<=[,;.] )|(?<=\be ))(?:quem )?(?:facilita|modera|vai (?:facilitar
    |moderar))(?: a chamada)?(?: (?:is|sera))?(?: [ao])? (?=^)
we were wondering if = (?:queriamos|queremos|gostariamos de|queria) (?:saber|perguntar) se
if possible = se (?:for )?possivel|se (?:der|puderem|nao for incomodo)
maybe = talvez|quem sabe|possivelmente|provavelmente|pode ser que|a confirmar|tomara
preferably = de preferencia|preferencialmente
not sure = nao (?:temos|tenho|estamos) cert[oae]za?|nao sabemos se|ainda nao (?:sabemos|sei|decidimos|temos)
sorry, we meant = (?:desculpem?|perdao|corrigindo|ou melhor|quer dizer|quis dizer)[,:]?
instead of = em vez de|no lugar de
we do not have anyone to run the tech = nao (?:temos|ha|tem)(?: ainda)? (?:ninguem|quem|alguem|uma pessoa)(?: que
    | para)? (?:cuid\w+ d|faca|opere|saiba|mexa com|cuidar d|fazer|operar|mexer n)\w? ?(?:a |o )?(?:parte tecnica
    |tecnica|maestro|painel)
we do not have tech = nao temos (?:tecnic[oa]|suporte tecnico|apoio tecnico)
someone to run the tech = (?:alguem|uma pessoa|quem)(?: de voces)?(?: que| para)? (?:cuid\w+ d|faca|opere|fazer
    |operar)\w? ?(?:a |o )?(?:parte tecnica|tecnica|maestro)
can you provide someone = (?:voces )?(?:podem|podiam|poderiam|conseguem)(?: nos)? (?:por|emprestar|mandar|dar
    |enviar|indicar|ceder|arranjar|arrumar|disponibilizar|fornecer|oferecer)(?:-nos)? (?:alguem|uma pessoa|um[a]?)
can you provide = (?:voces )?(?:podem|podiam|poderiam|conseguem)(?: nos)? (?:por|emprestar|mandar|dar|enviar
    |indicar|ceder|arranjar|arrumar|disponibilizar|fornecer|oferecer|ajudar(?: com| na| no)?)
we do not need = nao (?:precisamos|preciso)(?: de)?
we need = (?:precisamos|precisariamos|preciso|necessitamos|pedimos|vamos precisar)(?: de| d[ao])?
your help = (?:ajuda|apoio) (?:de voces|vossa)|(?:a )?(?:vossa|sua) ajuda
help = ajuda
of you = de voces|da equipe de voces|da vossa equipa
we would like = queremos|gostariamos de|queriamos|quero|gostaria de|queria
I will facilitate = (?:eu )?(?:vou|irei) (?:facilitar|moderar|mediar)(?: eu)?|(?:eu )?(?:mesm[oa] )?(?:facilito
    |modero|facilitarei|moderarei)(?: eu)?|(?:quem )?(?:facilita|modera) (?:sou )?eu|(?:eu )?(?:serei
    |sou) [ao] (?:facilitadora?|moderadora?|mediadora?)
I will be the backup = (?:eu )?(?:fico|ficarei|serei) (?:de|como|[ao]) (?:suplente|reserva|substitut[oa])
I will run the tech = (?:eu )?(?:cuido|fico|cuidarei) (?:com|d)[ao]? (?:parte tecnica|tecnica|maestro)
will facilitate = (?:vai|vao|vamos) (?:facilitar|moderar|mediar)|facilitar(?:a|ao|emos)|moderar(?:a|ao|emos)
    |fica(?:m)? (?:na|com a) (?:facilitacao|moderacao|mediacao)
can facilitate = pode (?:facilitar|moderar)
facilitates = facilita|facilitam|facilitamos|modera|moderam|moderamos
is backup = fica(?:ra)? (?:de|como|na) (?:facilitadora? )?(?:suplente|reserva|substitut[oa]|suplencia)
will back me up = (?:me (?:substitui|substituira|cobre)|substitui-me|vai me substituir)
will run the tech = (?:vai cuidar|cuida|cuidara|fica|ficara|trata) (?:com |d)[ao]? ?(?:parte tecnica|tecnica
    |maestro)|(?:faz|fara|opera) (?:a |o )(?:parte tecnica|tecnica|maestro)
will take notes = (?:vai )?(?:toma|tomara|tomar|faz|fara|fazer) (?:as )?(?:notas|anotacoes|a ata|ata)
backup is  = (?:de|como|na) (?:facilitadora? )?(?:suplente|reserva|substitut[oa]):? (?:(?:temos|esta|fica|sera
    |seria|vai|is|vem)(?: [ao])? )?(?=^)|\A(?:de|como) (?:suplente|reserva|substitut[oa]), (?:[ao] )?(?=^)
facilitator is  = (?:de|como|na) (?:facilitadora?|moderadora?|facilitacao|moderacao):? (?:(?:temos|esta|fica|sera
    |is)(?: [ao])? )?(?=^)
tech is  = (?:d[ea]|na|como|com a) (?:parte tecnica|tecnica|tecnic[oa]|suporte tecnico|apoio tecnico):? (?:(?:temos
    |esta|fica|cuida|sera|is)(?: [ao])? )(?=^)
my backup = (?:[ao] )?(?:minha|meu|nossa|nosso) (?:facilitadora? )?(?:suplente|reserva|substitut[oa])
    |[ao] (?:suplente|reserva|substitut[oa])
as backup = (?:de|como) (?:suplente|reserva|substitut[oa])
backup = suplente|facilitadora? (?:de )?reserva
as facilitator = (?:de|como) (?:facilitadora?|moderadora?)
the facilitator = (?:[ao] |[ao] noss[ao] |noss[ao] )(?:facilitadora?|moderadora?|mediadora?)
facilitator = facilitadora?|moderadora?|mediadora?
our tech = (?:[ao] |[ao] noss[ao] |noss[ao] )(?:tecnic[oa]|suporte tecnico|apoio tecnico)(?= (?:is|sera|seria)\b)
the tech = (?:d?[ao] |n[ao] )?(?:parte tecnica|tecnic[oa]|suporte tecnico|apoio tecnico|maestro)
will be = sera|serao|seria|seriam|vai ser
are = sao
is = esta|fica
we expect = (?:esperamos|calculamos|prevemos|contamos com)|seremos|havera|virao|participarao
about = umas|uns|cerca de|por volta de|aproximadamente|mais ou menos
between = entre
people = pessoas|participantes
lasts = dura|durara|duraria|com duracao de|de duracao
a call = (?:uma|outra|a|esta|essa|nossa) (?:chamada|ligacao|teleconferencia|conferencia|reuniao|call)(?: (?:de|em
    |por|via) (?:conferencia|telefone|grupo|maestro)| telefonica| em grupo)*
call = (?:chamada|ligacao|teleconferencia)s?(?: em conferencia| telefonicas?)?|conferencias? telefonicas?
keep the call private = (?:que )?(?:a chamada )?(?:is|seja|deve ser|fique) privada|nao (?:publi\w+|divulg\w+)
march = marcha|protesto|manifestacao|greve|ato|assembleia geral|reuniao|reunioes|despejo|julgamento|audiencia
    |votacao|eleicoes|oficina|festa|vigilia|prazo|vence|curso|feira|casamento|viagem|show|passeata
before = antes d[aoe]s?|ate no maximo
after = depois d[aoe]s?|apos
was = foi|era|foram|eram|esteve|tivemos|fizemos|estivemos|houve
last week = na semana passada|no mes passado|passad[oa]|a ultima|o ultimo|na ultima
yesterday = ontem|ha (?:uma|um|dois|duas|tres|\d) \w+
usually = normalmente|geralmente|sempre|costumamos|costuma
cannot = nao (?:pode|podera|posso|poderei|podemos|consegue)
if = se(?! (?:chama|trata|encarrega|ocupa|intitula))|caso
unless = a menos que|a nao ser que
not = nao|nunca|nem|tampouco
or = ou
 = (?<=\w )[ao](?= ^)
and = e
with = com
for = para|pra|pro|por
in the = no|na|nos|nas
I = eu
my = (?:[ao] )?(?:minha|meu)
our = (?:[ao] )?noss[oa]s?
you = voces|vos
please = por favor
start = comecar|comecando|iniciar
is called  = (?:se (?:chama|chamara|intitula)|chama-se|o titulo (?:is|sera|seria)|com o titulo|intitulada):? (?=["_])
 = me
"""

FRENCH = r"""
 = (?:si|au|en cas de) besoin,?|si (?:c'est )?necessaire,?|le cas echeant,?
we were wondering if = (?:nous (?:aimerions|voudrions|voulions)|je (?:voudrais|voulais)|on voulait) (?:savoir
    |demander) si
if possible = si (?:c'est |cela est )?possible|si vous (?:le )?pouvez|si ca (?:vous )?(?:va|convient)(?: pour vous)?
maybe = peut-etre|possiblement|probablement|sans doute|eventuellement|a confirmer|il se peut que|on espere
preferably = de preference|idealement
not sure = pas (?:encore )?surs?e?s?|(?:nous ne savons|on ne sait|je ne sais) pas(?: encore)? si|reste a (?:voir
    |confirmer)|pas encore
sorry, we meant = (?:pardon|desolee?|correction|je voulais dire|ou plutot|plutot)[,:]?
instead of = au lieu de
we do not have anyone to run the tech = (?:nous n'avons|on n'a|n'avons|je n'ai) personne (?:pour
    |qui) (?:s'occuper de|s'occupe de|gerer|gere|faire|maitrise|connait) (?:la (?:partie )?technique|maestro)
we do not have tech = (?:nous n'avons|on n'a) pas de (?:technicien(?:ne)?|soutien technique|support technique)
someone to run the tech = (?:quelqu'un|une personne)(?: de chez vous)? (?:pour|qui) (?:s'occuper de|s'occupe de
    |gerer|gere|faire|fait) (?:la (?:partie )?technique|maestro)
can you provide someone = (?:pouvez|pourriez|auriez|avez)-vous (?:nous )?(?:fournir|preter|envoyer|trouver|designer
    |mettre|donner|deleguer)? ?(?:quelqu'un|une personne)|vous (?:pouvez|pourriez) (?:nous )?(?:fournir|preter
    |envoyer|trouver|designer|mettre|donner) (?:quelqu'un|une personne)
can you provide = (?:pouvez|pourriez)-vous (?:nous )?(?:fournir|preter|envoyer|trouver|designer|mettre|donner
    |aider(?: pour| avec)?)|vous (?:pouvez|pourriez) (?:nous )?(?:fournir|preter|envoyer|trouver|designer|mettre
    |donner)
we do not need = (?:nous n'avons|on n'a|je n'ai) pas besoin(?: de| d')?
we need  = (?:nous (?:avons|aurions|aurons)|on (?:a|aurait|aura)|j'(?:ai|aurais)) besoin (?:d'|de )(?:l')?
    |(?:nous avons|on a) besoin que |il (?:nous )?(?:faut|faudrait|manque) |nous demandons[ ]
    |nous cherchons aupres de vous[ ]
your help = votre (?:aide|soutien|appui)
help = aide
of you = de chez vous|de votre equipe|parmi vous|d'entre vous|de vous|de votre cote
we would like = nous (?:aimerions|voudrions|souhaitons|souhaiterions|voulons|desirons)|on (?:aimerait|voudrait
    |souhaite|veut)|je (?:voudrais|souhaite|souhaiterais)|j'aimerais
I will facilitate = c'est moi qui (?:vais (?:animer|faciliter|moderer)|(?:anime|facilite|modere)(?:rai)?)
    |(?:je vais|je peux|je compte) (?:l'|la )?(?:animer|faciliter|moderer)|j'(?:anime(?:rai)?)|je (?:l'anime|modere
    |facilite)(?:rai)?|je m'occupe(?:rai)? de l'animation|l'animation,? (?:ce sera|c'est) moi
    |je serai l'animat(?:eur|rice)|j'assure(?:rai)? l'animation
I will be the backup = je (?:serai|suis) (?:le |la |en )?(?:remplacante?|suppleante?|releve|renfort)
I will run the tech = je m'occupe(?:rai)? de la (?:partie )?technique
will facilitate = (?:va|vont|allons) (?:animer|faciliter|moderer)|(?:anime|facilite|modere)(?:ra|ront|rons)|(?:sera
    |seront) a l'animation|s'occupe(?:ra)? de l'animation|assure(?:ra)? l'animation|se charge(?:ra)? de l'animation
can facilitate = peut (?:animer|faciliter|moderer)
facilitates = anime|animent|animons|facilite|modere
facilitated by = (?:animee?|facilitee?|moderee?) par|l'animation (?:sera|est) (?:assuree|faite) par
backup is  = si je (?:ne peux pas|suis absente?|ne suis pas la|suis empechee?),? (?:ce sera|c'est|c'est) (?=^)
    |en (?:cas d'absence|cas d'empechement|remplacement|releve|renfort)[,:]? (?:ce sera|c'est|il y a|nous avons
    |on a)? ?(?=^)|comme (?:remplacante?|suppleante?|substitut)[,:]? (?:ce sera|c'est|il y a|nous avons|on a)? ?(?=^)
facilitator is  = (?:a|pour) l'animation[,:]? (?:ce sera|c'est|il y a|nous avons|on a)? ?(?=^)|comme animat(?:eur
    |rice)[,:]? (?:ce sera|c'est|il y a|nous avons|on a)? ?(?=^)
tech is  = (?:a|pour|cote) la (?:partie )?technique[,:]? (?:ce sera|c'est|il y a|nous avons|on a
    |nous aurons)? ?(?=^)|(?:cote|pour le cote) technique[,:]? (?:ce sera|c'est|il y a|nous avons|on a)? ?(?=^)
will back me up = (?:me|nous) (?:remplace|remplacera|remplacerait|secondera|seconde)|(?:prend|prendra) (?:la
    |ma) releve|(?:est|sera) (?:en (?:releve|renfort|reserve)|(?:ma|mon|notre|la|le) (?:remplacante?|suppleante?
    |releve|substitut))
will run the tech = (?:s'occupe|s'occupera|se charge|se chargera|va s'occuper) de la (?:partie )?technique|(?:fait
    |fera|gere|gerera|assure|assurera) la (?:partie )?technique
will take notes = (?:va prendre|prend|prendra) (?:les |des )?notes|(?:fait|fera) le compte[- ]rendu
backup:  = (?:en )?(?:releve|remplacement|suppleance|remplacante?|suppleante?) ?: ?(?=^)
facilitator:  = (?:l')?(?:animation|animatrice|animateur|facilitation) ?: ?(?=^)
tech:  = (?:la )?technique ?: ?(?=^)
my backup = (?:ma|mon|notre|la|le) (?:remplacante?|suppleante?|releve|substitut)
the facilitator = (?:l'|notre )(?:animateur|animatrice|animation)|(?:la |le |notre )(?:facilitat(?:eur|rice)
    |moderat(?:eur|rice))
our tech = (?:la|le|notre) (?:technicien(?:ne)?|soutien technique|support technique)(?= (?:est|sera|serait)\b)
the tech = (?:a |de )?(?:la )?(?:partie |cote )?technique|le cote technique|technicien(?:ne)?|maestro
will be = sera|seront|serait|seraient|ce sera|ce serait|cela serait
is = est|sont|c'est
we expect = nous (?:serons|attendons|prevoyons|comptons)|on (?:sera|attend|prevoit|compte)|il y aura
about = environ|une(?=\s\w+aine)|autour de|a peu pres
between = entre
people = personnes|participantes?|participants
lasts = dure|durera|durerait|d'une duree d'|d'une duree de|d'une duree
a call  = (?:une?|l'|un autre|cet|notre|la|le) ?(?:appel conference|conference telephonique|teleconference
    |appel telephonique|appel a plusieurs|audioconference|appel) ?(?!a la |aux dons)
call = appel conference|conference telephonique|teleconference|appel
keep the call private = (?:que )?(?:l'appel )?(?:soit|reste|est|doit etre|doit rester) prive|ne (?:le[ ]
    |la )?(?:publiez|annoncez|diffusez) pas
march = manif(?:estation)?s?|marche|greve|assemblee generale|assemblee|reunions?|expulsion|proces|audience|vote
    |elections|atelier|fete|veillee|date limite|echeance|colloque|concert|piquet|rassemblement|formation
before = avant
after = apres
was = etait|etaient|a ete|avons (?:eu|fait|tenu)|avait|eu lieu
last week = la semaine derniere|le mois dernier|derniere?s?|passee?
yesterday = hier|il y a (?:une|un|deux|trois|\d) \w+
usually = normalement|d'habitude|habituellement|toujours
cannot = ne (?:peut|pourra|peux|pourrai|pouvons|pourrait)(?: pas| plus)?
if = si|a condition que|pourvu que|au cas ou
unless = sauf si|a moins que
not = ne|n'|pas|jamais|plus (?=de)
whose = dont
purpose = but(?= de)
or = ou
and = et|ni
with = avec
for = pour
I = je|moi
my = ma|mon
our = notre|nos
the = le|la|les
you = vous
please = s'il vous plait|svp|s\.v\.p\.
start = commencer|commencant|debuter
is called  = (?:s'intitule(?:ra)?|s'appelle(?:ra)?|le titre (?:est|sera|serait)|intitulee?
    |ayant pour titre) ?:? (?=["_])
to = a
 = me
"""

GERMAN = r"""
 = (?:wenn|falls) (?:ich|sie|er) (?:nicht kann|verhindert (?:bin|ist)|ausfallt|ausfalle),?|(?:falls|wenn) notig,?
    |bei bedarf,?|im notfall,?|notfalls,?
we were wondering if = wir (?:wollten|mochten) (?:mal )?(?:fragen|wissen), ob|ich wollte (?:mal )?fragen, ob
if possible = (?:wenn|falls) (?:(?:es )?(?:irgendwie )?(?:moglich|geht|passt|machbar)(?: ist)?
    |das (?:fur euch )?(?:geht|passt|moglich ist))|nach moglichkeit
best = am (?:aller)?liebsten|am besten
maybe = vielleicht|eventuell|evtl\.?|moglicherweise|wahrscheinlich|womoglich|voraussichtlich|vermutlich
    |unter vorbehalt|hoffentlich
preferably = bevorzugt|vorzugsweise|idealerweise
not sure = (?:noch )?nicht (?:ganz )?sicher|wissen (?:wir )?(?:noch )?nicht(?:, ob)?|steht noch nicht fest
    |noch offen|noch unklar
sorry, we meant = (?:korrektur|entschuldigung|sorry|ich meinte|wir meinten|besser gesagt|beziehungsweise doch)[,:]?
instead of = statt|anstatt|anstelle von
we do not have anyone to run the tech = (?:wir haben|haben wir)(?: leider)? (?:niemanden|keinen|keine
    |keine person)(?: im team)?,? (?:fur die technik|der (?:die technik|maestro)|die (?:die technik|maestro)
    |der sich mit (?:der technik|maestro) auskennt)(?: (?:macht|bedient|kann|ubernimmt|machen kann))?
we do not have = (?:wir haben|haben wir) (?:leider )?(?:niemanden|keinen|keine)
someone to run the tech = (?:jemanden?|eine person)(?: von euch| aus eurem team)?,? (?:fur die technik|(?:der
    |die) (?:die technik|maestro) (?:macht|bedient|ubernimmt))
could you please handle = (?:musstet|musst|konntet|konnt|solltet) ihr euch(?: bitte)? kummern|(?:musstet|musst
    |konntet|konnt) ihr(?: bitte)? ubernehmen|konnten sie(?: bitte)? ubernehmen
could you provide = (?:konntet|konnt|wurdet) ihr(?: uns| dafur| da| bitte| vielleicht)* (?=[^.?!]{0,50}\b(?:stellen
    |schicken|geben|bereitstellen|helfen|zur verfugung|organisieren|beisteuern|finden|besorgen|leihen)\b)
    |(?:konnten|konnen) sie(?: uns| dafur| da| bitte)* (?=[^.?!]{0,50}\b(?:stellen|schicken|geben|bereitstellen
    |helfen|zur verfugung|finden)\b)
we do not need = (?:brauchen|benotigen) wir (?:keine|keinen|nicht|niemanden)|wir (?:brauchen|benotigen) (?:keine
    |keinen|nicht|niemanden)
we need = (?:wir (?:brauchen|benotigen|brauchten|bitten um|hatten gern(?:e)?)|(?:brauchen|benotigen|brauchten
    |hatten) wir(?: gern(?:e)?)?|ich (?:brauche|brauchte)|(?:brauche|brauchte) ich|bitten wir(?: euch)? um
    |wir bitten(?: euch)? um)
your help = (?:eure|eurer|ihre|ihrer) (?:hilfe|unterstutzung)|hilfe von euch
help = hilfe|unterstutzung
someone of you = jemanden? (?:von|aus) (?:euch|eurem team|ihnen|eurer gruppe)|einen? von euch
someone = jemanden|jemand
of you = von euch|von ihnen|aus eurem team
we would like = wir (?:mochten|wurden gern(?:e)?|wollen|hatten gern(?:e)?)|(?:mochten|wollen) wir|ich (?:mochte
    |wurde gern(?:e)?)
can we = (?:konnten|konnen|durfen|durften) wir
I will facilitate = (?:ich (?:selbst )?(?:moderiere|leite|werde (?:die \w+ )?moderieren|mache die moderation
    |ubernehme die moderation|bin (?:die )?moderator(?:in)?)|moderieren (?:werde|tue|wurde) ich
    |(?:die )?moderation (?:mache|ubernehme|liegt bei) (?:ich|mir)|moderiere ich)(?: selbst)?
I will be the backup = ich (?:bin|mache|ubernehme) (?:die )?vertretung|ich springe ein
I will run the tech = ich (?:mache|ubernehme) die technik|ich kummere mich um die technik|die technik (?:mache
    |ubernehme) ich
facilitator is  = (?:die )?moderation (?:macht|ubernimmt|hat|liegt bei|leitet|ist|wird gemacht von|ubernehmen
    |machen) (?=^)|moderieren (?:wird|werden|wurde) (?=^)|(?:es|die konferenz|das gesprach) moderiert (?=^)
backup is  = (?:die |meine |als |ihre |seine )?(?:vertretung|stellvertretung|ersatz|reserve) (?:(?:macht|ubernimmt
    |ist|haben wir|hatten wir|ware|wird|springt|steht|kommt) )?(?=^)|(?:notfalls |im notfall )?einspringen (?:wurde
    |wird|kann) (?=^)|(?:mich )?vertreten (?:wird|wurde) (?:mich )?(?=^)|im notfall ubernimmt (?=^)
tech is  = (?:um )?die technik (?:kummert sich|macht|ubernimmt|betreut|ist|liegt bei|bedient) (?=^)
    |fur die technik (?:haben wir|ist|sorgt|kommt) (?=^)
facilitated by = moderiert (?:wird (?:die \w+ |das \w+ |es )?)?von
backup:  = (?:vertretung|stellvertretung|stellvertreter(?:in)?|ersatz) ?: ?(?=^)
facilitator:  = (?:moderation|moderator(?:in)?) ?: ?(?=^)
tech:  = technik ?: ?(?=^)
will facilitate = (?:macht|ubernimmt|machen|ubernehmen) die moderation|(?:wird|werden) (?:die \w+ )?moderieren
    |leitet die (?:konferenz|telko|runde|schalte)
facilitates = moderiert|moderieren
will back me up = vertritt (?:mich|uns|ihn|sie)|springt(?: notfalls| im notfall| fur mich)? ein|(?:ubernimmt
    |macht) (?:meine |die )?(?:vertretung|stellvertretung)|(?:ist|ware) (?:meine |mein |unsere |unser |die |ihre[ ]
    |ihr |sein |seine )?(?:vertretung|stellvertreter(?:in)?|stellvertretung|ersatz)
will run the tech = (?:kummert sich|kummern sich) um die technik|(?:macht|ubernimmt|betreut|machen) die technik
    |bedient (?:maestro|das pult)
will take notes = (?:schreibt|macht|fuhrt) (?:das )?protokoll|protokolliert
my backup = (?:meine|mein|unsere|unser|die|der|ihre|seine) (?:vertretung|stellvertreter(?:in)?|stellvertretung
    |ersatz|ersatzmoderator(?:in)?)
the facilitator = (?:die|der|unsere|unser|meine|mein) moderator(?:in)?
facilitator = moderator(?:in)?
backup = stellvertreter(?:in)?|vertretung
as facilitator = als moderator(?:in)?
as backup = als (?:vertretung|stellvertreter(?:in)?|ersatz)
our tech = (?:unser|unsere) techniker(?:in)?(?= (?:ist|ware|wird)\b)
the tech = (?:um |fur )?(?:die |der )?technik|techniker(?:in)?|maestro|technisch\w*
will be = wird sein|werden sein|ware|waren wir
is = ist|sind
we expect = (?:wir (?:erwarten|rechnen mit|werden|sind wohl)|es werden|rechnen wir mit|erwarten wir|werden wir)
about = ungefahr|circa|ca\.|ca|rund|etwa|an die
between = zwischen
people = personen|leuten?|menschen|teilnehmer(?:innen|nde)?n?|teilnehmenden
and = bis(?= \d+ (?:personen|leute|menschen))
lasts = dauert|soll dauern|dauern|dauer(?= (?:\d|eine|zwei))
a call = (?:eine|die|diese|unsere|einer|noch eine) (?:telefonkonferenz|telko|konferenz|schaltkonferenz
    |telefonschalte|telefonrunde|konferenzschaltung|schalte)
call = telefonkonferenz|telko|telefonschalte|konferenzschaltung|schaltkonferenz|telefonrunde
keep the call private = (?:soll )?nicht offentlich(?: sein)?|(?:bitte )?nicht veroffentlichen|privat bleiben
march = demo(?:nstration)?s?|marsch|streiks?|plenum|versammlung|treffen|raumung|prozess|verhandlung|abstimmung
    |wahlen?|workshop|fest|party|mahnwache|frist|kundgebung|seminar|konzert|sitzung|hochzeit|urlaub|reise
    |vollversammlung
before = vor dem|vor|spatestens|bis zum
after = nach dem
was = war|waren|hatten wir|fand statt|gab es|haben (?=[^.?!]{0,60}\b(?:gehabt|gemacht|gesprochen)\b)
last week = letzte woche|letzten?|letzter|vergangenen?|vorigen?
yesterday = gestern|vor (?:einer|einem|zwei|drei|\d) \w+
usually = normalerweise|meistens|immer|gewohnlich|sonst
cannot = kann (?:leider |aber )?nicht|konnen (?:leider )?nicht
if = wenn|falls|sofern|ob
unless = es sei denn|ausser wenn
not = nicht|kein|keine|keinen|nie|niemals
or = oder|beziehungsweise|bzw\.?
and = und|sowie
with = mit
for = fur
on = am(?= (?:[a-z]+day|\d))
I = ich
me = mir|mich
my = meine|mein
our = unsere|unser|unserer
the = die|der|das|den|dem
you = euch|ihr
please = bitte
start = anfangen|beginnen
what = was
wants = will
is called  = (?:(?:soll |wird )?(?:heisst|heissen|nennt sich)|der titel (?:ist|ware|lautet)|(?:mit dem
    |unter dem) titel|titel)[:,]? (?=["_])
1 hour  = stundig\w*[ ]
"""

ITALIAN = r"""
 = se (?:io |lei |lui )?non (?:posso|puo|ci sono|potessi),?|se (?:serve|necessario),?|in caso di (?:bisogno
    |necessita),?
facilitator is  = (?:\A|(?<=[,;.] )|(?<=\be ))(?:modera|facilita|conduce|moderera)(?: la chiamata)?(?: (?:la nostra
    |il nostro) [a-z]+)? (?=^)
backup is  = (?:mi|ci|la|lo) (?:sostituisce|sostituira|rimpiazza) (?=^)
tech is  = della (?:parte )?tecnica si (?:occupa|occupera) (?=^)
we were wondering if = (?:vorremmo|volevamo|volevo) (?:sapere|chiedere|chiedervi) se
if possible = se (?:is )?possibile|se (?:si )?(?:puo|potete)|se vi (?:va|va bene)
maybe = forse|magari|probabilmente|possibilmente|da confermare|puo darsi
preferably = preferibilmente|di preferenza
not sure = non (?:siamo|sono) sicur[oiae]|non sappiamo (?:ancora )?se|non sappiamo ancora|ancora da (?:decidere
    |vedere)
sorry, we meant = (?:scusate|correzione|anzi|volevo dire|volevamo dire)[,:]?
instead of = invece (?:di|del|che)
we do not have anyone to run the tech = non abbiamo (?:nessuno|una persona)(?: che| per)? (?:si occupi d
    |sappia usare|gestisca|gestire|seguire|segua|che si occupi d)\w*(?:'| )?(?:la )?(?:parte tecnica|tecnica|maestro)
we do not have tech = non abbiamo (?:un[a]? )?(?:tecnic[oa]|supporto tecnico)
someone to run the tech = qualcuno(?: di voi| dei vostri)?(?: che| per) (?:si occupi d\w+|gestisca|segua|gestire
    |seguire|la) (?:la )?(?:parte tecnica|tecnica|maestro)
can you provide someone = (?:ci )?(?:potete|potreste)(?: voi)? (?:fornir(?:e|ci)|mandar(?:e|ci)|dar(?:e|ci)|mettere
    |prestar(?:e|ci)|trovar(?:e|ci)|procurar(?:e|ci)|inviar(?:e|ci))(?: voi)? (?:qualcuno|una persona|uno)
can you provide = (?:ci )?(?:potete|potreste)(?: voi)? (?:fornir(?:e|ci)|mandar(?:e|ci)|dar(?:e|ci)|mettere
    |prestar(?:e|ci)|trovar(?:e|ci)|inviar(?:e|ci)|aiutar(?:e|ci)(?: con| per)?)
we do not need = non (?:abbiamo bisogno|ci serve|serve)(?: di| del\w*)?
we need = (?:abbiamo|avremmo|ho|avrei) bisogno (?:di|del\w*'?|d')|ci (?:serve|servirebbe|occorre|servono)|chiediamo
your help = (?:il )?(?:vostro|suo) (?:aiuto|supporto|sostegno)|(?:una )?vostra mano
help = aiuto
of you = di voi|dei vostri|del vostro gruppo|da parte vostra
we would like = vorremmo|vogliamo|ci piacerebbe|desideriamo|vorrei
I will facilitate = (?:io )?(?:facilito|modero|faciliter[o]|moderero|condurro|conduco)(?: io)?|(?:saro
    |sono) io (?:a )?(?:moderare|facilitare|condurre|la moderatrice|il moderatore|a moderare)|(?:io )?(?:faro
    |faccio) da (?:moderat(?:ore|rice)|facilitat(?:ore|rice))|(?:io )?mi occupo (?:io )?della (?:moderazione
    |facilitazione)
I will be the backup = (?:io )?(?:saro|faccio|faro) (?:il |la |da )?(?:sostitut[oa]|riserva)
I will run the tech = mi occupo (?:io )?della (?:parte )?tecnica
will facilitate = (?:moderera|moderano|moderera|facilitera|condurra)(?: la chiamata)?|si (?:occupa
    |occupera) della (?:moderazione|facilitazione)|(?:fa|fara) da (?:moderat(?:ore|rice)|facilitat(?:ore|rice))
facilitates = modera|facilita|conduce
facilitator is  = (?:a moderare|a facilitare|a condurre) (?:sara|is|ci sara|saranno) (?=^)|(?:la moderazione
    |la facilitazione) (?:la (?:fa|fara)|is affidata a|sara di) (?=^)|come (?:moderat(?:ore|rice)|facilitat(?:ore
    |rice)):? (?:abbiamo |c'(?:e|is) |ci sara |sara )?(?=^)
backup is  = (?:come|di|da) (?:sostitut[oa]|riserva|vice):? (?:abbiamo |c'(?:e|is) |ci sara |sara )?(?=^)
    |\Acome (?:sostitut[oa]|riserva), (?=^)
tech is  = (?:alla|per la|della) (?:parte )?tecnica:? (?:abbiamo |c'(?:e|is) |ci sara |sara |si occupa[ ]
    |ci pensa )(?=^)
will back me up = (?:mi|ci) (?:sostituisce|sostituira|rimpiazza)|(?:fa|fara) da (?:sostitut[oa]|riserva)
will run the tech = si (?:occupa|occupera) della (?:parte )?tecnica|(?:segue|seguira|gestisce|gestira|cura|fa
    |fara) (?:la (?:parte )?tecnica|maestro)|(?:pensa|pensera) alla (?:parte )?tecnica
will take notes = (?:prende|prendera) (?:gli )?appunti|(?:fa|fara|scrive) il verbale
my backup = (?:il |la )?(?:mi[oa]|nostr[oa]|suo|sua) (?:sostitut[oa]|riserva|vice)|(?:il|la) (?:sostitut[oa]|riserva)
the facilitator = (?:il |la |l[oa] )?(?:nostr[oa] )?(?:moderat(?:ore|rice)|facilitat(?:ore|rice))
backup = sostitut[oa]|facilitat(?:ore|rice) di riserva
as backup = come (?:sostitut[oa]|riserva)
our tech = (?:il |la )?(?:nostr[oa] )(?:tecnic[oa]|supporto tecnico)(?= (?:is|sara|sarebbe)\b)
the tech = (?:per |a)?(?:la |lla |della )?(?:parte tecnica|tecnica)|supporto tecnico|tecnico|maestro
will be = sara|saranno|sarebbe|sarebbero
we expect = (?:ci aspettiamo|prevediamo|aspettiamo|contiamo su)|saremo|ci saranno|parteciperanno
about = circa|una(?= \w+ina)|piu o meno|intorno a(?:lle|i)?
between = tra|fra
people = persone|partecipanti
lasts = dura|durera|durerebbe|della durata di|per una durata di
a call = (?:una|un'altra|la|questa|nostra) (?:chiamata|teleconferenza|conferenza|call|telefonata
    |audioconferenza)(?: (?:in|di) (?:conferenza|gruppo)| telefonica| collettiva| di gruppo)*
call = (?:chiamata|teleconferenza|audioconferenza)|conferenza telefonica
keep the call private = (?:che )?(?:la chiamata )?(?:sia|resti|deve restare) privata|non (?:pubblicat\w+|pubblicatela)
march = marcia|corteo|protesta|manifestazione|sciopero|assemblea generale|assemblea|riunion[ei]|sgombero|processo
    |udienza|voto|votazione|elezioni|laboratorio|festa|veglia|scadenza|presidio|corso|concerto|fiera|viaggio
before = prima d(?:el\w*|i)|entro
after = dopo
was = era|erano|is stat[oa]|abbiamo (?:fatto|avuto|tenuto)|c'is stat[oa]|stat[oa]
last week = (?:la )?settimana scorsa|(?:il )?mese scorso|scors[oa]|l'ultim[oa]|ultim[oa]
yesterday = ieri|(?:una|un|due|tre|\d) \w+ fa
usually = normalmente|di solito|sempre|solitamente
cannot = non (?:puo|potra|posso|potro|possiamo|riesce)
if = se(?! si)|purche|nel caso
unless = a meno che|salvo che
not = non|mai|nemmeno
or = o|oppure
and = e|ed|ne
with = con
for = per
I = io
my = (?:il |la )?mi[oa]
our = (?:il |la )?nostr[oaie]
the = il|lo|la|gli|le
you = voi
please = per favore|per piacere|per cortesia
start = iniziare|cominciare
is called  = (?:si (?:chiama|chiamera|intitola|intitolera)|il titolo (?:is|sara|sarebbe)|dal titolo
    |intitolata):? (?=["_])
"""

DUTCH = r"""
 = (?:zo|indien|als dat) nodig(?: is)?,?|in geval van nood,?
we were wondering if = (?:we|wij) (?:vroegen ons af|wilden (?:graag )?vragen) of|ik wilde (?:graag )?(?:vragen
    |weten) of
if possible = als (?:het|dat) (?:kan|mogelijk is|lukt|uitkomt)|indien mogelijk|zo mogelijk
maybe = misschien|mogelijk|waarschijnlijk|wellicht|eventueel|onder voorbehoud|hopelijk
preferably = bij voorkeur|het liefst|liefst
not sure = (?:nog )?niet zeker|weten (?:we|wij) nog niet(?: of)?|nog onbekend|nog niet bekend
sorry, we meant = (?:sorry|correctie|ik bedoel(?:de)?|pardon|of liever)[,:]?
instead of = in plaats van
we do not have anyone to run the tech = (?:(?:we|wij) hebben|hebben (?:we|wij)) (?:zelf )?(?:niemand
    |geen (?:persoon|mens))(?: voor de techniek| die (?:de techniek|maestro) (?:doet|kan|bedient))?
could you provide = kunnen jullie(?: ons| daarvoor| misschien| alsjeblieft)* (?=[^.?!]{0,50}\b(?:leveren|sturen
    |geven|regelen|lenen|beschikbaar|helpen|vinden|verzorgen|doen)\b)|(?:zouden|willen) jullie(?: ons
    | daarvoor)* (?=[^.?!]{0,50}\b(?:leveren|sturen|geven|regelen|lenen|helpen|vinden|verzorgen|doen)\b)
we do not need = (?:we|wij) hebben (?:geen|niemand)(?=[^.?!]{0,60}\bnodig\b)|hebben (?:we|wij) (?:geen
    |niemand)(?=[^.?!]{0,60}\bnodig\b)
we need = (?:(?:we|wij) hebben|hebben (?:we|wij))(?: graag)?(?=[^.?!]{0,60}\bnodig\b)|(?:we|wij) zoeken bij jullie
    |(?:we|wij) vragen jullie om|graag (?=iemand van jullie)
your help = (?:jullie|uw) (?:hulp|steun)|hulp van jullie
help = hulp
someone = iemand
of you = van jullie|uit jullie team
we would like = (?:we|wij) (?:willen|zouden|wilden)(?: graag)?|graag zouden (?:we|wij)|ik (?:wil|zou)(?: graag)?
I will facilitate = ik (?:zelf )?(?:modereer|faciliteer|leid (?:het gesprek|de call)|zit voor|doe de moderatie
    |ga modereren|zal modereren)(?: zelf)?|modereren doe ik(?: zelf)?|de moderatie doe ik(?: zelf)?
I will be the backup = ik (?:ben|sta) (?:de )?(?:reserve|vervang(?:er|ster))
I will run the tech = ik doe de techniek|de techniek doe ik
facilitator is  = (?:de )?(?:moderatie|gespreksleiding) (?:doet|is in handen van|ligt bij|is|wordt gedaan door
    |verzorgt) (?=^)|modereren (?:doet|zal|gaat) (?=^)|als (?:moderator|gespreksleider
    |gespreksleidster):? (?:hebben (?:we|wij) |is er |komt )?(?=^)
backup is  = als (?:vervang(?:er|ster)|reserve|plaatsvervanger|achtervang|back-?up):? (?:hebben (?:we|wij) |is er[ ]
    |komt |staat )?(?=^)|(?:reserve|achtervang|vervanging) (?:is|doet) (?=^)|als ik niet kan(?:,| is| doet
    | neemt)* (?=^)
tech is  = (?:voor )?de techniek (?:doet|is|verzorgt|hebben (?:we|wij)|ligt bij) (?=^)
backup:  = (?:vervang(?:er|ster)|reserve|achtervang|plaatsvervanger) ?: ?(?=^)
facilitator:  = (?:moderatie|moderator|gespreksleid(?:er|ster|ing)) ?: ?(?=^)
tech:  = techniek ?: ?(?=^)
will facilitate = (?:gaat|zal|gaan|zullen) (?:het gesprek |de call )?(?:modereren|faciliteren|leiden|voorzitten)
    |doet de (?:moderatie|gespreksleiding)|leidt (?:het gesprek|de call)|zit voor
facilitates = modereert|faciliteert
will back me up = vervangt (?:mij|me|ons|hem|haar)|valt (?:voor mij |zo nodig )?in|neemt het (?:zo nodig )?over
    |(?:is|staat) (?:mijn |onze |de |als )?(?:vervang(?:er|ster)|reserve|plaatsvervanger|achtervang)
will run the tech = (?:doet|verzorgt|regelt|bedient) (?:de techniek|maestro)|zorgt voor de techniek
will take notes = (?:maakt|schrijft) (?:de )?(?:notulen|aantekeningen|het verslag)|notuleert
my backup = (?:mijn|onze|de|zijn|haar) (?:vervang(?:er|ster)|reserve|plaatsvervanger|achtervang)
the facilitator = (?:de|onze|mijn) (?:moderator|gespreksleid(?:er|ster)|voorzitter)
as facilitator = als (?:moderator|gespreksleid(?:er|ster)|voorzitter)
as backup = als (?:vervang(?:er|ster)|reserve|plaatsvervanger)
facilitator = moderator|gespreksleid(?:er|ster)
backup = vervang(?:er|ster)|plaatsvervanger
our tech = (?:onze|de) (?:technicus|techneut)(?= (?:is|wordt)\b)
the tech = (?:voor |met )?(?:de )?(?:techniek|technische kant)|technicus|maestro
will be = wordt|worden|zou zijn|zal zijn|zullen zijn
is = is|zijn
we expect = (?:we|wij) (?:verwachten|rekenen op|denken aan|zullen met|komen met)|er (?:komen|zullen)
    |verwachten (?:we|wij)
about = ongeveer|circa|ca\.|zo'n|rond de|een stuk of
between = tussen(?: de)?
people = mensen|personen|deelnemers
lasts = duurt|gaat duren|duur(?= )
a call = (?:een|de|deze|onze|nog een) (?:telefonische conferentie|telefoonconferentie|conference ?call
    |conferentiegesprek|groepsgesprek|telefonisch overleg|telefonische vergadering|call|teleconferentie
    |belconferentie)
call = telefonische conferentie|telefoonconferentie|conferentiegesprek|groepsgesprek|teleconferentie|belconferentie
keep the call private = (?:moet |graag )?(?:besloten|prive) (?:blijven|houden|zijn)|niet (?:openbaar|publiceren)
march = demonstratie|betoging|mars|staking|vergadering|bijeenkomst|ontruiming|rechtszaak|zitting|stemming
    |verkiezingen|workshop|feest|wake|deadline|protest|cursus|concert|actiedag|bruiloft|reis
before = voor(?= (?:maan|dins|woens|donder|vrij|zater|zon)dag)|uiterlijk|voordat
after = na
was = was|waren|hadden|was er|hielden
last week = vorige week|vorige|afgelopen|laatste
yesterday = gisteren|(?:een|twee|drie|\d) \w+ geleden
usually = normaal|meestal|altijd|gewoonlijk
cannot = kan (?:helaas |dan )?niet|kunnen (?:helaas )?niet
 = als (?:ik|zij|hij) niet kan,?
if = als|indien|mits|of(?= (?:we|wij|jullie|dat|het|er)\b)
unless = tenzij
not = niet|geen|nooit
or = of
and = en
with = met
for = voor
I = ik
me = mij
my = mijn
our = onze|ons
the = de|het
you = jullie|u
please = graag|alsjeblieft|alstublieft|a\.u\.b\.|aub
start = beginnen|starten
is called  = (?:heet|gaat heten|de titel (?:is|wordt)|met (?:de|als) titel|getiteld):? (?=["_])
"""

SECOND_LANGUAGE = r"""
facilitator is  = (?:the |our )?(?:facilitation|moderation|animation) (?:makes?|does|do|will make|will do|takes?
    |will be made by|is made by|is done by|will be done by|will be|is)(?: by)? (?=^)
backup is  = (?:the |my |his |her |our )?(?:second|vice|deputy|replacing|reserve) (?:moderator|facilitator
    |host)(?: is| will be) (?=^)|(?:his|her|my|our|the) (?:replacement|deputy|reserve|suplent
    |suplente)(?: person)? (?:is|will be) (?=^)|(?:will replace|replaces) (?:me|him|her)(?: is)? (?=^)
will facilitate = (?:makes?|does|will make|will do) the (?:facilitation|moderation|animation)|(?:is
    |will be) the (?:animator|moderator)
I will facilitate = I (?:will )?(?:make|do) the (?:facilitation|moderation|animation)|I will (?:animate|moderate)
will back me up = (?:will )?(?:replaces?|substitutes?) me
the tech = (?:the )?technics|(?:the )?technique|the technical(?: part| side)?(?= (?:we|you|please|is|,))|the technic
maestro board = (?:the )?machine maestro|maestro machine
we want  = we think(?: of| on)? (?=(?:the )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)
please give us = please you give us|you please give us
we need = we (?:are needing|have need of|would need|have necessity of)
at  = hour (?=\d{1,2}[:.]\d\d)
"""
"""English as people write it who say it word by word from their own language."""

FOREIGN: Mapping[str, str] = {
    "spanish": SPANISH,
    "portuguese": PORTUGUESE,
    "french": FRENCH,
    "german": GERMAN,
    "italian": ITALIAN,
    "dutch": DUTCH,
}
COMMON = _ROMANCE

FUNCTION_WORDS: Mapping[str, str] = {
    "english": """the and is we i with for a an of to in on at you our will have has would be it that are this my please
        not can or do your us as by from there was if so but they who call""",
    "spanish": """el la los las que de del para por con una un es y en nos yo mi se no su lo al somos sera hora como a
        quien les les muy son ustedes podemos tenemos sobre este esta o llamada""",
    "portuguese": """o a os as que do da dos das de para por com uma um e em nos eu meu minha se nao no na ao sao sera
        voces hora como fica quem pela ou mais queremos podemos temos sobre gente ja esta""",
    "french": """le la les que de du des pour par avec une un est et en nous je mon ma se ne pas au sera vous qui ce on
        notre dans sur ou il elle aux c'est quelqu'un sont a l'appel""",
    "german": """der die das und ist wir ich mit fur eine ein einen nicht auf zu den dem im um bei euch von am es sie
        uhr unsere meine ihr oder auch uber aus wird haben an konnten""",
    "italian": """il lo la i gli le che di del della dei per con una un e in noi io mio mia si non al sara voi sono alle
        ci da nostro o come vorremmo siamo ore tra su chi""",
    "dutch": """de het een en van wij we ik met voor niet is op te zijn jullie om dat in naar onze mijn aan of die
        uur bij wordt hebben over er graag kunnen""",
}
"""The small words that tell which language a text is in."""
