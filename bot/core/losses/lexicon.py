"""English words of loss as tables: what can be lost, the verbs and states that tell it, the words between them.

Only plain English stands here. What a theatre's parties and fighters are called comes from its own files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from bot.core.model import Kind, Measure
from bot.core.wordlists import word_set

_Entry = TypeVar("_Entry")


class Thing(StrEnum):
    """What a noun counts."""

    PERSON = "person"
    FAMILY = "family"
    POST = "post"
    VEHICLE = "vehicle"
    AIRCRAFT = "aircraft"
    RAID = "raid"
    TOLL = "toll"


class Shape(StrEnum):
    """How a loss word stands to its figure.

    PART may be active or passive ("killed"), ACTIVE has its object behind it ("killing"), INTRANSITIVE its subject
    before it ("died"), STATE needs a copula or nothing ("dead", "in custody").
    """

    PART = "part"
    ACTIVE = "active"
    INTRANSITIVE = "intransitive"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that can be lost.

    `trait` tells what the noun leaves open: "fighter" (whose is told by the context), "hostile" (the speaker's foe),
    "member" (of what follows), "other" (as the noun before), "own" (the speaker's), "count" (a number of something).
    `measure` is set where the noun says by itself what happened ("deaths").
    """

    thing: Thing
    kind: Kind
    trait: str = ""
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class LossWord:
    """A verb or state of loss: its measure for each thing; `own` where only a side's own dead are so called."""

    shape: Shape
    measures: Mapping[Thing, Measure]
    own: bool = False

    def measure_of(self, thing: Thing) -> Measure | None:
        """Return what is measured when this happens to `thing`, None where it makes no sense."""
        return self.measures.get(thing)


def _split(phrases: str) -> Iterable[tuple[str, ...]]:
    return (tuple(phrase.split()) for phrase in phrases.split("|"))


def _nouns(table: Mapping[str, Noun]) -> Mapping[tuple[str, ...], Noun]:
    return MappingProxyType({words: noun for phrases, noun in table.items() for words in _split(phrases)})


