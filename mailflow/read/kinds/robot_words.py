"""What machines say, by language: the subjects and sentences of automatic replies, receipts, tickets and challenges.

Tables only. Every pattern is matched against ``result.words`` of a text, that is lower case, without accents and on one
line, and is folded the same way, so it is written here as the language writes it.
"""

import re
import unicodedata
from collections.abc import Mapping


def _folded(pattern: str) -> str:
    decomposed = unicodedata.normalize("NFKD", pattern)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _any_of(table: Mapping[str, str]) -> str:
    return "|".join(_folded(patterns) for patterns in table.values())


_AWAY_SUBJECTS = {
    "en": r"automatic (?:e-?mail )?(?:reply|response)|auto(?:mat(?:ic|ed))?[- ]?(?:reply|response|responder|answer)"
    r"|out[- ]of[- ](?:the )?office(?: (?:auto-?reply|reply|response|message|notification|notice))?|ooo"
    r"|vacation (?:auto-?)?(?:reply|response|message|notice)|away from my (?:e-?)?mail|auto[- ]re",
    "de": r"automatische (?:antwort|e-?mail-?antwort|rückantwort)|abwesenheits(?:notiz|nachricht|meldung|assistent"
    r"|agent"
    r"|info|hinweis)|abwesend|abwesenheit|autoantwort|nicht im büro|(?:außer|ausser) haus",
    "fr": r"réponse automatique(?: d'absence)?|(?:message|avis|notification) d'absence|absente?(?:\(e\))? du bureau"
    r"|absence du bureau|répondeur(?: automatique)?",
    "es": r"(?:respuesta|contestación) automática|auto-?respuesta|fuera de (?:la )?oficina|ausente de la oficina",
    "it": r"risposta automatica|fuori (?:sede|ufficio)|assente dall'ufficio|messaggio di assenza"
    r"|risponditore automatico",
    "pt": r"(?:resposta|mensagem) automática(?: de (?:ausência|férias)(?: temporária)?)?|fora do escritório"
    r"|ausência (?:do escritório|temporária)|auto-?resposta",
    "nl": r"automatisch (?:antwoord|bericht)|afwezig(?:heid(?:s(?:bericht|melding|assistent))?)?|niet aanwezig"
    r"|niet op kantoor",
    "sv": r"auto ?svar|automatiskt? svar|frånvaro(?:meddelande|besked)?|(?:ej|inte) på (?:plats|kontoret)",
    "da": r"automatisk (?:svar|besked)|ikke til ?stede|fraværende|fravær(?:sbesked|smeddelelse)?|ikke på kontoret",
    "no": r"fraværsmelding|fraværsassistent|automatisk melding|ute av kontoret",
    "fi": r"automaattinen (?:vastaus|poissaoloilmoitus)|poissa(?:olo(?:ilmoitus|viesti))?|poissa toimistosta",
    "is": r"sjálfvirkt svar",
    "pl": r"odpowied(?:ź|z) automatyczna|automatyczna odpowied(?:ź|z)|auto-?odpowied(?:ź|z)|poza biurem"
    r"|nieobecno(?:ść|ści)|informacja o nieobecności",
    "cs": r"automatick[áé] odpov[ěe](?:ď|di|d)|mimo kancelář|nepřítomnost",
    "sk": r"automatická odpoveď|mimo kancelárie|neprítomnosť",
    "hu": r"automatikus válasz(?:üzenet)?|házon kívül|távollét(?:i üzenet)?",
    "ro": r"răspuns automat|în afara biroului|absent din birou",
    "ca": r"resposta automàtica|fora de l'oficina",
    "gl": r"fóra da oficina",
    "eu": r"erantzun automatikoa",
    "tr": r"otomatik (?:yanıt|yanit|cevap)|ofis dışında|ofis disinda",
    "el": r"αυτόματη απάντηση|εκτός γραφείου",
    "ru": r"автоматический ответ|авто-?ответ(?:чик)?|автоматическое уведомление|нет на работе|вне офиса"
    r"|(?:отсутствие|нет) на рабочем месте|отсутствую",
    "uk": r"автоматична відповідь|авто-?відповідь|немає на роботі|поза офісом",
    "bg": r"автоматичен отговор|извън офиса",
    "sr": r"аутоматски одговор|automatski odgovor|izvan ureda",
    "sl": r"samodejn[io] odgovor|samodejen odgovor|odsoten",
    "et": r"automaat(?:ne )?vastus|kontorist väljas",
    "lv": r"automātisk[āa] atbilde|ārpus biroja",
    "lt": r"automatinis atsakymas|ne biure",
    "ja": r"自動(?:応答|返信|回答)(?:メール|メッセージ)?|不在(?:通知|連絡|のお知らせ)?|外出中",
    "zh": r"自动(?:答复|回复)|自動(?:回覆|回復|答覆)|不在办公室|不在辦公室|外出(?:通知)?",
    "ko": r"자동 ?(?:회신|응답|답장)|부재 ?중(?: 알림)?|외출 중",
    "he": r"תשובה אוטומטית|מענה אוטומטי",
    "ar": r"رد تلقائي|الرد التلقائي",
    "fa": r"پاسخ خودکار",
    "vi": r"trả lời tự động",
    "id": r"balasan otomatis",
    "th": r"ตอบกลับอัตโนมัติ",
}
"""The phrases that mail programs put in front of a subject, or as the whole of it."""

