"""What people call time zones: regions, cities, states, abbreviations. Facts only; ``zones`` reads them."""

NEW_YORK, CHICAGO, DENVER, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
PHOENIX, ANCHORAGE, HONOLULU = "America/Phoenix", "America/Anchorage", "Pacific/Honolulu"

REGIONS = (
    ("eastern", "e", NEW_YORK, -5, ()),
    ("central", "c", CHICAGO, -6, ()),
    ("mountain", "m", DENVER, -7, (PHOENIX,)),
    ("pacific", "p", LOS_ANGELES, -8, ()),
    ("alaska", "ak", ANCHORAGE, -9, ()),
    ("hawaii", "h", HONOLULU, -10, ()),
)

PLACES = f"""
{NEW_YORK}: new york|new york city|nyc|ny|n.y|brooklyn|manhattan|queens|bronx|boston|philadelphia|philly|atlanta|miami
{NEW_YORK}: washington dc|washington d.c|dc|d.c|baltimore|pittsburgh|cleveland|cincinnati|columbus|buffalo|tampa|orlando
{NEW_YORK}: providence|hartford|new haven|newark|new jersey|charlotte|raleigh|burlington|east coast|eastcoast
{NEW_YORK}: us eastern|u.s. eastern|us east|jacksonville|asheville|albany|savannah|new england|eastern seaboard
{NEW_YORK}: staten island|long island|westchester|harlem|syracuse|utica|ithaca|worcester|new bedford|lowell|jersey city
{NEW_YORK}: hoboken|trenton|camden nj|atlantic city|allentown|scranton|harrisburg|lancaster pa|annapolis|norfolk
{NEW_YORK}: virginia beach|roanoke|charlottesville|greensboro|winston salem|chapel hill|durham nc
{NEW_YORK}: charleston|macon|fort lauderdale|ft. lauderdale|ft lauderdale|tallahassee|gainesville|st. petersburg fl
{NEW_YORK}: toledo|akron|dayton|youngstown|knoxville|chattanooga|montpelier|bangor|wilmington|state college
{NEW_YORK}: hora del este|tiempo del este|nueva york|heure de l'est|heure de new york|delmarva
{CHICAGO}: chicago|dallas|houston|austin|san antonio|minneapolis|st paul|st. paul|saint paul|twin cities|milwaukee
{CHICAGO}: madison|green bay|duluth|st. cloud|des plaines|evanston|peoria il|rockford|davenport|quad cities|cedar rapids
{CHICAGO}: baton rouge|shreveport|jackson ms|mobile|montgomery|huntsville|pensacola|lincoln ne|lincoln nebraska
{CHICAGO}: lubbock|amarillo|corpus christi|laredo|mcallen|brownsville|galveston|waco|denton|plano|dfw|dallas-fort worth
{CHICAGO}: topeka|lawrence ks|lawrence kansas|sioux falls|sioux city|fayetteville ar|murfreesboro|hora central|midwest
{CHICAGO}: tiempo central|upper midwest
{CHICAGO}: new orleans|memphis|nashville|st louis|st. louis|saint louis|kansas city|oklahoma city|tulsa|omaha|des moines
{CHICAGO}: us central|u.s. central|iowa city|little rock|fort worth|birmingham al|wichita|fargo
{DENVER}: denver|boulder|salt lake city|salt lake|albuquerque|santa fe|cheyenne|billings|missoula
{DENVER}: us mountain|u.s. mountain|pueblo|grand junction|las cruces|provo|ogden|bozeman|helena|great falls|laramie
{DENVER}: aspen|durango|longmont|greeley|taos|hora de la montana|rocky mountain|idaho falls|pocatello
{DENVER}: colorado springs|fort collins|el paso|boise
{PHOENIX}: phoenix|tucson|flagstaff|tempe|arizona|az|mesa az|scottsdale|yuma|prescott
{LOS_ANGELES}: los angeles|la|l.a|san francisco|sf|s.f|bay area|sf bay area|oakland|berkeley|seattle
{LOS_ANGELES}: san diego|sacramento
{LOS_ANGELES}: san jose|las vegas|portland oregon|eugene|west coast|westcoast|us pacific|u.s. pacific|olympia|fresno
{LOS_ANGELES}: long beach|tacoma|spokane|reno|santa cruz|us west|southern california|northern california|socal|norcal
{LOS_ANGELES}: santa barbara|santa monica|pasadena|bakersfield|stockton|modesto|anaheim|riverside|irvine|hollywood
{LOS_ANGELES}: palo alto|silicon valley|marin|santa rosa|davis ca|venice beach|carson city|bellingham|everett|yakima
{LOS_ANGELES}: corvallis|ashland or|bend or|pacific northwest|hora del pacifico|pacifico|tiempo del pacifico|tijuana
{LOS_ANGELES}: heure du pacifique|baja california
{ANCHORAGE}: anchorage|fairbanks|juneau
{HONOLULU}: honolulu|hawaiian|maui
America/Detroit: detroit|ann arbor|flint
America/Indiana/Indianapolis: indianapolis|bloomington indiana
America/Kentucky/Louisville: louisville
America/Toronto: toronto|montreal|ottawa|quebec|quebec city|ontario canada|hamilton ontario|heure de montreal|gta
America/Winnipeg: winnipeg|manitoba
America/Regina: regina|saskatchewan|saskatoon
America/Edmonton: edmonton|calgary|alberta
America/Vancouver: vancouver|victoria bc|british columbia
America/Halifax: halifax|nova scotia|new brunswick
America/St_Johns: newfoundland|st johns|st. john's
America/Puerto_Rico: puerto rico|san juan
America/Mexico_City: mexico city|cdmx
America/Bogota: bogota|colombia|medellin
America/Lima: lima|peru
America/Santiago: santiago|chile
America/Caracas: caracas|venezuela
America/Guayaquil: quito|guayaquil|ecuador
America/La_Paz: la paz bolivia|bolivia
America/Montevideo: montevideo|uruguay
America/Asuncion: asuncion|paraguay
America/Panama: panama|panama city panama
America/Costa_Rica: costa rica
America/Guatemala: guatemala
America/El_Salvador: el salvador
America/Tegucigalpa: honduras|tegucigalpa
America/Managua: nicaragua|managua
America/Havana: havana|cuba
America/Jamaica: jamaica
America/Port-au-Prince: haiti
America/Santo_Domingo: dominican republic|santo domingo
America/Sao_Paulo: sao paulo|rio de janeiro|rio|brasilia
America/Argentina/Buenos_Aires: buenos aires|argentina
Europe/London: london|uk|u.k|united kingdom|england|scotland|wales|britain|great britain|edinburgh|glasgow
Europe/London: bst|british|uk time|british summer|leeds|bristol|liverpool|sheffield|nottingham|cardiff|belfast|brighton
Europe/London: londres|northern ireland|newcastle upon tyne
Europe/Dublin: dublin|ireland|irish
Europe/Lisbon: lisbon|portugal|lisboa|porto|portuguese
Europe/Madrid: madrid|barcelona|spain|spanish|sevilla|seville|bilbao|hora de madrid
Europe/Paris: paris|france|lyon|marseille|toulouse|heure de paris|french
Europe/Brussels: brussels|belgium|bruxelles|belgian
Europe/Amsterdam: amsterdam|netherlands|holland|the netherlands|rotterdam|dutch
Europe/Berlin: german|deutsche zeit|koln|munchen|leipzig|dresden|stuttgart
Europe/Berlin: berlin|germany|frankfurt|hamburg|munich|cologne|cet|cest|central european|central europe|mez|mesz
Europe/Zurich: zurich|geneva|switzerland
Europe/Rome: rome|milan|italy|roma|milano|italian|bologna|turin|naples italy
Europe/Vienna: vienna|austria|wien|austrian
Europe/Prague: prague
Europe/Warsaw: warsaw|poland
Europe/Budapest: budapest
Europe/Copenhagen: copenhagen|denmark
Europe/Stockholm: stockholm|sweden
Europe/Oslo: oslo|norway
Europe/Helsinki: helsinki|finland
Europe/Athens: greece|greek|thessaloniki
Europe/Bucharest: bucharest|romania
Europe/Sofia: sofia|bulgaria
Europe/Belgrade: belgrade|serbia
Europe/Zagreb: zagreb|croatia
Europe/Ljubljana: ljubljana|slovenia
Europe/Kiev: kiev|kyiv|ukraine
Europe/Vilnius: vilnius|lithuania
Europe/Riga: riga|latvia
Europe/Tallinn: tallinn|estonia
Atlantic/Reykjavik: reykjavik|iceland
Europe/Istanbul: istanbul|turkey
Europe/Moscow: moscow|msk
Africa/Cairo: cairo|egypt
Africa/Johannesburg: johannesburg|cape town|south africa|sast
Africa/Nairobi: nairobi|kenya
Africa/Lagos: lagos|nigeria
Africa/Accra: accra|ghana
Africa/Addis_Ababa: addis ababa|ethiopia
Africa/Kampala: kampala|uganda
Africa/Harare: harare|zimbabwe
Africa/Casablanca: casablanca|morocco
Africa/Algiers: algiers|algeria
Africa/Tunis: tunis|tunisia
Asia/Jerusalem: jerusalem|tel aviv|israel
Asia/Beirut: beirut
Asia/Dubai: dubai
Asia/Tehran: tehran|iran
Asia/Kathmandu: kathmandu|nepal
Asia/Dhaka: dhaka|bangladesh
Asia/Colombo: colombo|sri lanka
Asia/Jakarta: jakarta
Asia/Kuala_Lumpur: kuala lumpur|malaysia
Asia/Ho_Chi_Minh: hanoi|saigon|ho chi minh city|vietnam
Asia/Taipei: taipei|taiwan
Asia/Karachi: karachi|pakistan
Asia/Kolkata: kolkata|calcutta|mumbai|bombay|delhi|new delhi|bangalore|india|chennai
Asia/Bangkok: bangkok|thailand
Asia/Singapore: singapore
Asia/Manila: manila|philippines
Asia/Hong_Kong: hong kong
Asia/Shanghai: shanghai|beijing|china
Asia/Seoul: seoul|korea|kst
Asia/Tokyo: tokyo|japan|jst
Australia/Sydney: sydney|aedt|canberra|new south wales
Australia/Melbourne: melbourne
Australia/Brisbane: brisbane|queensland
Australia/Adelaide: adelaide
Australia/Perth: perth|awst
Pacific/Auckland: auckland|wellington|new zealand|nz|nzst|nzdt|nzt
UTC: utc|coordinated universal time|universal time|zulu
"""

