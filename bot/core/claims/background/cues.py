"""The words that tell a loss to be background, and what an entry's title is about: data, in order."""

import re
from typing import Final

from bot.core.model import EventKind
from bot.core.wordlists import word_list

MONTHS: Final = word_list("january february march april may june july august september october november december")
_MONTH: Final = "|".join(MONTHS)
_DAY: Final = "sunday|monday|tuesday|wednesday|thursday|friday|saturday"
TRUCE: Final = re.compile(
    r"\b(?:truces?|ceasefire|cease-fire|peace deal|talks|dialogue|negotiations?|negotiators|agreement|accord|lull|"
    r"hotline|pact|treaty|mediat\w+|brokered|brokers|swap prisoners|prisoner (?:swap|exchange)|(?:shake|join) hands|"
    r"silenc\w+ the guns|guns to a halt|"
    r"strikes? (?:a )?deal|reopen(?:s|ed|ing)?|agree(?:s|d)? (?:to|on|in)|together in|frees? \w+ \w+ ?soldiers)\b",
    re.IGNORECASE,
)
SETTLED: Final = frozenset({EventKind.TALKS, EventKind.TRUCE, EventKind.REOPENING})
# A truce that breaks is fighting again.
BROKEN: Final = re.compile(
    r"\b(?:frays?|fraying|breaks?|broken|breaking|collaps\w+|violat\w+|shatter\w*|unravel\w*|in tatters|strain\w*|"
    r"shak(?:y|es)|in doubt|crumbl\w+|breach\w*|despite|wobbl\w+|tested|in ruins|falter\w*)\b",
    re.IGNORECASE,
)
FIGHT: Final = re.compile(
    r"\b(?:kill\w*|dead|deaths?|die[sd]?|air ?strikes?|strikes?\b(?! (?:a )?(?:deal|truce|accord|agreement))|raids?|"
    r"bomb\w*|clash\w*|attacks?|blasts?|martyr\w*|shell\w*|trade fire|wounded|hurt|fighting|mourning|"
    r"injur\w+|drones? hit)\b",
    re.IGNORECASE,
)
# A gate that opens again has closed over a clash: the clash in the title is then what went before.
OPENED: Final = re.compile(
    r"\breopen(?:s|ed|ing)?\b[^;:]*\b(?:after|as)\b|"
    r"\b(?:truce|ceasefire|cease-fire|agreement|accord|pact|deal)\b[^;:]*"
    r"\b(?:after|following|(?:to|that) ends?|ending)\b",
    re.IGNORECASE,
)
# What a title tells to have followed the episode that it is about ("trade charges after the raid").
TOLD_AFTER: Final = re.compile(
    r"\b(?:trades?|trading|swap|accus\w+|condemn\w*|protest\w*|summon\w*|complain\w*|blam\w+|charg\w+|mourn\w*|bur(?:y|ies)|"
    r"funerals?|calls?|urges?|warn\w*|den(?:y|ies)|react\w*|war of words|tensions?|uneasy|calm|probe|inquiry)\b"
    r"[^;:]*\b(?:after|over|following|about|for|of|as)\b",
    re.IGNORECASE,
)
# Words that point to what has just been told.
POINTS_BACK: Final = re.compile(
    r"\b(?:in|during|from|for|by|of|behind) (?:that|those|these|the (?:same|earlier|previous))\b(?: \w+)?"
    r" (?:attacks?|raids?|ambush(?:es)?|bombings?|strikes?|airstrikes?|clash(?:es)?|fighting|battles?|exchanges?|"
    r"incidents?|incursions?|assaults?|episodes?|operations?|shelling|blasts?|nights?|days?|weeks?|months?)\b|"
    r"\b(?:in|by) them\b|\b(?:killed|died|dead|martyred|wounded|injured) then\b|\bat that time\b",
    re.IGNORECASE,
)
# No text points back without one of these.
POINTING: Final = ("that", "those", "these", "the same", "the earlier", "the previous", "them", "then")
# A figure that sums up a longer time than one episode takes.
SUMMED: Final = re.compile(
    r"\banniversary of\b|\bsince (?:then|it (?:began|started|was launched)|its (?:launch|start|formation))\b|"
    r"\bsince (?:the )?(?:spring|summer|autumn|winter|beginning|start|turn|middle|end|year)\b|"
    r"\bin the (?:first|last|past|previous) (?:\w+ )?(?:months|years|half|quarter)\b|"
    r"\bin (?:\w+ )?(?:raids|attacks|incidents|clashes|strikes|violations) (?:\w+ ){0,4}this (?:month|year)\b",
    re.IGNORECASE,
)
# A piece about no single episode has no background: whatever it counts is its own matter.
FEATURE: Final = re.compile(
    r"\b(?:explain\w+|things to know|timeline|(?:by the|in) numbers|q&a|fact ?box|backgrounder|why the|how the border|"
    r"(?:is|are) counted|(?:who )?counts? the dead|counting (?:the|in the)|what we know|"
    r"ledgers?|a (?:short )?history of|long read|in charts|"
    r"year of (?:war|fighting))\b",
    re.IGNORECASE,
)
# An explainer of one blow is about that one.
ONE_BLOW: Final = re.compile(
    r"\bwhy (?:\w+ ){1,3}(?:bombed|struck|attacked|raided|shelled|hit|closed|shut)\b|\bwhat happened\b", re.IGNORECASE
)
EARLIER: Final = re.compile(
    rf"\b(?:this (?:spring|summer|autumn|winter)|deadliest year|"
    rf"last (?:week|month|year|winter|summer|spring|autumn|weekend|{_MONTH})|(?<!since )last (?:{_DAY})|"
    r"(?:three|four|five|six|seven|ten|several|[3-9]|\d\d) days (?:ago|earlier|before)|"
    r"(?:truce|ceasefire|cease-fire) (?:was|had been) (?:mediated|brokered|agreed|signed|reached)|"
    r"(?:weeks?|months?|years?) (?:ago|earlier|before)|"
    r"^earlier this week(?=,)|^previously(?=,)|"
    r"earlier (?:this (?:year|month)|in the (?:year|month|week)|that (?:year|month|week))|"
    r"(?<!time )this year|in (?:a|the (?:past|last|previous|same)) (?:months?|weeks?|years?)|"
    r"over the (?:past|last) (?!(?:[\w-]+ )?(?:days?|hours?|night)\b)\w+|"
    r"(?:in|during|over) (?:the )?recent (?:months|years)|recent (?:weeks|months|years) (?:saw|have seen)|"
    r"since (?:the|last) (?:spring|summer|autumn|winter|start of the year)|"
    rf"(?:early|mid|late)[- ](?:{_MONTH})|the same months|a year ago|years? since|"
    r"(?:separate|another|unrelated) (?:attack|raid|ambush|incident|operation|bombing|encounter)|"
    rf"(?:in|since|during|of) (?:{_MONTH}|mid-\w+|\d{{4}})|between (?:{_MONTH}) and|"
    r"elsewhere(?! during| that night)|turning to|at the time|"
    r"(?:previous|earlier|past|similar) (?:clash|fighting|battle|attack|strike|operation|exchange|incident|raid)\w*|"
    rf"since the fighting|before (?:{_DAY}))\b",
    re.IGNORECASE,
)
DATED: Final = re.compile(rf"\b(?:in|during|of|since|from) (?:({_MONTH})(?: \d{{4}})?|(\d{{4}}))\b", re.IGNORECASE)
ON_DAY: Final = re.compile(
    rf"(?<!since )(?<!by )(?<!until )(?<!till )\b(?:({_MONTH}|jan|feb|mar|apr|aug|sept?|oct|nov|dec)\.? (\d{{1,2}})|"
    rf"(\d{{1,2}}) ({_MONTH}))\b(?! \d(?!\d?:)|:\d)",
    re.IGNORECASE,
)
SPANNING: Final = re.compile(r"\b(?:from|between)\b[^,.;]{0,25}$", re.IGNORECASE)
UP_TO: Final = re.compile(r"(?:,? \d{4})?,? (?:to|and|until|till|through) (?:the )?", re.IGNORECASE)
# Told as before what the sentences around it tell.
BEFORE_THAT: Final = re.compile(
    r"\bhad (?:just )?(?:attacked|raided|ambushed|stormed|bombed|crossed|hit|struck)\b", re.IGNORECASE
)
RELATIVE: Final = re.compile(r"^\s*(?:in which|which|that|where|when|who|whom|killing|leaving|causing|wounding)\b")
# "the worst since 2021" dates another clash than the one whose dead are told.
RANKED: Final = re.compile(
    r", (?:in |marking |making it |one of |what \w+ |in what \w+ )*(?:the|a) (?:first|second|third|fourth|fifth|latest|"
    r"worst|deadliest|heaviest|bloodiest|highest|biggest|most|largest|such)\b[^;]*|"
    r"(?:one of )?the (?:second|third|worst|deadliest|heaviest|bloodiest|biggest|fiercest|most \w+) (?:\w+ )*"
    r"since\b[^;,]*",
    re.IGNORECASE,
)
RECALLED: Final = re.compile(
    r"\b(?:recall(?:s|ed|ing)|remind(?:s|ed|ing)|remember(?:s|ed)|commemorat\w+)\b", re.IGNORECASE
)
MILITANTS_DEED: Final = re.compile(
    r"\b(?:car bomb|suicide|bomber|ambush\w*|bombing|bombed|attack on|militants|truck bomb\w*|gunmen|insurgents)\b",
    re.IGNORECASE,
)
# What only militants do to soldiers; an air strike is the answer to it.
MILITANTS_BLOW: Final = re.compile(
    r"\b(?:suicide|bombers?|explosives|car bomb|truck bomb\w*|ambush\w*|the bomb|bombing of|gunmen|"
    r"militants (?:who )?(?:attacked|stormed|raided|killed)|"
    r"attack on (?:an? |the |its )?(?:\w+ ){0,2}"
    r"(?:post|check ?-?post|checkpoint|convoy|patrol|headquarters|base|camp|mosque|school))\b",
    re.IGNORECASE,
)
CAUSE: Final = re.compile(
    r"\b(?:(?:militants|terrorists|fighters|insurgents|gunmen|men|those|group) behind an?|"
    r"(?:at|against) (?:the )?(?:militants|terrorists|fighters|insurgents|gunmen|men|those) who (?:had )?"
    r"(?=killed|martyred|ambushed)|"
    r"an? (?:answer|reply|response) to|in response to|in retaliation for|retribution for|"
    r"reply enough to|responsible for|only after|"
    r"(?:followed|follows|following) (?:the|an?|\w+day['’]s|last \w+['’]s) (?:\w+ ){0,3}?"
    r"(?:martyrdom|killing|murder|deaths?|loss|ambush|attack|bombing|assault|massacre)\b(?: of)?|"
    r"(?:came|comes?) (?:\w+ ){0,2}(?:hours?|days?|weeks?|months?) after|(?:was|were) behind|was shut after|"
    r"(?:came|comes?) after|"
    r"(?:hours|days|weeks) after)\b",
    re.IGNORECASE,
)
# Behind a cause: the sentence has come back to what was done in answer ("..., claiming to have killed", ", X said").
WENT_ON: Final = re.compile(
    r",[^,]*\b(?:said|says|told|announced|added|claimed|claims)\b|"
    r", (?:and )?(?:claim|say|add|kill|leav|captur|destroy|wound)ing\b",
    re.IGNORECASE,
)
# "Following the attack, troops launched ...": what opened the sentence as a cause is over.
ANSWERED: Final = re.compile(
    r",[^,]*\b(?:forces|troops|army|police|military|jets|aircraft|warplanes|drones|guards|fighters|gunmen|militants|"
    r"authorities|they|it) \w+",
    re.IGNORECASE,
)
WEEKDAY: Final = re.compile(rf"\b(?:{_DAY})\b", re.IGNORECASE)
ON_WEEKDAY: Final = re.compile(
    rf"\b(?:on ({_DAY})|({_DAY})['’]s|(?:attack|raid|ambush|bombing|blast|clash|strike|assault) (?:on )?({_DAY}))\b",
    re.IGNORECASE,
)
WEEK: Final = word_list("monday tuesday wednesday thursday friday saturday sunday")
WHEN: Final = re.compile(rf"\b(?:since|in) (?:{_MONTH}|last \w+|\d{{4}}), when\b[^,;]*$", re.IGNORECASE)
SEPARATE: Final = re.compile(r"\bseparate (?:attack|raid|ambush|incident|operation|bombing|statement)\b", re.IGNORECASE)
ASIDE: Final = re.compile(r", (?:and an? |and that |and the |which |who |while |but ).*$")