NOUNS: Final = _nouns(
    {
        "naiks|subedars|havildars|captains|majors|colonels|lieutenants|sergeants|brigadiers|corporals|corporal|gunner|"
        "soldiers|soldier|troops|troop|troopers|trooper|servicemen|serviceman|policemen|policeman|policewoman|"
        "officers|officer|police|personnel|guards|guard|guardsmen|constable|constables|conscripts|commandos|"
        "paramilitaries|paramilitary|paratroopers|jawans|jawan|rangers|infantrymen|marines|pilot|pilots|airman|airmen|"
        "sentry|sentries|sons of the soil|sons of the nation|sons of the motherland|defenders|"
        "defender|scouts|security men|militiamen|levies|levy|servicewomen|captain|major|colonel|"
        "lieutenant|sergeant|brigadier|havildar|naik|sepoy|sepoys|subedar|cop|cops|border force": Noun(
            Thing.PERSON, Kind.MILITARY
        ),
        "militants|militant|terrorists|terrorist|insurgents|insurgent|extremists|extremist|rebels|rebel|bombers|bomber|"
        "jihadists|jihadist|jihadis|operatives|operative|ringleaders|ringleader|infiltrators|infiltrator|outlaws|"
        "miscreants|separatists": Noun(Thing.PERSON, Kind.MILITANT),
        "fighters|fighter|combatants|combatant|forces|commanders|commander|gunners": Noun(
            Thing.PERSON, Kind.MILITARY, "fighter"
        ),
        "attackers|attacker|assailants|assailant|raiders|raider|gunmen|gunman|intruders|intruder|aggressors": Noun(
            Thing.PERSON, Kind.MILITARY, "hostile"
        ),
        "civilians|civilian|women|woman|children|child|girls|girl|boys|boy|villagers|villager|residents|resident|"
        "refugees|refugee|labourers|labourer|laborers|laborer|workers|worker|worshippers|worshipper|worshipers|"
        "cricketers|cricketer|players|player|students|student|schoolchildren|schoolchild|schoolgirls|schoolboys|pupils|"
        "pupil|traders|trader|drivers|driver|passengers|passenger|pedestrians|pedestrian|locals|local|shepherds|"
        "shepherd|farmers|farmer|relatives|relative|citizens|citizen|tribesmen|tribesman|infants|infant|babies|baby|"
        "toddler|toddlers|minors|minor|teenager|teenagers|returnees|returnee|journalists|journalist|doctors|doctor|"
        "nurses|nurse|teachers|teacher|patients|patient|elders|elder|travellers|traveller|travelers|commuters|"
        "bystanders|bystander|shopkeepers|shopkeeper|merchants|nomads|nomad|non-combatants|noncombatants|protesters|"
        "protester|siblings|brothers|sisters|mother|father|cousins|youths|youth|medics|medic|man|housewives|"
        "sons|son|daughters|daughter|wife|wives|grandchildren|nephews|grandmother|herdsmen|herdsman|"
        "mourners|"
        "passers-by|passer-by|passersby|passerby|herders|herder|neighbours|neighbour|neighbors|neighbor|tourists|"
        "tourist|vendors|vendor|pilgrims|pilgrim|engineers|"
        "engineer|contractors|porters|porter|uncle|aunt|niece|"
        "nephew|grandson|husband|brother|sister|cousin|peasants|smugglers|smuggler|nationals|officials|official|"
        "migrants|deportees|guests|imam|cleric|clerics|truckers|imams|aid workers|women and children": Noun(
            Thing.PERSON, Kind.CIVILIAN
        ),
        "people|persons|person|compatriots|countrymen|fellow citizens|"
        "victims|victim|individuals|individual|human beings|souls|men|inmates|detainees": Noun(
            Thing.PERSON, Kind.UNSPECIFIED
        ),
        "members|member": Noun(Thing.PERSON, Kind.UNSPECIFIED, "member"),
        "others|other|more|the rest|ones": Noun(Thing.PERSON, Kind.UNSPECIFIED, "other"),
        "families|family|households|household": Noun(Thing.FAMILY, Kind.CIVILIAN),
        "posts|post|outposts|outpost|checkpoints|checkpoint|checkposts|checkpost|check-posts|check-post|bases|base|"
        "headquarters|hq|camps|camp|depots|depot|hideouts|hideout|hide-outs|positions|position|strongholds|stronghold|"
        "compounds|compound|bunkers|bunker|garrisons|garrison|dumps|dump|sanctuaries|sanctuary|launchpads|launchpad|"
        "launch pads|launching pads|barracks|pickets|picket|forts|fort|fortifications|watchtowers|watchtower|"
        "observation points|check posts|check post|installations|installation|centres|centers|facilities|facility|"
        "lairs|dens|safe havens|nerve centres|warehouses|arsenals|arsenal|cantonments|towers|trenches": Noun(
            Thing.POST, Kind.MATERIEL
        ),
        "tanks|tank|guns|gun|howitzers|howitzer|vehicles|vehicle|carriers|carrier|apcs|humvees|humvee|"
        "artillery pieces|artillery|launchers|launcher|mortars|weapons systems|weapon systems|batteries|jeeps|"
        "pick-ups|pickups|pickup trucks|pick-up trucks|tankers|tanker|cars|car|motorcycles|"
        "motorbikes|mraps|bulldozers|bulldozer|rifles|"
        "machine guns|missile batteries|rocket launchers|armoured cars|armor": Noun(Thing.VEHICLE, Kind.MATERIEL),
        "trucks|truck|lorries|lorry": Noun(Thing.VEHICLE, Kind.MATERIEL, "cargo"),
        "aircraft|jets|jet|drones|drone|planes|plane|warplanes|warplane|helicopters|helicopter|quadcopters|quadcopter|"
        "uavs|uav|fighter jet|fighter jets|fighter plane|fighter planes|fighter aircraft|bombers aircraft|gunships|"
        "gunship|choppers|chopper|unmanned aircraft": Noun(Thing.AIRCRAFT, Kind.MATERIEL),
        "strikes|airstrikes|airstrike|air-strikes|air strikes|air raids|raids|sorties|bombardments|drone attacks|"
        "air attacks|missile attacks|rocket attacks|artillery attacks|drone strikes|aerial attacks|bombings|"
        "aerial strikes|air attack|drone raids": Noun(Thing.RAID, Kind.MATERIEL),
        "attacks": Noun(Thing.RAID, Kind.MATERIEL, "attack"),
        "deaths|death|fatalities|fatality|dead|loss of life|lives|life|human losses": Noun(
            Thing.TOLL, Kind.UNSPECIFIED, "", Measure.KILLED
        ),
        "mujahideen|mujahedin|mujahid|mujahids": Noun(Thing.PERSON, Kind.MILITARY, "own"),
        "comrades|comrade|colleagues|colleague": Noun(Thing.PERSON, Kind.MILITARY, "comrade"),
        "martyrdom": Noun(Thing.TOLL, Kind.UNSPECIFIED, "own", Measure.KILLED),
        "wounded|injured|hurt": Noun(Thing.TOLL, Kind.UNSPECIFIED, "", Measure.WOUNDED),
        "killed|slain": Noun(Thing.TOLL, Kind.UNSPECIFIED, "", Measure.KILLED),
        "bodies|body|corpses|corpse|coffins|funerals|dead bodies|mortal remains": Noun(
            Thing.TOLL, Kind.UNSPECIFIED, "body", Measure.KILLED
        ),
        "martyrs|martyr": Noun(Thing.TOLL, Kind.UNSPECIFIED, "own", Measure.KILLED),
        "casualties|casualty": Noun(Thing.TOLL, Kind.UNSPECIFIED, "", Measure.CASUALTIES),
        "injuries|injury": Noun(Thing.TOLL, Kind.UNSPECIFIED, "injury", Measure.WOUNDED),
        "death toll|death count|toll|body count": Noun(Thing.TOLL, Kind.UNSPECIFIED, "count", Measure.KILLED),
        "casualty toll|casualty count": Noun(Thing.TOLL, Kind.UNSPECIFIED, "count", Measure.CASUALTIES),
        "losses|own losses": Noun(Thing.TOLL, Kind.MILITARY, "losses", Measure.KILLED),
        "prisoners|prisoner|captives|captive": Noun(Thing.TOLL, Kind.MILITARY, "prisoner", Measure.CAPTURED),
        "number|figure|count|tally|total|numbers|figures": Noun(Thing.TOLL, Kind.UNSPECIFIED, "number"),
    }
)