SEVERAL: dict[str, tuple[str, ...]] = {
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "ast": ("America/Halifax", "America/Puerto_Rico"),
    "adt": ("America/Halifax",),
    "atlantic": ("America/Halifax", "America/Puerto_Rico"),
    "aest": ("Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"),
    "aet": ("Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"),
    "eet": ("Europe/Athens", "Europe/Helsinki", "Africa/Cairo"),
    "eest": ("Europe/Athens", "Europe/Helsinki"),
    "portland": (LOS_ANGELES, NEW_YORK),
    "aurora": (DENVER, CHICAGO),
    "arlington": (NEW_YORK, CHICAGO),
    "rochester": (NEW_YORK, CHICAGO),
    "jackson": (CHICAGO, NEW_YORK, DENVER),
    "peoria": (CHICAGO, PHOENIX),
    "lafayette": (CHICAGO, "America/Indiana/Indianapolis"),
    "salem": (LOS_ANGELES, NEW_YORK),
    "cambridge": (NEW_YORK, "Europe/London"),
    "durham": (NEW_YORK, "Europe/London"),
    "concord": (NEW_YORK, LOS_ANGELES),
    "naples": (NEW_YORK, "Europe/Rome"),
    "hamilton": ("America/Toronto", "Pacific/Auckland", NEW_YORK),
    "lawrence": (CHICAGO, NEW_YORK),
    "newcastle": ("Europe/London", "Australia/Sydney"),
    "indonesia": ("Asia/Jakarta", "Asia/Makassar"),
    "russia": ("Europe/Moscow", "Asia/Yekaterinburg"),
    "florida": (NEW_YORK, CHICAGO),
    "michigan": ("America/Detroit", "America/Menominee"),
    "indiana": ("America/Indiana/Indianapolis", CHICAGO),
    "kentucky": (NEW_YORK, CHICAGO, "America/Kentucky/Louisville"),
    "tennessee": (CHICAGO, NEW_YORK),
    "texas": (CHICAGO, DENVER),
    "kansas": (CHICAGO, DENVER),
    "nebraska": (CHICAGO, DENVER),
    "north dakota": (CHICAGO, DENVER),
    "south dakota": (CHICAGO, DENVER),
    "idaho": (DENVER, LOS_ANGELES, "America/Boise"),
    "oregon": (LOS_ANGELES, DENVER),
    "ontario": ("America/Toronto", "America/Winnipeg"),
    "birmingham": (CHICAGO, "Europe/London"),
    "columbia": (NEW_YORK, CHICAGO),
    "bloomington": ("America/Indiana/Indianapolis", CHICAGO),
    "springfield": (CHICAGO, NEW_YORK, LOS_ANGELES),
    "victoria": ("America/Vancouver", "Australia/Melbourne"),
    "washington": (NEW_YORK, LOS_ANGELES),
    "georgia": (NEW_YORK, "Asia/Tbilisi"),
    "canada": ("America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver", "America/Halifax"),
    "mexico": ("America/Mexico_City", "America/Tijuana", "America/Cancun"),
    "australia": ("Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane", "Australia/Perth"),
    "brazil": ("America/Sao_Paulo", "America/Manaus"),
    "western": (LOS_ANGELES, DENVER),
    "richmond": (NEW_YORK, LOS_ANGELES),
    "manchester": ("Europe/London", NEW_YORK),
    "athens": (NEW_YORK, "Europe/Athens"),
    "wst": (LOS_ANGELES, "Australia/Perth"),
}

