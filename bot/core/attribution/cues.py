"""The verbs and phrases that tell of words being said, as tables.

After the cue verbs of quotation attribution (bbc/citron, the SFU Gender Gap Tracker), with the verbs whose doing
conveys words ("accused", "praised"). Verbs that say so only with a certain complement carry what must follow.
"""

from dataclasses import dataclass
from typing import Final

from bot.core.text import word_set

# What may follow a verb of saying that is otherwise an ordinary verb ("replied that", "he replied, ...").
_CLAUSE: Final = word_set("that , \" ' : . how whether why on what - ; there it its his they he she")
_STARTS: Final = word_set("the this these no some more several none neither")
_TOLL: Final = word_set(
    "toll tolls number numbers figure figures count counts dead killed wounded injured injuries deaths death losses "
    "casualties dying tally estimate total cost martyred martyrs damage damages died fatalities bodies victims "
    "dozens scores hundreds civilians soldiers attacks violations incidents strikes rockets shells missiles cases"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a verb of speech.

    `follows` is what must come next (empty: anything), `forbids` what must not, `near` what must stand within eight
    tokens ("#" is a number), `spoils` what must not within five. `trailing` lets the verb close its clause instead.
    `weak` marks acts that only ask, vow or feel: told inside somebody else's words they are no voice of their own.
    `rejects` marks denials.
    """

    lemma: str
    form: str
    follows: frozenset[str] = frozenset()
    forbids: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    spoils: frozenset[str] = frozenset()
    trailing: bool = False
    weak: bool = False
    rejects: bool = False


_IRREGULAR: Final = {
    "say": "says said said saying",
    "tell": "tells told told telling",
    "write": "writes wrote written writing",
    "speak": "speaks spoke spoken speaking",
    "give": "gives gave given giving",
    "put": "puts put put putting",
    "find": "finds found found finding",
    "hold": "holds held held holding",
    "think": "thinks thought thought thinking",
    "swear": "swears swore sworn swearing",
    "make": "makes made made making",
    "pay": "pays paid paid paying",
    "stand": "stands stood stood standing",
    "go": "goes went gone going",
    "have": "has had had having",
    "deny": "denies denied denied denying",
    "lay": "lays laid laid laying",
    "take": "takes took taken taking",
    "hit": "hits hit hit hitting",
    "stick": "sticks stuck stuck sticking",
    "admit": "admits admitted admitted admitting",
    "rebut": "rebuts rebutted rebutted rebutting",
    "pin": "pins pinned pinned pinning",
    "dub": "dubs dubbed dubbed dubbing",
    "slam": "slams slammed slammed slamming",
    "rue": "rues rued rued ruing",
    "draw": "draws drew drawn drawing",
    "see": "sees saw seen seeing",
    "read": "reads read read reading",
    "quip": "quips quipped quipped quipping",
    "offer": "offers offered offered offering",
    "cut": "cuts cut cut cutting",
    "trim": "trims trimmed trimmed trimming",
    "repeat": "repeats repeated repeated repeating",
    "cast": "casts cast cast casting",
    "set": "sets set set setting",
    "shout": "shouts shouted shouted shouting",
    "refer": "refers referred referred referring",
    "keep": "keeps kept kept keeping",
    "regret": "regrets regretted regretted regretting",
    "understand": "understands understood understood understanding",
    "brag": "brags bragged bragged bragging",
    "concur": "concurs concurred concurred concurring",
    "dispel": "dispels dispelled dispelled dispelling",
}


def _forms(lemma: str) -> tuple[tuple[str, str], ...]:
    """Return (word, form) for each form of a verb."""
    if lemma in _IRREGULAR:
        third, past, participle, gerund = _IRREGULAR[lemma].split()
    else:
        stem = lemma.removesuffix("e")
        soft = lemma[-1] == "y" and lemma[-2] not in "aeiou"
        past = participle = (lemma[:-1] + "ied") if soft else stem + "ed"
        third = (lemma[:-1] + "ies") if soft else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
        gerund = stem + "ing"
    return ((lemma, "base"), (third, "third"), (past, "past"), (participle, "participle"), (gerund, "gerund"))


# lemma -> what the verb needs. An empty table: the verb alone says so.
_PLAIN: Final = word_set(
    "say announce allege assert insist contend reiterate stress emphasise emphasize underline underscore "
    "acknowledge concede affirm reveal disclose tweet retort complain caution lament opine quip warn confirm argue "
    "believe vow explain remark testify boast recount clarify decry blame accuse condemn denounce deplore criticise "
    "criticize slam hail praise laud commend applaud thank congratulate mourn regret describe characterise "
    "characterize label brand dub portray depict deny reject dismiss refute rebut dispute disown urge exhort demand "
    "reproach berate chide castigate lambast lambaste rebuke deride ridicule rubbish trash contradict commiserate "
    "salute welcome estimate reckon ascribe scold disavow discount downplay admonish fault assail "
    "brag excoriate exclaim flay forewarn fulminate grumble implore insinuate interject pillory proclaim repudiate "
    "restate specify speculate stipulate sympathise sympathize taunt tout vaunt debunk disclaim upbraid impute "
    "enumerate castigate disparage"
)
_WEAK: Final = word_set(
    "ask urge demand vow pledge promise threaten appeal warn call thank welcome praise hail accuse blame condemn "
    "request offer agree report criticise criticize protest announce confirm believe fear suspect salute express "
    "voice propose congratulate mourn laud object regard consider implore sympathise sympathize"
)
_REJECTS: Final = word_set(
    "deny reject dismiss refute rebut dispute disown rubbish trash deride ridicule contradict disavow discount rule "
    "contest debunk repudiate disclaim dispel laugh brush shrug wave scorn pooh-pooh"
)
# "15 militants confirmed dead" tells of no words.
_FATE: Final = word_set("dead killed missing wounded injured martyred captured destroyed trapped")
_NEEDS: Final[dict[str, dict[str, object]]] = {
    "tell": {"forbids": word_set("apart"), "spoils": word_set("story tale")},
    "claim": {"spoils": word_set("lives wickets wicket victims scalps title win point points")},
    "declare": {"spoils": word_set("emergency holiday innings mourning winner winners")},
    "report": {"spoils": word_set("profit duty"), "forbids": _FATE},
    "confirm": {"forbids": _FATE},
    "believe": {"forbids": _FATE},
    "add": {"follows": _CLAUSE | _STARTS, "trailing": True},
    "state": {"follows": _CLAUSE | _STARTS, "trailing": True},
    "note": {"follows": _CLAUSE | _STARTS, "trailing": True},
    "observe": {"follows": word_set('that , " :'), "trailing": True},
    "maintain": {"follows": word_set('that , " : . there they no none'), "trailing": True},
    "continue": {"follows": word_set(', "'), "trailing": True},
    "conclude": {"follows": word_set('that "')},
    "reply": {"follows": word_set('that , " :'), "trailing": True},
    "respond": {"follows": word_set('that " : by .')},
    "counter": {"follows": word_set('that , " :'), "trailing": True},
    "repeat": {"follows": word_set('that " : its his their the a denials calls claims accusations')},
    "hold": {"near": word_set("responsible accountable")},
    "charge": {"follows": word_set("that")},
    "allow": {"follows": word_set("that")},
    "agree": {"follows": word_set("that")},
    "imply": {"follows": word_set("that")},
    "suggest": {"follows": word_set('that , "'), "trailing": True},
    "indicate": {"follows": word_set("that ,"), "trailing": True},
    "signal": {"follows": word_set("that")},
    "hint": {"follows": word_set("that at")},
    "think": {"follows": word_set("that")},
    "fear": {"follows": word_set("that for")},
    "suspect": {"follows": word_set("that")},
    "predict": {},
    "expect": {"follows": word_set("that the")},
    "hope": {"forbids": word_set("to for")},
    "recall": {"follows": word_set('that how seeing hearing , "'), "trailing": True},
    "remember": {},
    "find": {"follows": word_set("that"), "trailing": True},
    "record": {"near": _TOLL | {"#"}, "trailing": True},
    "document": {"near": _TOLL | {"#"}},
    "verify": {"near": _TOLL | {"#"}},
    "count": {"near": frozenset({"#"}), "forbids": word_set("each on among")},
    "list": {"near": _TOLL},
    "register": {"near": word_set("dead killed deaths wounded injured casualties displaced families people")},
    "write": {"forbids": word_set("off"), "spoils": word_set("letter letters book books song cheque")},
    "post": {"follows": word_set('on that , " : in'), "forbids": word_set("at along"), "trailing": True},
    "share": {"follows": word_set("on that"), "trailing": True},
    "give": {"near": _TOLL | word_set("same opposite picture")},
    "put": {"near": word_set("toll number figure count dead losses casualties death at blame notice total down")},
    "raise": {"near": word_set("toll number figure count dead estimate tally concerns concern alarm")},
    "lower": {"near": word_set("toll number figure count tally estimate")},
    "cut": {"near": word_set("toll figure count tally estimate")},
    "trim": {"near": word_set("toll figure count tally estimate")},
    "revise": {"near": word_set("dead losses toll number figure count tally")},
    "update": {"near": word_set("toll number figure count tally")},
    "speak": {"follows": word_set("of about out")},
    "talk": {"follows": word_set("of about up down")},
    "complain": {},
    "object": {"follows": word_set("to that")},
    "protest": {"follows": word_set("at that against over the what _"), "trailing": True},
    "point": {"follows": word_set("at to out a")},
    "appeal": {"follows": word_set("for to")},
    "call": {"forbids": word_set("off in up back ahead")},
    "ask": {"forbids": word_set("not")},
    "request": {"forbids": word_set("anonymity not")},
    "pledge": {},
    "promise": {},
    "threaten": {},
    "swear": {"follows": word_set("that to")},
    "propose": {},
    "advise": {},
    "offer": {"near": word_set("to condolences support apology sympathy regrets assurances talks sympathies")},
    "express": {},
    "voice": {},
    "convey": {"near": word_set("concern concerns protest condolences message sympathies that condolence displeasure")},
    "echo": {},
    "term": {},
    "attribute": {},
    "contest": {},
    "dedicate": {"near": word_set("to")},
    "scoff": {},
    "shout": {"near": word_set('slogans that " slogan')},
    "chant": {"near": word_set('slogans that " slogan death')},
    "lash": {"follows": word_set("out")},
    "hit": {"follows": word_set("out")},
    "rule": {"follows": word_set("out")},
    "stand": {"follows": word_set("by")},
    "stick": {"follows": word_set("to by")},
    "pay": {"near": word_set("tribute tributes homage")},
    "make": {"follows": word_set("light clear plain much"), "forbids": word_set("no")},
    "lay": {"near": word_set("blame")},
    "pin": {"near": word_set("blame")},
    "take": {"near": word_set("exception umbrage")},
    "draw": {"near": word_set("attention")},
    "cast": {"near": word_set("doubt doubts")},
    "set": {"near": word_set("toll_ straight")},
    "lodge": {"near": word_set("protest complaint")},
    "hand": {"near": word_set("protest")},
    "deliver": {"near": word_set("protest")},
    "serve": {"near": word_set("protest")},
    "issue": {"near": word_set("warning denial condemnation ultimatum rebuttal appeal apology clarification")},
    "sound": {"near": word_set("alarm")},
    "go": {"follows": word_set("further on")},
    "inform": {"near": word_set("that of least")},
    "notify": {"near": word_set("that of least")},
    "brief": {"near": word_set("that")},
    "detail": {},
    "outline": {},
    "cite": {},
    "quote": {},
    "identify": {"follows": word_set("them him the")},
    "read": {"follows": word_set(': , "'), "trailing": True},
    "reaffirm": {},
    "pronounce": {},
    "refer": {"follows": word_set("to")},
    "publicise": {},
    "rail": {"follows": word_set("against at")},
    "view": {"near": word_set("as")},
    "regard": {"near": word_set("as")},
    "consider": {"near": word_set("as a an it them")},
    "assess": {"follows": word_set("that at the")},
    "tally": {"near": frozenset({"#"})},
    "mention": {},
    "relay": {},
    "narrate": {},
    "own": {"follows": word_set("to up")},
    "snap": {"follows": word_set(', " the a'), "trailing": True},
    "vouch": {},
    "sum": {"follows": word_set("up")},
    "admit": {},
    "answer": {"follows": word_set('that , " :'), "trailing": True},
    "attest": {},
    "avow": {},
    "bemoan": {},
    "bewail": {},
    "extol": {},
    "wish": {"near": word_set("recovery success")},
    "reassure": {},
    "assure": {},
    "remind": {},
    "alert": {"near": word_set("that")},
    "invoke": {},
    "liken": {},
    "compare": {"near": word_set("to with")},
    "certify": {"near": word_set("dead deaths that")},
    "peg": {"near": word_set("at toll")},
    "place": {"near": word_set("toll blame")},
    "number": {"follows": word_set("the its them")},
    "vilify": {},
    "fume": {},
    "warrant": {"follows": word_set("that")},
    "seek": {"near": word_set("explanation apology")},
    "joke": {},
    "brush": {"follows": word_set("aside off")},
    "shrug": {"follows": word_set("off")},
    "correct": {"follows": word_set(', "'), "trailing": True},
    "wonder": {},
    "scale": {"near": word_set("number toll dead")},
    "mock": {},
    "doubt": {},
    "dread": {"follows": word_set("that")},
    "foresee": {"follows": word_set("that")},
    "link": {"near": word_set("to")},
    "trace": {"near": word_set("to")},
    "question": {"near": word_set("the whether why how claim claims")},
    "contend": {},
    "theorise": {},
    "forecast": {},
    "interpret": {"near": word_set("as")},
    "rationalise": {},
    "justify": {},
    "defend": {"near": word_set("as saying decision strikes move operation strike right_to")},
    "second": {"near": word_set("call")},
    "reckon": {},
    "laugh": {"follows": word_set("off at")},
    "wave": {"follows": word_set("away aside off")},
    "dispel": {"near": word_set("claims claim reports report rumours rumors rumour impression notion")},
    "scorn": {"near": word_set("claims claim figure figures report reports idea suggestion")},
    "pooh-pooh": {},
    "pour": {"near": word_set("scorn cold")},
    "sneer": {"follows": word_set("at that")},
    "play": {"follows": word_set("down")},
    "understand": {"follows": word_set("_"), "trailing": True},
    "concur": {},
    "confess": {"follows": word_set('that to , "')},
    "confide": {"follows": word_set('that , " to'), "trailing": True},
    "comment": {"follows": word_set('that , " :'), "trailing": True},
    "disagree": {"follows": word_set("with , saying")},
    "elaborate": {"follows": word_set("that")},
    "guarantee": {"follows": word_set("that")},
    "assume": {"follows": word_set("that")},
    "surmise": {},
    "marvel": {"follows": word_set("that")},
    "mutter": {"follows": word_set('that , "'), "trailing": True},
    "thunder": {"follows": word_set(', " that')},
    "trumpet": {"near": _TOLL | word_set("victory success")},
    "volunteer": {"follows": word_set("that")},
    "whisper": {"follows": word_set('that , "')},
    "worry": {"follows": word_set("that")},
    "yell": {"follows": word_set('that , "')},
    "calculate": {"near": _TOLL | {"#"}},
    "publish": {"near": _TOLL},
    "present": {"near": word_set("toll figure figures tally list")},
    "supply": {"near": word_set("toll figure figures tally list")},
    "apprise": {"near": word_set("that of")},
}
BARE: Final = word_set(
    "reply mention state report claim document record list post count demand term voice label brand fault charge "
    "hope fear offer request protest praise salute welcome estimate thank answer number view detail outline place "
    "remark dispute complaint tweet rubbish trash scorn comment present supply wave laugh play sneer "
    "whisper name blame point object sound quote appeal call threat boast read set put cast hit "
    "phone question hand own snap"
)


_ASSURING: Final = word_set("warning assurance assurances welcome")
# Ways to tell that only promise or greet.
_WEAK_ACTS: Final = frozenset({("give", _ASSURING)})
# A second way to tell, for verbs that the table above holds already.
_MORE: Final[tuple[tuple[str, dict[str, object]], ...]] = (
    ("give", {"near": _ASSURING}),
    ("charge", {"near": word_set("with")}),
    ("hold", {"follows": word_set("that to")}),
    ("keep", {"follows": word_set("to"), "near": word_set("count figure toll story version")}),
    ("pay", {"near": word_set("respects")}),
    ("phone", {"follows": word_set("in to")}),
    ("call", {"follows": word_set("in"), "near": word_set("protest")}),
    ("correct", {"near": word_set("toll number figure count")}),
    ("name", {"near": word_set("as")}),
    ("put", {"follows": word_set("it"), "spoils": word_set("out on off up away")}),
    ("take", {"near": word_set("issue")}),
    ("wave", {"near": word_set("aside")}),
    ("brush", {"near": word_set("aside")}),
    ("shrug", {"near": word_set("aside")}),
    ("reply", {"follows": word_set("to")}),
)


def _compile() -> dict[str, tuple[Cue, ...]]:
    table: dict[str, list[Cue]] = {}
    needs: dict[str, dict[str, object]] = {lemma: {} for lemma in sorted(_PLAIN)} | _NEEDS
    for lemma, wants in (*needs.items(), *_MORE):
        for word, form in _forms(lemma):
            weak = lemma in _WEAK or (lemma, wants.get("near")) in _WEAK_ACTS
            cue = Cue(lemma, form, weak=weak, rejects=lemma in _REJECTS, **wants)  # type: ignore[arg-type]
            table.setdefault(word, []).append(cue)
    return {word: tuple(cues) for word, cues in table.items()}


# word -> the cues it may be; the same word may be past and participle.
CUES: Final = _compile()
# Bare forms that are more often nouns: verbs only after a subject.
NOUN_LIKE: Final = BARE | word_set(
    "states reports claims documents records lists posts counts demands terms voices labels brands faults charges "
    "hopes fears offers requests protests salutes estimates thanks answers numbers views details outlines places "
    "remarks disputes complaints tweets points objects sounds quotes appeals calls boasts reads sets puts "
    "accounts hands questions phones"
)
# Verbs whose subject may stand behind them: "..., said the ministry".
INVERTING: Final = word_set(
    "answer concede reply retort respond joke correct tweet quip counter laugh wonder say add write report explain "
    "insist warn declare claim announce note recall complain argue admit according remark observe confirm reveal "
    "lament stress exclaim interject confide comment understand mutter conclude allege assert insist maintain"
    " contend estimate reveal disclose continue read specify boast reiterate emphasise emphasize"
)
# Verbs that lend their infinitive to a speaker: "went on to say", "continued to insist".
CATENATIVES: Final = word_set(
    "went goes gone continue continues continued quick proceeded rushed hastened came than further moved on decided "
    "only"
)
# "declined to comment": silence is the outlet's word.
SILENT: Final = word_set(
    "declined refused declines refuses refusing declining failed yet unable unwilling unavailable unreachable"
)
# "has issued no statement"; within four tokens after the verb.
NOTHING: Final = word_set("no nothing little none neither")
# What is said to the other side's face: who is accused or called on is not who speaks.
ADDRESSING: Final = word_set("accuse blame condemn urge warn ask call denounce criticise criticize threaten demand")
# Who is told something stands right behind these.
TELLING: Final = word_set("tell inform assure brief remind")
# Verbs that say so even where "no" or "none" follows: "said no soldier was hurt".
SAYING: Final = word_set(
    "said says say saying claimed claims claim found denied insisted insists maintains added confirmed report reports "
    "reported"
)