_AWAY_IN_SUBJECT = {
    "en": r"out of (?:the |my )?office|away (?:until|till|from)|on (?:vacation|leave|holidays?|annual leave)|i am away"
    r"|i'm away|on sabbatical|vacation(?: until|$)",
    "de": r"(?:außer|ausser) haus|im urlaub|in urlaub|urlaub (?:bis|vom)|nicht im (?:büro|hause)|abwesend|rückkehr am",
    "fr": r"absente?(?:\(e\))?(?: |$)|en (?:congés?|vacances)|de retour le",
    "es": r"de vacaciones|ausente|fuera de la oficina",
    "it": r"in ferie|assente|fuori ufficio",
    "pt": r"de férias|ausente|fora do escritório",
    "nl": r"afwezig|(?:met|op) vakantie|niet aanwezig",
    "sv": r"på semester|semester|tjänstledig|föräldraledig",
    "da": r"på ferie|ferie",
    "fi": r"lomalla|poissa",
    "pl": r"na urlopie|urlop|nieobecn[ya]",
    "cs": r"na dovolené|dovolená",
    "hu": r"szabadságon|szabadság",
    "ru": r"в отпуске|отпуск",
    "uk": r"у відпустці|відпустка",
    "ja": r"不在|休暇",
    "zh": r"休假|出差",
    "ko": r"휴가|부재",
}
"""What stands somewhere in a vacation notice's subject; a person's subject may say it, too."""