STATES = f"""
{NEW_YORK}: ct connecticut|de delaware|ga|me maine|md maryland|ma massachusetts|nh new hampshire|nj|nc north carolina
{NEW_YORK}: oh ohio|pa pennsylvania|ri rhode island|sc south carolina|vt vermont|va virginia|wv west virginia
{NEW_YORK}: ny new york state
{NEW_YORK}: dc district of columbia
{CHICAGO}: al alabama|ar arkansas|il illinois|ia iowa|la louisiana|mn minnesota|ms mississippi|mo missouri|ok oklahoma
{CHICAGO}: wi wisconsin
{DENVER}: co colorado|mt montana|nm new mexico|ut utah|wy wyoming
{LOS_ANGELES}: ca california|nv nevada|wa washington state
{PHOENIX}: az arizona
{ANCHORAGE}: ak alaska
{HONOLULU}: hi hawaii
"""
SPLIT_STATES = {
    "FL": "florida", "MI": "michigan", "IN": "indiana", "KY": "kentucky", "TN": "tennessee", "TX": "texas",
    "KS": "kansas", "NE": "nebraska", "ND": "north dakota", "SD": "south dakota", "ID": "idaho", "OR": "oregon",
}  # fmt: skip
NAMES = {
    "America/New_York": "Eastern",
    CHICAGO: "Central",
    DENVER: "Mountain",
    LOS_ANGELES: "Pacific",
    ANCHORAGE: "Alaska",
}