_KILL: Final = MappingProxyType({Thing.PERSON: Measure.KILLED})
_WOUND: Final = MappingProxyType({Thing.PERSON: Measure.WOUNDED})
_HARM: Final = MappingProxyType({Thing.PERSON: Measure.CASUALTIES})
_ARREST: Final = MappingProxyType({Thing.PERSON: Measure.CAPTURED})
_CAPTURE: Final = MappingProxyType({Thing.PERSON: Measure.CAPTURED, Thing.POST: Measure.POSTS_CAPTURED})
_TAKE: Final = MappingProxyType({Thing.POST: Measure.POSTS_CAPTURED})
_DESTROY: Final = MappingProxyType(
    {
        Thing.POST: Measure.POSTS_DESTROYED,
        Thing.VEHICLE: Measure.VEHICLES_DESTROYED,
        Thing.AIRCRAFT: Measure.AIRCRAFT_DOWNED,
    }
)
_ELIMINATE: Final = MappingProxyType({Thing.PERSON: Measure.KILLED, **_DESTROY})
_DOWN: Final = MappingProxyType({Thing.AIRCRAFT: Measure.AIRCRAFT_DOWNED})
_LOSE: Final = MappingProxyType(
    {
        Thing.PERSON: Measure.KILLED,
        Thing.POST: Measure.POSTS_CAPTURED,
        Thing.VEHICLE: Measure.VEHICLES_DESTROYED,
        Thing.AIRCRAFT: Measure.AIRCRAFT_DOWNED,
    }
)
FALL: Final = MappingProxyType({Thing.PERSON: Measure.KILLED, Thing.POST: Measure.POSTS_CAPTURED})
_DISPLACE: Final = MappingProxyType({Thing.PERSON: Measure.DISPLACED, Thing.FAMILY: Measure.DISPLACED})