_DECLARED = {
    "en": r"th(?:is|e following) (?:is|was) an? (?:auto(?:mat(?:ed|ic))?[- ]?(?:generated)?|automatically[ -]generated"
    r"|computer[ -]generated|system[ -]generated|machine[ -]generated) (?:\w+ )?(?:e-?mail|message|reply|response"
    r"|answer"
    r"|confirmation|notification|notice|acknowledge?ment|receipt|responder|mail)\b"
    r"|(?:this|the following|this e-?mail) (?:e-?mail|message|mail|reply|response|notice|notification|confirmation) "
    r"(?:was|is|has been) (?:automatically|auto-?) ?(?:generated|sent|created|produced)"
    r"|(?:this )?(?:e-?mail|message|mail|reply|response|notice|notification) (?:was|is|has been) (?:generated|sent"
    r"|created) automatically|(?:this is my|i am using an?) (?:auto-?(?:reply|responder)|automatic (?:reply|response))"
    r"|(?:automated|automatic|auto-?generated) (?:message|response|reply|e-?mail)\W{1,4}(?:please )?do not (?:reply"
    r"|respond)",
    "de": r"dies(?:e)? (?:ist|nachricht ist|e-?mail ist|mail ist) eine automatisch(?:e| erzeugte| generierte| erstellte"
    r"| versendete) \w+|diese (?:nachricht|e-?mail|mail|antwort) (?:wurde|wird|ist) (?:automatisch|maschinell"
    r"|vom system) "
    r"(?:erstellt|erzeugt|generiert|versendet|verschickt|versandt)|automatisch (?:erstellte|erzeugte|generierte) "
    r"(?:nachricht|e-?mail|antwort|mail)|dies ist ein automatischer \w+",
    "fr": r"ceci est (?:une? )?(?:réponse|message|courriel|notification|accusé de réception|e-?mail) (?:automatique"
    r"|généré automatiquement)|ce (?:message|courriel|mail|e-?mail) (?:est|a été) (?:un message |une réponse )?"
    r"(?:automatique|(?:généré|envoyé|émis) (?:automatiquement|de façon automatique))"
    r"|(?:réponse|message) (?:générée?|envoyée?) automatiquement",
    "es": r"(?:este|esta|esto) es (?:un|una) (?:mensaje|respuesta|correo|notificación|confirmación) (?:automátic[oa]"
    r"|generad[oa] automáticamente)|este (?:mensaje|correo|e-?mail) (?:ha sido|fue|es|se ha) (?:generado|enviado) "
    r"(?:automáticamente|de forma automática)",
    "it": r"(?:questo|questa|questa è|questo è)(?: è)? una? (?:messaggio|risposta|e-?mail|notifica"
    r"|conferma) (?:automatic[oa]"
    r"|generat[oa] automaticamente)|quest[oa] (?:messaggio|e-?mail|mail) (?:è|e) stat[oa] (?:generat[oa]|inviat[oa]) "
    r"(?:automaticamente|in automatico)",
    "pt": r"est[ae] (?:é|e) uma? (?:mensagem|resposta|e-?mail|notificação|confirmação) automátic[oa]|est[ae] "
    r"(?:mensagem|e-?mail) (?:foi|é) (?:gerad[oa]|enviad[oa]) automaticamente",
    "ca": r"aquest (?:és|es) un (?:missatge|correu) automàtic|aquesta (?:és|es) una resposta automàtica",
    "nl": r"dit is een (?:automatisch|geautomatiseerd)e? (?:\w+ )?(?:bericht|antwoord|e-?mail|bevestiging|mail|reactie)"
    r"|(?:dit bericht|deze (?:e-?mail|mail)) (?:is|wordt|werd) automatisch (?:verzonden|verstuurd|gegenereerd"
    r"|aangemaakt)",
    "sv": r"detta är ett (?:automatiskt|autogenererat|automatgenererat) (?:\w+ )?(?:svar|meddelande|mejl|mail|utskick)"
    r"|(?:detta (?:meddelande|mejl|mail)) (?:är|har) (?:skickats|genererats|automatiskt)",
    "da": r"dette er (?:en |et )?(?:automatisk|autogenereret|automatgenereret) (?:svar|besked|mail|e-?mail|meddelelse"
    r"|melding"
    r"|kvittering|bekræftelse)|denne (?:mail|e-?mail|besked|meldingen|e-?posten) er (?:sendt |genereret "
    r"|generert )?automatisk",
    "fi": r"tämä on automaattinen (?:\w+ )?(?:vastaus|viesti|ilmoitus|vahvistus)|tämä viesti on (?:lähetetty"
    r"|luotu) automaattisesti",
    "pl": r"(?:to jest|jest to|to) (?:automatyczna|automatycznie wygenerowana"
    r"|wiadomość wygenerowana automatycznie) ?\w*"
    r"|(?:ta |niniejsza )?wiadomość (?:została |jest )?(?:wygenerowana|wysłana|generowana) automatycznie",
    "cs": r"tot?o je automatick[áy] \w+|tat?o (?:zpráva|správa|odpověď) (?:byla|bola) (?:vygenerován?a|odeslán?a"
    r"|odoslaná) "
    r"automaticky|t(?:a|á)to (?:zpráva|správa) (?:byla|bola) automaticky \w+",
    "hu": r"ez egy automatikus (?:\w+ )?(?:válasz|üzenet|értesítés|levél)\w*|(?:ezt az|ez az) (?:üzenetet?|levelet"
    r"|e-?mailt?) "
    r"(?:a rendszer )?automatikusan",
    "ro": r"acest(?:a|e) (?:este )?un (?:mesaj|răspuns|e-?mail) (?:automat|generat automat)|acest (?:mesaj"
    r"|e-?mail) (?:a fost|este) "
    r"(?:generat|trimis) automat",
    "tr": r"bu (?:bir )?(?:otomatik|otomatik olarak (?:gönderilen|oluşturulan)) (?:\w+ )?(?:yanıt|cevap|mesaj"
    r"|e-?posta|ileti)\w*"
    r"|bu (?:e-?posta|mesaj|ileti) otomatik olarak",
    "el": r"αυτ[όή] είναι (?:ένα|μια) αυτόματ[οη] (?:μήνυμα|απάντηση)|το (?:παρόν )?μήνυμα (?:αυτό )?(?:στάλθηκε"
    r"|δημιουργήθηκε) αυτόματα",
    "ru": r"это (?:автоматическ(?:ое|ий)|автоматически (?:созданное|сгенерированное)) (?:письмо|сообщение|ответ"
    r"|уведомление)"
    r"|(?:данное|это) (?:письмо|сообщение) (?:было )?(?:создано|отправлено|сформировано|сгенерировано) автоматически"
    r"|(?:данное|это) (?:письмо|сообщение) автоматически",
    "uk": r"це автоматичн(?:а|е|ий) (?:відповідь|повідомлення|лист)|(?:цей лист|це повідомлення) (?:створено"
    r"|надіслано|сформовано) "
    r"автоматично",
    "ja": r"このメール(?:は|メッセージは)?、?(?:システム(?:から|より|による))?、?自動"
    r"(?:的に|で|返信|送信|配信)"
    r"|自動(?:返信|送信|配信|応答)(?:メール|メッセージ|専用)?です|自動的に(?:送信|返信|配信)(?:さ|し)",
    "zh": r"(?:这|此|本)(?:是|邮件|信)?(?:一封)?(?:为|是|由)?(?:系统)?自动(?:回复|发送|答复|发出|生成)"
    r"|(?:這|此|本)(?:是|郵件|信)?(?:一封)?(?:為|是|由)?(?:系統)?自動(?:回覆|發送|回復|發出|產生)",
    "ko": r"(?:이|본) (?:메일|메시지|이메일)은 자동(?:으로)? ?(?:발송|응답|회신|생성)"
    r"|자동 ?(?:응답|회신|발송) ?(?:메일|메시지)입니다",
}
"""A text that says of itself that no person wrote it."""