_US = frozenset({NEW_YORK, CHICAGO, DENVER, LOS_ANGELES, PHOENIX, ANCHORAGE, HONOLULU}) | {
    "America/Detroit", "America/Boise", "America/Juneau", "America/Sitka", "America/Metlakatla", "America/Yakutat",
    "America/Nome", "America/Adak", "America/Menominee", "America/Puerto_Rico",
}  # fmt: skip
_US_FAMILIES = ("America/Indiana/", "America/Kentucky/", "America/North_Dakota/", "US/")
_DAY_FIRST = ("Europe/", "Africa/", "Australia/", "America/Argentina/", "Pacific/Auckland", "America/Sao_Paulo",
              "America/Mexico_City", "Asia/Kolkata", "Asia/Jerusalem", "America/Bogota", "America/Lima",
              "America/Santiago", "America/Caracas", "Asia/Singapore", "Asia/Karachi")  # fmt: skip


def is_us(zone: str) -> bool:
    """Whether people of this IANA zone write the month first."""
    return zone in _US or zone.startswith(_US_FAMILIES)


def is_day_first(zone: str) -> bool:
    """Whether people of this IANA zone mostly write the day first."""
    return zone.startswith(_DAY_FIRST)


OLD_NAMES = {
    "us/eastern": NEW_YORK, "us/central": CHICAGO, "us/mountain": DENVER, "us/pacific": LOS_ANGELES,
    "us/arizona": PHOENIX, "us/alaska": ANCHORAGE, "us/hawaii": HONOLULU, "canada/eastern": "America/Toronto",
    "canada/central": "America/Winnipeg", "canada/mountain": "America/Edmonton", "canada/pacific": "America/Vancouver",
    "canada/atlantic": "America/Halifax", "asia/calcutta": "Asia/Kolkata", "etc/utc": "UTC",
}  # fmt: skip