def _words(
    shape: Shape, measures: Mapping[Thing, Measure], phrases: str, *, own: bool = False
) -> dict[tuple[str, ...], LossWord]:
    return {words: LossWord(shape, measures, own) for words in _split(phrases)}


LOSS_WORDS: Final[Mapping[tuple[str, ...], LossWord]] = MappingProxyType(
    _words(
        Shape.PART,
        _KILL,
        "killed|slain|burned to death|burnt to death|crushed to death|buried alive|beaten to death|blown to pieces|"
        "massacred|executed|shot dead|gunned down|sent to hell|dispatched to hell|"
        "liquidated|shot and killed|slaughtered|beheaded|laid to rest|despatched to hell|"
        "confirmed dead|found dead|left dead|mown down",
    )
    | _words(
        Shape.PART,
        _KILL,
        "martyred",
        own=True,
    )
    | _words(
        Shape.PART,
        _ELIMINATE,
        "eliminated|neutralised|neutralized|annihilated|wiped out",
    )
    | _words(
        Shape.ACTIVE,
        _KILL,
        "kills|kill|killing|slaying|shooting dead|gunning down|sending to hell|massacring",
    )
    | _words(
        Shape.ACTIVE,
        _ELIMINATE,
        "eliminates|eliminate|eliminating|neutralising|neutralizing|neutralises|neutralizes|wiping out",
    )
    | _words(
        Shape.ACTIVE,
        _KILL,
        "martyring",
        own=True,
    )
    | _words(
        Shape.ACTIVE,
        _KILL,
        "claimed the lives of|cost the lives of|costing the lives of|claiming the lives of|"
        "took the lives of|taking the lives of|claims the lives of|caused the deaths of|"
        "causing the deaths of|caused the death of|resulted in the deaths of|resulting in the deaths of|"
        "leading to the deaths of",
    )
    | _words(
        Shape.INTRANSITIVE,
        _KILL,
        "died|dies|die|dying|perished|perish|succumbed|lost their lives|lost his life|lost her life|"
        "lose their lives|losing their lives|lay dead|met their deaths|breathed their last|"
        "were dead on arrival",
    )
    | _words(
        Shape.INTRANSITIVE,
        _KILL,
        "embraced martyrdom|embrace martyrdom|embracing martyrdom|attained martyrdom|embraces martyrdom|"
        "achieved martyrdom|laid down their lives|laid down his life|gave their lives|"
        "sacrificed their lives|lay down their lives|rendered the supreme sacrifice|"
        "made the ultimate sacrifice",
        own=True,
    )
    | _words(
        Shape.STATE,
        _KILL,
        "dead|dead on arrival",
    )
    | _words(
        Shape.PART,
        _WOUND,
        "wounded|injured|hurt|harmed|maimed|being treated|hospitalised|hospitalized|under treatment|"
        "admitted to hospital|treated for injuries|treated for wounds",
    )
    | _words(
        Shape.ACTIVE,
        _WOUND,
        "wounding|wounds|injuring|injures|injure|wound|hurting|maiming",
    )
    | _words(
        Shape.ACTIVE,
        _WOUND,
        "caused injuries to|causing injuries to",
    )
    | _words(
        Shape.INTRANSITIVE,
        _WOUND,
        "went to hospital|sustained injuries|suffered injuries|received injuries|sustained wounds|suffered wounds|"
        "sustaining injuries|sustain injuries|received bullet injuries|suffered burns|"
        "sustained bullet injuries",
    )
    | _words(
        Shape.STATE,
        _WOUND,
        "fighting for their lives|fighting for his life|fighting for life|battling for life|in hospital|"
        "in hospitals|in intensive care|in critical condition|in serious condition|with injuries|"
        "with wounds|with burns|in hospital with wounds|in hospital with injuries",
    )
    | _words(
        Shape.PART,
        _HARM,
        "killed or wounded|killed and wounded|killed or injured|killed and injured|martyred or wounded|"
        "martyred and wounded|martyred or injured|martyred and injured|killed or hurt|dead or wounded|"
        "dead and wounded|dead or injured|dead and injured|wounded or killed|wounded and killed|"
        "killed and/or wounded",
    )
    | _words(
        Shape.ACTIVE,
        _HARM,
        "killing or wounding|killing and wounding|killing or injuring|killing and injuring",
    )
    | _words(
        Shape.PART,
        _CAPTURE,
        "captured",
    )
    | _words(
        Shape.ACTIVE,
        _CAPTURE,
        "capturing|captures|capture",
    )
    | _words(
        Shape.PART,
        _ARREST,
        "nabbed|nabbed alive|arrested|detained|"
        "apprehended|taken prisoner|taken alive|taken captive|taken hostage|"
        "captured alive|rounded up|made prisoner|made captive|taken into custody|caught alive|"
        "taken prisoners|held captive|held prisoner|seized alive",
    )
    | _words(
        Shape.ACTIVE,
        _ARREST,
        "arresting|arrests|detaining|apprehending|took prisoner|took alive|took captive|"
        "taking prisoner|taking captive|taking alive",
    )
    | _words(
        Shape.STATE,
        _ARREST,
        "in custody|in captivity|in police custody|prisoner|captive|as prisoners|in enemy hands|in the hands of",
    )
    | _words(
        Shape.PART,
        _CAPTURE,
        "seized",
    )
    | _words(
        Shape.PART,
        _TAKE,
        "retook|retaken|recaptured|regained|won back|took back|taken back|overrun|"
        "overran|occupied|taken|taken over|conquered|held|wrested|brought under control|taken control of",
    )
    | _words(
        Shape.ACTIVE,
        _CAPTURE,
        "seizing|seizes|seize",
    )
    | _words(
        Shape.ACTIVE,
        _TAKE,
        "overrunning|overruns|took control of|taking control of|occupying|took|taking|take over|"
        "took over|taking over|takes|gained control of|won control of|assumed control of",
    )
    | _words(
        Shape.INTRANSITIVE,
        _TAKE,
        "came under control|changed hands|change hands",
    )
    | _words(
        Shape.PART,
        _DESTROY,
        "destroyed|razed|wrecked|flattened|demolished|blown up|burned|burnt|torched|knocked out|burned out|burnt out|"
        "put out of action|disabled|smashed|obliterated|razed to the ground|set on fire|set ablaze|"
        "burned down|burnt down|reduced to rubble|dismantled|levelled|leveled|ruined|incinerated|"
        "shattered|blown apart|hit and destroyed|targeted and destroyed|completely destroyed|"
        "damaged or destroyed|destroyed or damaged",
    )
    | _words(
        Shape.ACTIVE,
        _DESTROY,
        "destroying|destroys|destroy|razing|wrecking|flattening|demolishing|blowing up|blew up|"
        "burning|torching|knocking out|putting out of action|disabling|smashing|levelling|leveling|"
        "the destruction of|dismantling",
    )
    | _words(
        Shape.PART,
        _DOWN,
        "shot down|downed|brought down|shot out of the sky",
    )
    | _words(
        Shape.ACTIVE,
        _DOWN,
        "shooting down|shoots down|downing|bringing down|downs|brings down|shoot down|the downing of|"
        "the shooting down of",
    )
    | _words(
        Shape.PART,
        _LOSE,
        "lost",
    )
    | _words(
        Shape.ACTIVE,
        _LOSE,
        "losing|loses|lose|the loss of",
    )
    | _words(
        Shape.PART,
        _DISPLACE,
        "displaced|uprooted|forced from|forced out|"
        "driven out|forced to flee|forced from their homes|driven from their homes|"
        "forced to leave|made homeless|rendered homeless",
    )
    | _words(
        Shape.ACTIVE,
        _DISPLACE,
        "displacing|displaces|uprooting|forcing|driving",
    )
    | _words(
        Shape.INTRANSITIVE,
        _DISPLACE,
        "fled|flee|left their homes|left home|left their houses|abandoned their homes|"
        "leave their homes|fled their homes",
    )
    | _words(Shape.INTRANSITIVE, FALL, "fell|fallen|falls")
    | _words(Shape.ACTIVE, _TAKE, "lost control of|losing control of|loses control of|lose control of")
    | _words(Shape.ACTIVE, _DESTROY, "set fire to|setting fire to|laid waste to|sets fire to")
    | _words(Shape.STATE, _DESTROY, "in ruins|in flames|in rubble")
    | _words(
        Shape.PART, _KILL, "shot|crushed|buried|buried under rubble|shot to death|murdered|assassinated|struck dead"
    )
    | _words(Shape.PART, _WOUND, "shot and wounded|shot and injured")
    | _words(Shape.ACTIVE, _KILL, "mourned|mourning|burying|bury|buries|the killing of|killings of|the murder of")
    | _words(
        Shape.PART,
        _DESTROY,
        "set alight|burnt to the ground|burned to the ground|reduced to scrap|reduced to ashes|gutted|"
        "blasted|torn apart",
    )
    | _words(Shape.INTRANSITIVE, _DESTROY, "caught fire|went up in flames")
    | _words(Shape.STATE, _DESTROY, "out of action|out of commission|out of service|ablaze|on fire|aflame")
    | _words(Shape.PART, _DESTROY, "left burning|seen burning|left in flames")
    | _words(Shape.INTRANSITIVE, _DOWN, "crashed|crashes|crash-landed")
    | _words(Shape.INTRANSITIVE, _ARREST, "surrendered|surrender|gave themselves up")
    | _words(Shape.PART, _TAKE, "cleared of|cleansed of")
    | _words(Shape.PART, _WOUND, "hit by bullets|hit by a bullet|hit by shrapnel|hit by splinters|hit by sniper fire")
    | _words(Shape.ACTIVE, _CAPTURE, "holding|holds")
    | _words(
        Shape.INTRANSITIVE,
        _KILL,
        "drank the cup of martyrdom|drank from the cup of martyrdom|gave his life|gave her life|"
        "given their lives|given his life|given her life",
        own=True,
    )
    | _words(Shape.INTRANSITIVE, _KILL, "paid with their lives|paid with his life|paid for it with their lives")
    | _words(Shape.PART, _CAPTURE, "held|being held")
    | _words(Shape.STATE, _CAPTURE, "in the hands of|under our control|under its control|in our hands|in its hands")
)

