"""Closed classes and the nouns that speakers are called by, as tables.

A speaker's noun tells what sort of voice it is: an official's (whose side must be found), a private one's (never a
side's), a medium's (whom it quotes counts), or a paper's (its issuer speaks).
"""

from typing import Final

from bot.core.text import word_set

DETERMINERS: Final = word_set(
    "the a an this that these those its his her their our my your each both all another one some"
)
POSSESSIVES: Final = word_set("its his her their")
INDEFINITE: Final = word_set("a an another one some two three four five several many other")
PRONOUNS: Final = word_set("he she it they")
RELATIVES: Final = word_set("who which whose whom")
PREPOSITIONS: Final = word_set(
    "of for in at on from to by with near along across inside outside under over after before since during against "
    "between among amongst around about through throughout into within without towards toward upon via off above "
    "below beyond behind despite amid until till like per onto opposite"
)
ADVERBS: Final = word_set(
    "also later earlier already repeatedly immediately meanwhile however still further again then now so just once "
    "only even soon too instead there here alone afterward afterwards separately subsequently previously initially "
    "briefly strongly formally officially flatly categorically publicly privately vehemently firmly promptly "
    "swiftly openly "
    "long since always often sometimes recently lately first finally today yesterday tonight themselves himself "
    "herself itself jointly reportedly apparently unfortunately ever duly consistently angrily quickly either "
    "nonetheless nevertheless thus therefore likewise simply merely directly explicitly bluntly sharply regularly "
    "frequently routinely rightly wrongly at last hurriedly hastily tersely variously respectively"
)
AUXILIARIES: Final = word_set(
    "has have had was were is are am be been being did does do will would can could may might must should shall "
    "remain remains remained"
)
BE: Final = word_set("was were is are am be been being gets get got remain remains remained")
NEGATIONS: Final = word_set("not never neither nor n't cannot nobody")
CONJUNCTIONS: Final = word_set("and or nor but & plus")
SUBORDINATORS: Final = word_set(
    "that when while whereas after before because although though if as until since where how why what whether than "
    "unless once lest"
)
TIMES: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march "
    "april may june july august september october november december feb mar apr jun jul aug sept sep oct nov dec "
    "today yesterday tonight morning afternoon evening night midnight noon midday week weekend month year day days "
    "hours hour gmt am pm a.m. p.m. overnight dawn weeks months years minutes time moment spring summer autumn "
    "winter late early"
)
STOPPERS: Final = PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | AUXILIARIES | NEGATIONS | RELATIVES