_DO_NOT_REPLY = {
    "en": r"(?:please )?(?:do not|don't) (?:reply|respond|answer) (?:directly )?to this (?:\w+ )?(?:e-?mail|message"
    r"|mail|address|"
    r"notification)|(?:replies|answers|responses) to this (?:e-?mail|message|address|mailbox) (?:are not|will not"
    r"|cannot|go)"
    r"|(?:mailbox|inbox|address|e-?mail account) is (?:not (?:monitored|read|attended|checked)|unattended|unmonitored)"
    r"|(?:please )?do not (?:reply|respond)(?: to it)?(?:\.|,|;|!|$)|nobody reads this (?:address|mailbox)",
    "de": r"(?:bitte )?(?:antworten sie|antworte) (?:bitte )?nicht (?:auf|direkt auf) diese"
    r"|bitte nicht (?:auf diese \S+ )?antworten"
    r"|(?:auf )?diese (?:nachricht|e-?mail|mail|adresse) (?:kann|können|wird)\b.{0,40}nicht (?:geantwortet"
    r"|beantwortet|gelesen)",
    "fr": r"(?:merci|veuillez|prière) de ne pas (?:y )?répondre|(?:veuillez )?ne pas répondre à ce"
    r"|ne répondez pas à ce",
    "es": r"(?:por favor,? )?no (?:responda|conteste|responder|contestar)(?:s|n)? (?:a )?(?:este|esta|directamente)",
    "it": r"(?:si prega di |per favore )?non rispondere a quest[oa]|non rispondete a quest[oa]",
    "pt": r"(?:por favor,? )?não (?:responda|responder) (?:a )?(?:este|esta)",
    "nl": r"(?:gelieve|u kunt|je kunt) niet (?:op|te antwoorden|te reageren)|niet (?:beantwoorden|reageren op) (?:dit"
    r"|deze)|"
    r"beantwoord (?:dit|deze) \S+ niet",
    "sv": r"(?:svara|det går) (?:ej|inte) (?:på detta|att svara)",
    "da": r"(?:svar|besvar) (?:venligst )?ikke (?:på )?denne|denne \S+ kan ikke besvares|ikke svar på denne",
    "fi": r"älä vastaa tähän|älkää vastatko tähän",
    "pl": r"(?:prosimy |proszę )?(?:nie odpowiada(?:ć|j)) na (?:tę|ta|ten|niniejszą)",
    "cs": r"neodpovídejte na (?:tento|tuto|túto)|na (?:tento|tuto) \S+ neodpovídejte",
    "hu": r"(?:kérjük,? )?ne válaszoljon (?:erre|a)",
    "ru": r"(?:пожалуйста,? )?не (?:отвечайте|нужно отвечать) на (?:это|данное)|отвечать на (?:это|него) не нужно",
    "ja": r"(?:この|本)メール(?:に|へ|には)(?:ご)?返信(?:し|さ|でき|いただ|は)"
    r"|返信(?:は)?(?:でき|受け付けて|いただいて)",
    "zh": r"(?:请|請)(?:勿|不要)(?:直接)?(?:回复|回覆|回復)",
    "ko": r"회신(?:하지|이 불가)|발신 ?전용",
}
"""A text that takes no answers."""

_AWAY = {
    "en": r"\b(?:i|we)(?: am|'m| are|'re| will be|'ll be|ll be)(?: currently| now)? (?:out of (?:the |my "
    r"|our )?office|away"
    r"(?! team)|out of town|out of the country|on (?:\w+ ){0,2}(?:vacation|leave|holidays?|sabbatical|break)"
    r"|travel+ing|off work)",
    "de": r"\bich (?:bin|befinde mich)\b.{0,40}(?:nicht im (?:büro|haus)|(?:außer|ausser) haus|abwesend|im urlaub"
    r"|in urlaub|unterwegs"
    r"|nicht (?:erreichbar|da|im dienst)|in elternzeit)",
    "fr": r"\bje (?:suis|serai)\b.{0,40}(?:absente?|en congés?|en vacances|en déplacement|hors du bureau)",
    "es": r"\b(?:estoy|estaré|me encuentro|me encontraré)\b.{0,40}(?:fuera|ausente|de vacaciones|de viaje|de permiso)",
    "it": r"\b(?:sono|sarò|saro)\b.{0,40}(?:assente|fuori (?:ufficio|sede)|in ferie|in vacanza)",
    "pt": r"\b(?:estou|estarei|encontro-me)\b.{0,40}(?:ausente|fora|de férias|em viagem|de licença)",
    "nl": r"\bik ben\b.{0,40}(?:afwezig|niet aanwezig|met (?:vakantie|verlof)|op vakantie|niet op kantoor)",
    "sv": r"\bjag är\b.{0,40}(?:bortrest|ledig|på (?:semester|resande fot)|inte på (?:kontoret|plats)|tjänstledig"
    r"|föräldraledig)",
    "da": r"\bjeg er\b.{0,40}(?:på ferie|ikke på kontor|bortrejst|bortreist|fraværende|ikke til stede|ute av kontoret"
    r"|på orlov)",
    "fi": r"\b(?:olen|olemme)\b.{0,40}(?:lomalla|poissa|matkoilla|vapaalla)",
    "pl": r"\b(?:jestem|przebywam|będę)\b.{0,40}(?:na urlopie|nieobecn[ya]|poza biurem|niedostępn[ya])",
    "cs": r"\b(?:jsem|som|budu|budem)\b.{0,40}(?:na dovolené|na dovolenke|mimo kancelář|nepřítom)",
    "hu": r"\b(?:szabadságon vagyok|nem vagyok (?:az )?(?:irodában|elérhető)|házon kívül vagyok)",
    "ro": r"\bsunt\b.{0,40}(?:în concediu|plecat)",
    "tr": r"\b(?:izinde(?:yim)?|ofis dışında(?:yım)?|tatilde(?:yim)?)\b",
    "el": r"(?:απουσιάζω|βρίσκομαι σε άδεια|εκτός γραφείου)",
    "ru": r"(?:я|нахожусь|буду)\b.{0,40}(?:в отпуске|в командировке|отсутств\w+|вне офиса|не в офисе)",
    "uk": r"(?:я|перебуваю|буду)\b.{0,40}(?:у відпустці|у відрядженні|відсутн\w+)",
    "ja": r"(?:不在|休暇|出張|休業)(?:に|と|を|中|いたし|して|で)",
    "zh": r"(?:正在|目前|现在|現在)?(?:休假|出差|不在办公室|不在辦公室|度假)",
    "ko": r"(?:휴가|출장|부재) ?중",
}
"""The author is away."""

