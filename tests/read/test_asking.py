"""What mails without a form wish for: a call of one's own, the form, or neither."""

import pytest

from mailflow.read.sentences.asking import asks_for_call, asks_for_form, is_about_a_call

ASKING = [
    # Who asks: we, I, a group, somebody for others.
    "We would like to request a conference call for our working group.",
    "I'd like to set up a conference call for the twelve encampments in Ohio.",
    "Our legal team needs a conference line for Sunday evenings.",
    "The Gulf Coast Fishers requests a teleconference on Thursday, May 2.",
    "The tenants of 40 Mill Street request a conference call.",
    "Could the Harlem reading circle have a Maestro call next Wednesday?",
    "Can occupy santa fe get a line sunday night",
    "Might we have the use of your conference line on the 9th?",
    "May we book a call for the stewards of Local 52?",
    "My aunt runs the food pantry network and they would like to hold a call with the church groups.",
    "could we (the Wobblies of Duluth) please schedule a call",
    "could we, the nurses of St. Mary's, have a call on Friday?",
    "Students for a Fair Fee would love to host a national call about tuition.",
    # The wish.
    "We're hoping to organize a call between the three general assemblies.",
    "I am writing to ask whether you would host a call for our bargaining committee.",
    "We are looking to put together a phone conference with the Maine groups.",
    "We're interested in setting up a weekly call for the kitchen crews.",
    "We have been trying to set up a regional call and could use your help.",
    "Would it be possible to have a conference call on the eviction law?",
    "Is it possible for us to get a Maestro line on the 3rd?",
    "Any chance of a call for the jail support people on Monday?",
    "any chance we could get a conference call this week",
    "I was wondering if we could use your phone line for a meeting of delegates.",
    "It would be great if you could set us up with a conference call.",
    "Let us know if we can have a call on Tuesday at noon.",
    "We want another call, same as in March.",
    "We need a call tomorrow night at 9 pm Eastern, it is urgent.",
    "need conference call for thurs 8pm pacific",
    "Looking to book a call for the foreclosure team.",
    "All we need is a one-hour call on the 6th.",
    "We are in need of a conference call before the vote.",
    "We\u2019d like to\u00a0ask for a conference\u00a0call Thursday.",
    "We would\nlike to have\na call with the\nVermont farmers.",
    "We hope you could arrange a call for the striking drivers.",
    # Orders.
    "Please set up a call for Occupy Eugene on the 14th.",
    "Please book us a call. Title: Bread and Roses.",
    "Set us up with a Maestro line for Saturday please",
    "Can you set a conference call up for us? No wait, can you set up a conference call for us?",
    "Can one of you help us set up a call with the Chicago people?",
    "Would you schedule a call for the library workers?",
    "Could you give us a conference call on the 20th?",
    "Could a conference call be scheduled for the Bronx housing court group?",
    "Please put us down for a call on May 3rd.",
    "The Spokane chapter asks that you schedule a conference call for it.",
    "Would your collective be willing to host a phone meeting for farmworkers?",
    "Can we reserve the Maestro line for June 9?",
    "We would be most grateful for a call on the 2nd.",
    "Wanted: a call for the Delaware river people",
    # A request by name.
    "This is a request for a conference call.",
    "Request for a call: Worcester food coop, Tuesday night.",
    "Here is our conference call request.",
    "Requesting a call for the anti-fracking working group.",
    "Conference call needed for the Modesto strike committee",
    "URGENT call needed tomorrow",
    "a call for us please",
    # The thing.
    "We'd like one of those telephone conference calls you run.",
    "Could you organise a telephone meeting for our six branches?",
    "We would like to hold our weekly call on your line.",
    "We would like to schedule our next call for June 3.",
    "We were on six of your calls and would now like our own: the first Monday of each month.",
    "We'd like a slot for a call on Thursday.",
    "Could we have a standing, really short strategy call every Tuesday?",
    "We would like to make a call with the people of Oakland about rents.",
    # Two things in one mail, and what stands beside.
    "When is the next training? Also, we would like to set up a call for the medics on Friday.",
    "We had to cancel in March. We would like to book a new call for April.",
    "Two things. First, can we get a call on Wednesday? Second, please post this.",
    "We're hosting a call on Sunday at 8pm. I facilitate, Bo backs me up, and we need a tech.",
    "Could we have a call with you on May 3? Jo facilitates, Al is backup.",
    # Other languages.
    "Quisi\u00e9ramos organizar una llamada con las compa\u00f1eras de Tijuana.",
    "\u00bfPodr\u00edan programarnos una conferencia telef\u00f3nica para el lunes?",
    "Necesitamos una llamada grupal el martes.",
    "Nous voudrions organiser une conf\u00e9rence t\u00e9l\u00e9phonique avec Qu\u00e9bec.",
    "Serait-il possible de r\u00e9server un appel pour notre comit\u00e9 ?",
    "Pourrions-nous avoir un appel collectif mardi ?",
    "Wir m\u00f6chten gern am Freitag eine Telefonkonferenz machen.",
    "K\u00f6nnten wir bei euch eine Telefonkonferenz bekommen?",
    "Unsere Gruppe braucht f\u00fcr Donnerstag eine Telko.",
    "Gostar\u00edamos de marcar uma teleconfer\u00eancia com voc\u00eas.",
    "Podemos ter uma chamada em grupo na ter\u00e7a?",
    "Vorremmo organizzare una teleconferenza con i compagni di Torino.",
    "Sarebbe possibile avere una chiamata di gruppo gioved\u00ec?",
    "Wij willen graag een telefonische vergadering houden.",
    "Kunnen we bij jullie een conference call krijgen?",
]
NEITHER = [
    "I saw that there is a May Day planning call on Thursday at 8pm Eastern. Do I have to register for it?",
    "I would like to set up a phone call with somebody who runs your conference system.",
    "Can you put our event on a call?",
    "We would like to invite you to a conference call on May 4.",
    "Could you announce on a conference call that we need tents?",
    # Being rung up.
    "Can one of you give me a call? I'm not much for typing.",
    "Could someone please call me back at 304-555-0173?",
    "Please call me.",
    "I'd like to schedule a quick call with you about a partnership.",
    "Can we set up a call with someone from your team?",
    "I would love a call from one of you when you have a minute.",
    "We'd love to set up a call to discuss your needs.",
    "We need a call back today.",
    # Joining, hearing, finding.
    "I would like to join the call on Thursday.",
    "I'd like to listen in on a call if there is one this week.",
    "How do I get on the call tonight?",
    "Can I still sign in to tonight's conference call?",
    "What number do I dial for the call?",
    "I want to be on a call with other teachers, is there one?",
    "Is there a call this Thursday?",
    "Do you have conference calls on Fridays?",
    "Will you have a call this week?",
    "When can we have our call?",
    "Could you tell me when the next call is?",
    "I need the number for the conference call.",
    # About a call that exists.
    "We need a PIN for the call.",
    "Could we get the call recording?",
    "Can you send me the notes of the call?",
    "Please cancel our call.",
    "We need to reschedule our call.",
    "We would like our call moved to Friday.",
    "Could our call be listed under Housing?",
    "We have a call with you on Tuesday. Could it be moved?",
    "Did you get our request for a call?",
    "I have a question about the call.",
    "Thank you for a wonderful call.",
    "We could not get a line last night and nobody answered.",
    "Our call request was never answered.",
    "I waited an hour and was never called on.",
    "If you hold another one on Thursday I want it in writing that the stack is kept.",
    "We do not need a call after all.",
    "We no longer want a conference call.",
    "The last call was great, 60 people came.",
    # Announcements of others.
    "Join our conference call Sunday at 8pm, dial 712-555-0100.",
    "We are hosting a call on Sunday, please share widely.",
    "Please join us for a national call with Naomi.",
    "On May 3 we have a call with the senator.",
    "Everyone who wants a call with the mayor should write to him.",
    # Other senses.
    "We call on the council to keep the shelters open.",
    "This is a call for action!",
    "We hope you will answer the call for papers.",
    "We want to issue a call for proposals.",
    "We need a call to action on our flyer.",
    "Please call your council member before then.",
    "Volunteers are needed to make calls to voters.",
    "We would like to call it Water Before Wells.",
    "The so-called recovery needs no comment.",
    "I have four years of experience in a call centre.",
    "We want a roll call at the meeting.",
    "We would like to organize a picket line on Friday.",
    "That was a close call.",
    # Press, complaint, offer, training.
    "Could someone from your group do a phone interview before 5 p.m.?",
    "I am a reporter and want to know how many people are on a typical call.",
    "I would like to help with a call.",
    "I could do tech on calls on Tuesdays.",
    "I would like to sign up for the training.",
    "We demand that no further call be scheduled.",
    "I want to thank you for a great conference call.",
    # Other languages.
    "\u00bfPueden llamarme por favor?",
    "\u00bfA qu\u00e9 hora es la llamada?",
    "Quiero saber el n\u00famero de la llamada.",
    "Pouvez-vous me rappeler ?",
    "\u00c0 quelle heure est l'appel de jeudi ?",
    "Ich brauche die Nummer f\u00fcr die Telefonkonferenz.",
    "K\u00f6nnt ihr mich bitte zur\u00fcckrufen?",
    "Wann ist die n\u00e4chste Telefonkonferenz?",
    "Qual \u00e9 o n\u00famero da chamada?",
    "Potete richiamarmi?",
    "Hoe laat is de telefonische vergadering?",
]
FORM = [
    "A lady told me you have a form if a group wants to hold one of your calls. Would you be so kind as to send it?",
    "form",
    "Form please!",
    "Please send me the call request form.",
    "pls send form 4 setting up a call thx",
    "Is there a form somewhere we need to fill in?",
    "How do I request a call?",
    "how do i set up a conference call w you guys",
    "Hi how do we go about asking for a conference call?",
    "How does one go about getting a call of one's own?",
    "Could you tell me how our choir can get a conference call?",
    "What do you need from us to set up a call?",
    "What is the procedure for a conference call?",
    "What are the steps to book a Maestro call?",
    "What would it take to get a call?",
    "Where do we sign up for a call?",
    "Who do I talk to about setting up a call?",
    "Send me whatever paperwork a group has to fill out to get its own conference call.",
    "I can't find the form on your site.",
    "We lost the form, could you mail it again?",
    "Where is the request form?",
    "What information do you require for a new conference call?",
    "do i need to fill out something to have a call?",
    "Can we get a blank form?",
    "We would like to hold a call. Please send us the form.",
    "Para pedir una llamada hay que llenar un formulario. \u00bfMe lo pueden mandar?",
    "\u00bfC\u00f3mo pedimos una llamada?",
    "Pourriez-vous m'envoyer le formulaire ?",
    "Comment demander une conf\u00e9rence t\u00e9l\u00e9phonique ?",
    "Bitte schickt uns das Formular.",
    "Wie bekommen wir eine Telefonkonferenz?",
    "Podem mandar o formul\u00e1rio?",
    "Come possiamo chiedere una teleconferenza?",
    "Kunnen jullie het formulier sturen?",
]
NO_FORM = [
    "Here is the form, filled in.",
    "I will send the form tomorrow.",
    "Attached is our form.",
    "Did you get the form I sent?",
    "Please send the order form even if you are not ordering.",
    "To keep the same password please fill the form and confirm your request.",
    "If there is some form I ought to have used, forgive me.",
    "We want to form a group.",
    "How do I get on the call tonight?",
    "How do I hear a call recording?",
    "How was the call?",
    "How many people are on a typical call?",
    "What number do I dial tonight?",
    "Adjunto el formulario rellenado, lo quiero enviar hoy.",
    "How do we start? We'd like a call on May 3 at 8pm, Jo facilitates, Al is backup.",
]