# What may stand between a number and its noun, or ends the search for one.
STOPS: Final = word_set(
    "in on at near around across along from by with without for after before during over under between against into "
    "through within inside outside towards toward since until till to and or but while whereas when where as that "
    "which who whom whose if because although though so than then is are was were be been being has have had having "
    "do does did will would could should may might must can said says saying say told added adding claimed claims "
    "reported reports including include includes not also he she it they we i you him her them us this these those "
    "there here what how why even including among amid despite per via following"
)
ADVERBS: Final = word_set(
    "also now already earlier later still only just reportedly allegedly critically seriously severely badly slightly "
    "far then both all completely either apparently subsequently separately respectively believed thought "
    "understood known feared confirmed immediately instantly even "
    "too together simultaneously directly probably possibly initially finally recently once further mostly eventually "
    "thus there again lightly lately each"
)
BE: Final = word_set("was were is are be been being got getting get gets remain remained")
HAVE: Final = word_set("has have had having")
DETERMINERS: Final = word_set("the these those both all another other further its their our his her my your")
SPEECH: Final = word_set(
    "said says say told added according claimed claims reported wrote tried attempted opened began started"
)
RANKS: Final = word_set(
    "major captain capt maj lieutenant lt colonel col brigadier brig sergeant sgt corporal naik subedar havildar "
    "sepoy constable inspector sub-inspector general soldier trooper commander"
)
NUMBER_WORDS_AS_NOUN: Final = frozenset({"one", "a", "an"})


def by_first_word(table: Mapping[tuple[str, ...], _Entry]) -> Mapping[str, tuple[tuple[tuple[str, ...], _Entry], ...]]:
    """Return `table` as lists under the first word of each phrase, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
    for words, entry in table.items():
        found.setdefault(words[0], []).append((words, entry))
    return MappingProxyType({first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()})