_BACK = {
    "en": r"\b(?:until|till|through|return(?:ing)?|be back|back (?:on|in)|from \w+ \d)\b",
    "de": r"\b(?:bis (?:zum|einschlie\S+)|wieder (?:da|im|erreichbar|ab|zurück)|ab dem|kehre? .{0,20}zurück|vom)\b",
    "fr": r"\b(?:jusqu'a|jusqu'au|de retour|du \d|serai de retour|à partir du)\b",
    "es": r"\b(?:hasta el|regres\w+|vuelvo|volveré|a partir del|del \d)\b",
    "it": r"\b(?:fino al|rientr\w+|torner\w+|dal \d)\b",
    "pt": r"\b(?:até|regress\w+|retorn\w+|volto|a partir de)\b",
    "nl": r"\b(?:tot en met|t/m|vanaf|terug op|ben ik terug|van \d)\b",
    "sv": r"\b(?:till och med|t\.?o\.?m|fram till|tillbaka|åter)\b",
    "da": r"\b(?:til og med|indtil|frem til|tilbake|tilbage)\b",
    "fi": r"\b(?:saakka|asti|palaan)\b",
    "pl": r"\b(?:do dnia|wracam|wrócę|od dnia)\b",
    "cs": r"\b(?:až do|vrátím|do \d|od \d)\b",
    "ru": r"(?:\bдо \d|\bпо \d|вернусь|буду на связи)",
    "ja": r"まで",
    "zh": r"(?:直到|返回|至)",
}
"""Until when."""

_LIMITED = {
    "en": r"(?:limited|no|little|intermittent|sporadic|infrequent|without|not have|won't have"
    r"|occasional) (?:\w+ )?(?:access|connectivity"
    r"|internet)|(?:not|won't|rarely|only occasionally) (?:be )?(?:checking|reading|check|read) (?:my )?(?:e-?mails?"
    r"|mail|messages)",
    "de": r"(?:keinen|nur (?:eingeschränkt|begrenzt|selten|sporadisch)\w*|eingeschränkten) .{0,20}(?:zugriff|zugang"
    r"|e-?mail|mails)",
    "fr": r"(?:accès (?:limité|restreint)|pas (?:accès|d'accès)|sans accès|consulterai)",
    "es": r"(?:acceso limitado|sin acceso|no (?:tendré|tengo) acceso)",
    "it": r"(?:accesso limitato|senza accesso|non (?:avrò|ho) accesso)",
    "pt": r"(?:acesso limitado|sem acesso)",
    "nl": r"(?:beperkte? (?:toegang|bereikbaar)|geen toegang)",
    "sv": r"(?:begränsad tillgång|begrænset adgang|begrenset tilgang|läser inte|ikke (?:min )?mail)",
    "ru": r"(?:ограниченн\w+ доступ|нет доступа|без доступа)",
}
"""Mail is not read meanwhile."""

_LATER = {
    "en": r"\bwill (?:\w+ )?(?:reply|respond|answer|get back to|be in touch|write|read|return)\b.{0,60}(?:return|back"
    r"|soon as|as soon)"
    r"|(?:when|upon|after|on) (?:i (?:return|get back|am back|come back)|my return)|when i'm back",
    "de": r"nach meiner rück|sobald ich (?:zurück|wieder)|melde mich .{0,30}(?:zurück|wieder)|beantworte ich",
    "fr": r"(?:à|dès) mon retour|répondrai",
    "es": r"a mi (?:regreso|vuelta)|en cuanto (?:vuelva|regrese)|responderé",
    "it": r"al mio (?:rientro|ritorno)|risponderò",
    "pt": r"(?:no|após o|ao) meu (?:regresso|retorno)|quando (?:regressar|voltar|retornar)|responderei",
    "nl": r"(?:na|bij) (?:mijn )?terugkomst|zo spoedig mogelijk na",
    "sv": r"när jag (?:är|kommer) (?:tillbaka|åter)|når jeg (?:er|kommer) (?:tilbage|tilbake)",
    "fi": r"palattuani",
    "pl": r"po (?:moim )?powrocie",
    "cs": r"po (?:mém |mojom )?návrat",
    "ru": r"(?:после|по) (?:моего )?возвращени\w+|отвечу",
}
"""An answer will come later."""