@pytest.mark.parametrize("text", ASKING)
def test_a_plain_wish_for_a_call_is_a_request(text: str) -> None:
    """Whoever asks, in whatever words and language: a person who wants a call made for his group gets one."""
    assert asks_for_call(text)


@pytest.mark.parametrize("text", NEITHER)
def test_other_words_about_calls_are_no_request(text: str) -> None:
    """Being rung up, joining, a call that exists, others' calls and other senses of the word ask for nothing new."""
    assert (asks_for_call(text), asks_for_form(text)) == (False, False)


@pytest.mark.parametrize("text", FORM)
def test_who_asks_how_to_ask_wants_the_form(text: str) -> None:
    """Asking for the form, for whatever there is to fill in, or for the way to a call."""
    assert asks_for_form(text)


@pytest.mark.parametrize("text", NO_FORM)
def test_a_form_spoken_of_is_no_form_wanted(text: str) -> None:
    """A form sent, another's form, and questions about calls that exist."""
    assert not asks_for_form(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Occupy Fresno, Thursday the 8th at 8pm Pacific, about 30 people, Jo facilitates.", True),
        ("Please someone call me at 304-555-0173, I am not much for typing.", False),
        ("My PIN does not work and the call has begun.", False),
        ("Have you received what we sent on Tuesday about the call?", False),
    ],
)
def test_below_a_subject_that_asks_stands_more_about_that_call(text: str, expected: bool) -> None:
    """Words below such a subject that speak of trouble or of being rung up are another matter."""
    assert is_about_a_call(text) is expected


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("What we want is one evening on the phone together, to agree on the post office closings.", True),
        ("We would like an hour on the phone with all our groups.", True),
        ("I never in my life organized a telephone meeting.", False),
        ("I spent an hour on the phone with Verizon yesterday.", False),
        ("Could one of you spend an hour on the phone with my aunt?", False),
    ],
)
def test_an_evening_on_the_phone_is_a_call(text: str, asks: bool) -> None:
    """Where a group wishes for it; not an hour that somebody spent."""
    assert asks == asks_for_call(text)