# Nouns of people in office; the side is told by what stands with them.
OFFICIAL_PEOPLE: Final = word_set(
    "counterpart counterparts colleague colleagues spokesman spokeswoman spokesperson spokespersons spokesmen "
    "minister ministers president premier governor governors ambassador envoy envoys diplomat diplomats commander "
    "commanders general colonel lieutenant captain major brigadier admiral marshal official officials officer officers "
    "chief secretary mayor commissioner administrator councillor councilor councillors adviser advisor director deputy "
    "lawmaker lawmakers senator senators mp mps parliamentarian parliamentarians parliamentary legislator legislators "
    "chargé delegate negotiator negotiators representative representatives consul attaché policeman policemen soldier "
    "soldiers guard guards fighter fighters troops bureaucrat bureaucrats magistrate judge prosecutor doctor doctors "
    "dr surgeon superintendent coroner medic medics paramedic paramedics physician aide constable inspector ig dg dig "
    "ssp dsp sp gen lt col brig maj capt cmdr commandant vice-president member members head pm cm leader leaders "
    "rulers ruler chairman chairwoman premiership clerk emir collector registrar warden jailer nazim undersecretary "
    "vice-chancellor councilman sergeant corporal quartermaster adjutant whip speaker benches collectors attache "
    "gov airman airmen ambassadors assemblyman brigadiers captains chancellor chiefs colonels commandos comptroller "
    "consuls constables counsellor deputies delegates detective directors firefighter firefighters generals guardsman "
    "guardsmen inspectors judges lieutenants magistrates majors mayors policewoman politician politicians prosecutors "
    "reservist secretaries sentry sentries sergeants serviceman servicemen sheriff spymaster trooper troopers "
    "commissioners undersecretaries paramilitary paramilitaries"
)
# Ranks as they are shortened before a name.
RANKS: Final = {
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "brig": "brigadier",
    "maj": "major",
    "capt": "captain",
    "cmdr": "commander",
    "dr": "doctor",
    "insp": "inspector",
    "sgt": "sergeant",
    "sen": "senator",
    "gov": "governor",
}
# Nouns of bodies that speak for a state.
OFFICIAL_BODIES: Final = word_set(
    "ministry ministries government governments army military police department administration authorities authority "
    "office forces force embassy consulate mission parliament assembly senate cabinet corps command directorate "
    "regime side palace presidency delegation delegations leadership court council agencies intelligence agency wing "
    "establishment hospital hospitals rescuers rescue officialdom navy brigade garrison guards spokespeople hq "
    "headquarters secretariat committee commission bureau unit battalion state sources legislature judiciary treasury "
    "tribunal regiment squadron contingent infantry source team militaries armies ruling governorate district staff "
    "service services "
    "customs"
)
# Posts too low for a capital: where no owner is named, the place tells whose they are.
LOCAL: Final = word_set(
    "local provincial district regional police governor gov mayor administrator hospital hospitals doctor doctors dr "
    "commissioner medic medics paramedic paramedics physician tehsil border surgeon rescue rescuers tribal village "
    "councillor councillors area health medical superintendent directorate customs frontier town city municipal "
    "crossing post jail prison collector registrar warden constable sergeant health-centre clinic tehsildar nazim"
)
# Nouns of voices that are never a side's.
PRIVATE: Final = word_set(
    "organiser organisers organizers owner owners monitors haulier hauliers herdsman herdsmen dealer dealers listener "
    "listeners founder smugglers banker bankers tailor tailors hotelier porter porters guide guides barber baker "
    "priest monk user users photographer photographers resident residents witness witnesses eyewitness eyewitnesses "
    "villager villagers locals elder elders survivor survivors relative relatives family families neighbour "
    "neighbours neighbor neighbors brother father mother son daughter uncle cousin wife husband sister widow nephew "
    "trader traders driver drivers trucker truckers shopkeeper shopkeepers businessman businessmen merchant merchants "
    "importer importers exporter exporters farmer farmers labourer labourers laborer laborers worker workers analyst "
    "analysts expert experts observer observers academic academics professor scholar scholars cleric clerics activist "
    "activists campaigner campaigners journalist journalists reporter reporters correspondent columnist editor author "
    "historian researcher researchers student students teacher teachers refugee refugees returnee returnees migrant "
    "migrants protester protesters protestor protestors demonstrator demonstrators people man woman men women boy "
    "girl child children youth charity charities ngo ngos group groups organisation organization watchdog union "
    "association federation chamber board club captain coach player players cricketer cricketers batsman bowler "
    "opener fan fans spectator team militant militants insurgent insurgents rebel rebels gunman gunmen attacker "
    "attackers separatists separatist faction tribesman tribesmen tribe tribes jirga exile exiles dissident "
    "dissidents lawyer lawyers economist nurse patient patients passenger passengers traveller travellers traveler "
    "travelers pilgrim passer-by bystander bystanders mourners mourner community mediator mediators alliance "
    "coalition ulema imam worshipper worshippers commentator friend friends prisoner victim victims volunteer "
    "volunteers critics critic rights humanitarian aid thinktank think-tank institute foundation university "
    "commentators supporters supporter everyone somebody someone entrepreneur shepherd shepherds vendor vendors "
    "transporters transporter contractor miner miners company firm agent agents grandmother grandfather grandson "
    "granddaughter grandparents aunt niece orphan bride groom seller sellers hawker hawkers cobbler butcher herder "
    "herders goatherd nomad nomads waiter cook carpenter mechanic mason gravedigger muezzin headmaster headteacher "
    "principal midwife pharmacist weaver apprentice pensioner commuter customer customers broker brokers grower "
    "growers orchardist fisherman fishermen boatman ferryman cameraman blogger parent parents sibling siblings in-law "
    "brother-in-law father-in-law son-in-law cousins brothers sisters sons daughters fathers mothers nephews widows "
    "wives toddler teenager teenagers evacuee evacuees deportee deportees detainee hostage novelist poet singer actor "
    "umpire referee pundit pundits strategist caravan conductor cleaner householder innkeeper restaurateur beekeeper "
    "camel-driver advocate architect artist attendee attendees blacksmith caller callers cashier citizen citizens "
    "civilian civilians clergy client commuters consultant consultants correspondents crowd crowds crew dean deserter "
    "diaspora donor donors dweller dwellers educator employee employees escapee filmmaker fixer foreigner foreigners "
    "foreman gardener grocer grocers guest guests homeowner homeowners hostages households housewife housewives imams "
    "individuals influencer inhabitant inhabitants intellectual intermediary interpreter investor inmate inmates kin "
    "kinsman kinsmen landlord landowner lecturer loader maliks manufacturer marcher marchers motorist motorists "
    "musician newcomer nurses onlooker onlookers painter peasant pilgrims plumber preacher publisher salesman "
    "scientist scientists servant settlers smuggler sociologist stallholder stallholders storekeeper suspect suspects "
    "tenant tenants tourist townspeople townsfolk translator tutor undertaker veteran veterans watchman watchmen "
    "workman workmen writer writers youths youngster caregivers caregiver interviewee participant participants "
    "organisations organizations cluster clusters society societies outfit outfits partner partners manager managers "
    "headman body monitor schoolteacher schoolgirl schoolboy schoolmaster pupil pupils labourer's congregation"
)
# Where one of these is the head the voice is an official's though a private word stands before it.
FORMER: Final = word_set(
    "former ex ex-president ex-minister ex-official ex-governor ex-spokesman erstwhile retired ousted deposed "
    "exiled one-time onetime"
)
MEDIA: Final = word_set(
    "media television tv newspaper newspapers agency radio channel channels broadcaster broadcasters outlet outlets "
    "press website websites newswire network reports report daily documentary magazine"
)
STATE_OWNED: Final = word_set(
    "state state-run state-owned state-controlled official government government-run national government-owned"
)
# Papers and figures: whoever issued them speaks.
PAPERS: Final = word_set(
    "read-out readout readouts statement statements report reports figures figure count toll tally account accounts "
    "estimates estimate data communique communiqué letter note message post posts tweet video release list names "
    "findings investigation investigations inquiry assessment press records statistics document documents briefing "
    "bulletin announcement version notification survey sources-text summary notice information reading handout "
    "handouts overview overviews factsheet dossier communiques dispatch dispatches update updates details "
    "numbers info particulars"
)
# Papers that somebody else than the last speaker may have written.
STUDIES: Final = word_set("report reports survey findings assessment investigation study")
# Nouns for what a party claims: "Y's claim that", "the assertion of".
CLAIM_NOUNS: Final = word_set(
    "claim claims assertion assertions allegation allegations accusation accusations insistence contention charge "
    "charges figure figures toll tally count version account statement denial denials report reports estimate "
    "suggestion suggestions boast boasts announcement warning"
)
COUNT_NOUNS: Final = word_set(
    "count reckoning account tally figures estimate estimates telling admission version toll numbers calculation "
    "calculations accounts reckonings own"
)
PEOPLE: Final = frozenset({"people", "men", "women"})
# Participles that stand before a noun and do not end its phrase.
ATTRIBUTIVE: Final = word_set(
    "armed unnamed unidentified retired serving visiting ruling outlawed banned displaced wounded injured bereaved "
    "proscribed united acting outgoing surviving leading affiliated occupied opposing warring neighbouring "
    "neighboring elected appointed deposed exiled anti-terrorism counter-terrorism concerned standing sacked "
    "detained returning fleeing de-facto ousted government-appointed besieged newly-appointed grieving mediating "
    "wing eastern western northern southern central mainland building briefing meeting king hearing feeling ring "
    "following media-wing state-run state-owned state-controlled government-run government-owned"
)
# Verbs that tie a person to a body: "who heads the corps" works as "head of the corps" does.
TIES: Final = word_set(
    "heads headed leads led commands commanded runs ran represents represented speaks spoke chairs chaired oversees "
    "sits sat introduced "
    "governs governed advises advised serves served works worked administers is was"
)