_MEANWHILE = {
    "en": r"\b(?:for|if|in case of|should) (?:\w+ ){0,4}(?:urgent|urgency|emergency|emergencies|immediate|assistance)"
    r"|if you need"
    r"|(?:mail|message) (?:will|is) not (?:be )?(?:forwarded|being forwarded)|in my absence|while i(?:'m| am) away",
    "de": r"(?:in|bei) dringenden|(?:nachricht|mail|e-?mail)\w* (?:wird|werden) nicht weitergeleitet"
    r"|in meiner abwesenheit|vertretung",
    "fr": r"en cas d'urgence|pour toute urgence|urgent\w*|pendant mon absence|en mon absence",
    "es": r"(?:en caso de|para (?:asuntos|temas)) (?:urgencia|urgentes)|urgente\w*|en mi ausencia",
    "it": r"per (?:urgenze|questioni urgenti|comunicazioni urgenti)|in caso di urgenza|in mia assenza",
    "pt": r"em caso de urgência|assuntos urgentes|na minha ausência",
    "nl": r"(?:voor|bij) (?:dringende|spoed\S*|urgente)|niet doorgestuurd|tijdens mijn afwezigheid",
    "sv": r"brådskande|hastesaker|hastende|akuta ärenden",
    "fi": r"kiireellis\w+|kiireisissä",
    "pl": r"w pilnych (?:sprawach|przypadkach)|w sprawach pilnych",
    "cs": r"v naléhav\w+|v urgentn\w+|v súrnych",
    "ru": r"по срочным|в срочных|срочны\w+",
}
"""Whom to ask meanwhile."""

_RECEIVED = {
    "en": r"\b(?:your|this) (?:\w+ )?(?:message|e-?mail|mail|request|inquiry|enquiry|ticket|submission|question"
    r"|query) (?:has been|was|is) "
    r"(?:successfully )?(?:received|logged|registered|assigned|opened|created|recorded|forwarded)|\bwe (?:have "
    r"|'ve )?(?:just )?received your "
    r"(?:\w+ )?(?:message|e-?mail|mail|request|inquiry|enquiry|submission|question)"
    r"|acknowledge (?:that we have received|receipt of) your"
    r"|\b(?:a|your) (?:new )?(?:support )?(?:ticket|case) (?:has been|was) (?:created|opened)|your message reached",
    "de": r"\bihre? (?:nachricht|anfrage|e-?mail|mail|mitteilung) (?:ist|wurde|haben wir)\b.{0,40}(?:eingegangen"
    r"|erhalten|erfasst|registriert"
    r"|angekommen)|wir haben ihre (?:nachricht|anfrage|e-?mail|mail) erhalten|(?:ihre anfrage|ihr anliegen) wurde",
    "fr": r"(?:votre|nous avons bien reçu votre) (?:message|demande|courriel|e-?mail)\b.{0,40}(?:reçue?|enregistrée?"
    r"|pris en compte)?"
    r"|avons bien reçu",
    "es": r"(?:hemos recibido su|su) (?:mensaje|solicitud|consulta|correo)\b.{0,40}(?:ha sido|fue)? ?(?:recibid[oa]"
    r"|registrad[oa])?",
    "it": r"(?:abbiamo ricevuto|è stata ricevuta|è stato ricevuto)\b.{0,40}(?:messaggio|richiesta|e-?mail)",
    "pt": r"recebemos (?:a )?sua? (?:mensagem|solicitação|pedido|e-?mail|contato)",
    "nl": r"(?:uw|je) (?:bericht|vraag|aanvraag|e-?mail|verzoek) (?:is|hebben wij|werd) (?:goed )?ontvangen"
    r"|wij hebben (?:uw|je) \S+ ontvangen",
    "pl": r"(?:otrzymaliśmy|wpłynęło) (?:twoj|państwa|pana)\w*",
    "ru": r"ваше (?:обращение|письмо|сообщение) (?:получено|зарегистрировано|принято)",
}
"""A desk acknowledges a mail."""

_NUMBERED = (
    r"(?<!my )(?<!our )\b(?:ticket|case|reference|request|tracking|incident|vorgangs?|ticket-?|fall|dossier|demande"
    r"|caso|solicitud"
    r"|protocolo|zaak|zgłoszeni\w+"
    r"|обращени\w+)[- ]?(?:id|no|number|nr|nummer|numéro|número|numero|ref|#|n°)?\.?(?: is| ist| was|:"
    r"|=)? ?#?\[?[a-z]{0,6}[-#]?\d{3,}"
)
_THANKS = (
    r"\A(?:(?:dear|hello|hi)\b[^.!?]{0,40}[,!.] ?)?(?:thank you|thanks) (?:very much )?for (?:contacting"
    r"|writing(?: to)?|getting in touch with"
    r"|reaching out to|your (?:inquiry|enquiry|interest in|submission))"
)

_RECEIPT_SUBJECTS = {
    "en": r"read|not read|return receipt(?: \(displayed\))?|read receipt|delivery receipt|message read"
    r"|disposition notification",
    "de": r"gelesen|ungelesen|nicht gelesen|gelöscht|lesebestätigung|empfangsbestätigung",
    "fr": r"lu|non lu|accusé de (?:réception|lecture)|confirmation de lecture",
    "es": r"leído|no leído|confirmación de lectura|acuse de recibo",
    "it": r"letto|non letto|conferma di lettura|ricevuta di ritorno",
    "pt": r"lid[ao]|não lid[ao]|confirmação de leitura|recibo de leitura",
    "nl": r"gelezen|niet gelezen|ongelezen|leesbevestiging|ontvangstbevestiging",
    "sv": r"läst|oläst|ej läst|läskvitto",
    "da": r"læst|ulæst|ikke læst|lest|ulest|kvittering for læsning|lesebekreftelse",
    "fi": r"luettu|lukematta|lukukuittaus",
    "pl": r"przeczytano|nieprzeczytane|potwierdzenie odczytu",
    "cs": r"přečteno|nepřečteno|prečítané|potvrzení o přečtení",
    "hu": r"elolvasva|olvasva|nem olvasta|olvasási visszaigazolás",
    "tr": r"okundu|okunmadı",
    "ru": r"прочитано|прочтено|не прочтено|не прочитано|уведомление о прочтении",
    "ja": r"開封済み|未読|開封確認",
    "zh": r"已读|已讀|未读|未讀",
    "ko": r"읽음|읽지 않음",
}
"""What stands in front of the subject of a mail that was read, or deleted unread."""

_WAS_READ = (
    r"\b(?:your message|ihre nachricht|votre message|su mensaje|uw bericht|il messaggio"
    r"|a sua mensagem)\b.{0,400}?(?:was (?:read|displayed"
    r"|opened|deleted without being read)|wurde.{0,60}(?:gelesen|gelöscht|angezeigt)|a été (?:lu|supprimé|affiché)"
    r"|fue (?:leído|eliminado)"
    r"|(?:is|werd).{0,60}(?:gelezen|verwijderd)|è stato (?:letto|eliminato)|foi (?:lida|excluída|eliminada))"
    r"|this is a (?:return|read) receipt|no guarantee that the message has been read|dies ist eine (?:empfangs"
    r"|lese)bestätigung"
)

_CHALLENGE_SUBJECTS = (
    r"(?:re: ?)?(?:your e-?mail requires verification|please (?:confirm|verify) your (?:message|e-?mail(?:$| (?:to"
    r"|message|address)))"
    r"|confirm(?:ation)? (?:required )?(?:for )?your (?:message|e-?mail) to|\[?spam ?arrest\]?"
    r"|sender verification (?:required|request)"
    r"|message delivery pending:? (?:verification|confirm)|antispam uol|(?:e-?mail|sender) (?:verification"
    r"|confirmation) (?:request|required)"
    r"|bitte bestätigen sie ihre (?:e-?mail|nachricht))|.*\((?:e-?mail )?verification required\)\Z"
)
_HELD = (
    r"your (?:message|e-?mail|mail)s?\b.{0,80}?\b(?:is being held|has been held|was held|is held"
    r"|has not been delivered|is waiting"
    r"|will (?:not )?be (?:delivered|released)|is awaiting|was waitlisted|is quarantined|has been quarantined)\b"
    r"|(?:protect\w*|guard\w*|fight\w*|block\w*) (?:\w+ ){0,2}(?:from|against|of)? ?(?:receiving )?(?:junk|spam"
    r"|unsolicited)"
    r"|ihre (?:nachricht|e-?mail|mail)\b.{0,80}?(?:zurückgehalten|noch nicht zugestellt|erst zugestellt)"
    r"|votre (?:message|courriel)\b.{0,80}?(?:en attente|sera (?:remis|délivré|livré))"
    r"|(?:su mensaje|su correo|sua mensagem|seu e-?mail)\b.{0,80}?(?:será entreg|retenid|retida|retido)"
)
_PROVE = (
    r"(?:click|visit|follow|open|go to|repl(?:y|ying) to|respond to|use)\b[^.]{0,60}\b(?:link|url|page"
    r"|this (?:message|e-?mail|mail)|below|here)"
    r"\b.{0,160}?(?:complete (?:the )?verif|(?:message|e-?mail|mail|it)s?\b.{0,40}(?:delivered|released)"
    r"|verify (?:yourself|your (?:e-?mail|address))|(?:prove|confirm) (?:that )?you(?:'re| are)\b|approved? senders?"
    r"|guest list"
    r"|(?:safe|white)-?list)|(?:confirm|prove|verify) that you(?:'re| are) (?:a |an )?(?:human|person|real)"
    r"|verify your (?:e-?mail|address)"
    r"|(?:until|once|when|after) you (?:have )?(?:confirm|verif|repl|click|respond)\w*"
    r"|klicken sie .{0,80}(?:nachricht|e-?mail|mail).{0,40}(?:zugestellt|zustell|freig|bestätig)"
    r"|cliquez .{0,120}(?:remis|délivr|livr|confirm)"
    r"|(?:clique|haga clic|pulse) .{0,120}(?:entreg|confirm|verific)"
)

_ALERT_SUBJECTS = (
    r"(?:re: ?)?(?:\*+ ?(?:problem|recovery|acknowledgement|flappingstart|flappingstop|downtimestart|downtimeend)\b"
    r"|cron <\S+@\S+>|\[?(?:firing|resolved):\d+\]?|(?:monitor|host|service|site|check) (?:is )?(?:down|up"
    r"|critical)\b: ?|logwatch for\b"
    r"|\[(?:nagios|icinga|zabbix|munin|monit|uptime ?robot)\]|(?:problem|recovery|warning|critical"
    r"|ok): ?\S+[/ ]\S+ (?:is )?(?:critical|warning|ok"
    r"|down|up|unreachable|unknown)\b|report domain: ?\S+ submitter: ?\S+|output from your (?:job|cron)|anacron job)"
)