# Before a noun of office these make the voice a private one: "tribal leader", "militant commander".
PRIVATE_MODIFIERS: Final = word_set(
    "tribal religious militant rebel insurgent community rights aid business independent jihadist separatist union "
    "guerrilla village jihadi spiritual resistance humanitarian relief charity football cricket sports militants "
    "prayer protest traders transporters strike drivers truckers coalition alliance "
    "student jirga peace chamber board association club"
)
# What makes plain "sources" an official voice.
OFFICIAL_SOURCES: Final = word_set(
    "security official military intelligence government diplomatic police defence defense hospital army ministry "
    "administration customs cabinet border medical health"
)
COUNTRIES: Final = word_set(
    "capital nation neighbour neighbor military delegation "
    "delegations teams states countries neighbours neighbors sides governments nations militaries armies forces "
    "parties capitals"
)

# Words of a communique: told in them, a sentence is still the last speaker's.
LOADED: Final = word_set(
    "valiant compatriots jawans sanitisation sanitization apprehended cowardice martyred martyrdom martyrs "
    "neutralised neutralized eliminated hostile terrorist terrorists enemy enemies aggressor aggressors invaders "
    "invader cowardly unprovoked befitting infiltrators miscreants barbaric heinous dastardly repulsed"
)
# Words that tie a sentence to the one before.
LINKS: Final = word_set("there them these those")
LOSSES: Final = word_set(
    "killed dead died destroyed wounded injured captured seized overrun neutralised martyred hurt demolished downed "
    "damaged recovered arrested lost eliminated targeted razed flattened"
)
# Marks of background told by the outlet.
BACKGROUND: Final = word_set(
    "since year years month months last january february march april june july august september october november "
    "december decades"
)
# Words that tell one office of a kind from another, whatever their capitals.
QUALIFIERS: Final = word_set(
    "prime foreign interior defence defense information finance health education home deputy chief police army "
    "military provincial district state refugee refugees border air navy commerce trade justice law customs "
    "planning disaster agriculture economy religious vice first media press security intelligence"
)
OFFICES: Final = OFFICIAL_PEOPLE | OFFICIAL_BODIES
SPEAKER_NOUNS: Final = OFFICES | PRIVATE | MEDIA | PAPERS
PLURAL: Final = word_set(
    "crowd crowds crew clergy diaspora kin townsfolk police troops authorities sources officials residents forces "
    "rescuers people men women children locals elders guards"
)
NUMBERS: Final = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds dozens dozen scores "
    "several least"
)
ENVOYS: Final = word_set("ambassador envoy diplomat chargé charge attaché")