_NOTICE_FOOT = (
    r"(?:if you (?:do not|don't|no longer) (?:want|wish) to (?:receive|get)|to (?:stop|control which) (?:receiving"
    r"|e-?mails)|to unsubscribe from"
    r"|(?:change|manage|update|edit|adjust) your (?:\w+ )?(?:notification|e-?mail|subscription|account"
    r"|mail)s? ?(?:settings|preferences)"
    r"|you(?:'re| are) receiving (?:this|these)|you (?:have )?received this (?:e-?mail|notification|message) because"
    r"|this (?:message|e-?mail|mail) "
    r"was (?:sent|intended|mailed) (?:to|for) \S+@)"
)
_NEWSLETTER = (
    r"view (?:this|it) (?:e-?mail|message|newsletter|mailing)? ?(?:in your|on the|online|in a) ?(?:browser|web)?"
    r"|unsubscribe from (?:this|our)"
    r" (?:newsletter|list|mailing)|(?<!want )(?<!like )(?<!wish )(?<!how )to unsubscribe\b"
    r"|unsubscribe (?:here|now|at any|link|<|\||http|from this|instantly)|\| unsubscribe\b|newsletter (?:abbestellen"
    r"|abmelden)"
    r"|vom newsletter|se désabonner"
    r"|désinscri|darse de baja|cancelar (?:la )?(?:suscripción|subscrição)|annulla iscrizione|disiscri|uitschrijven"
    r"|afmelden|avregistrera|afmeld"
    r"|you(?:'re| are) (?:receiving|getting) this (?:newsletter|e-?mail|message"
    r"|mailing)\b.{0,40}\bbecause you (?:signed|subscrib|opted|are (?:a )?"
    r"(?:member|subscri|on))"
)
_LIST_FOOT = (
    r"\bmailing list\b.{0,80}\blistinfo\b|_{20,} \S+ mailing list"
    r"|you received this message because you are subscribed to the google groups"
    r"|to unsubscribe from this (?:group|list)|to post to this (?:group|list)|yahoo! groups links"
)
_SHOWS_A_MACHINE = (
    r"\b(?:i|we) (?:keep |just |only |always |still |also |have |'ve )*(?:got|get|getting|receive|received"
    r"|receiving) (?:this|these|that|the following"
    r"|the below|nothing but|only|an? (?:auto|computer|bounce|message saying))|\b(?:is|was) (?:this|that"
    r"|it) (?:just )?an? (?:auto|robot|machine)"
    r"|(?:sorry|apolog\w+) (?:for|about) (?:the|my|our) auto"
)

AWAY_SUBJECT = re.compile(
    rf"(?:(?:yahoo!?|hotmail|aol|gmx|web\.de|gmail|msn|mail|e-?mail) )?(?:\[|\()?(?:{_any_of(_AWAY_SUBJECTS)})(?:\]"
    rf"|\))?"
    r"\s*(?:(?::|(?<=[\])])|(?:- )?(?:re|aw|sv|tr|rif|antw|vs)\s?:).*|\(.*\)?|\Z)",
)
"""The subject of a vacation notice, from its beginning; nothing but a machine begins so."""
LOTUS_SUBJECT = re.compile(rf"auto ?: .{{2,200}}?(?:\(.*|{_any_of(_AWAY_IN_SUBJECT)}.*)")
AWAY_SUFFIX = re.compile(rf".*[\[(](?:{_any_of(_AWAY_SUBJECTS)})[\])]?")
AWAY_IN_SUBJECT = re.compile(rf"(?<!\w)(?:{_any_of(_AWAY_IN_SUBJECT)})")
DECLARED = re.compile(rf"(?:{_any_of(_DECLARED)})(?![^.!?]{{0,80}}\?)")
DO_NOT_REPLY = re.compile(_any_of(_DO_NOT_REPLY))
AWAY = re.compile(_any_of(_AWAY))
AWAY_MARKS = tuple(re.compile(_any_of(table)) for table in (_BACK, _LIMITED, _LATER, _MEANWHILE))
"""What else a vacation notice says, each a matter of its own."""
RECEIVED = re.compile(_any_of(_RECEIVED))
NUMBERED = re.compile(_folded(_NUMBERED))
THANKS = re.compile(_THANKS)
RECEIPT_SUBJECT = re.compile(rf"(?:{_any_of(_RECEIPT_SUBJECTS)})\s?(?::|\(|\Z)")
WAS_READ = re.compile(_folded(_WAS_READ))
CHALLENGE_SUBJECT = re.compile(_folded(_CHALLENGE_SUBJECTS))
HELD = re.compile(_folded(_HELD))
PROVE = re.compile(_folded(_PROVE))
ALERT_SUBJECT = re.compile(_ALERT_SUBJECTS)
NOTICE_FOOT = re.compile(_NOTICE_FOOT)
NEWSLETTER = re.compile(_folded(_NEWSLETTER))
LIST_FOOT = re.compile(_LIST_FOOT)
SHOWS_A_MACHINE = re.compile(_SHOWS_A_MACHINE)
"""A person speaks of a machine's mail."""
