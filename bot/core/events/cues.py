"""The words by which an entry tells the kind of its episode, its time and what is only background: data, in order."""

import re
from typing import Final

from bot.core.model import EventKind


def _any(*listed: str) -> re.Pattern[str]:
    """Return a pattern of whole words, any of the alternatives in `listed` (separated by bars)."""
    return re.compile(rf"\b(?:{'|'.join(listed)})\b", re.IGNORECASE)


# After "gun": it fires no more.
_HUSHED: Final = r"s? (?:\w+ )?(?:silent|silenced?|quiet|to a halt)"
# Before "attack": it came out of the air.
_BY_LAND: Final = "(?<!drone )(?<!quadcopter )(?<!air )(?<!aerial )"
# What an episode is; a tie goes to the kind that stands first.
KINDS: Final[tuple[tuple[EventKind, re.Pattern[str]], ...]] = (
    (
        EventKind.REOPENING,
        _any(
            r"(?<!wounds )re-?open(?:s|ed|ing)?|opened again|opens? (?:again|after)",
            r"opened (?:for|to) (?:trade|traffic)|بازگشایی",
        ),
    ),
    (
        EventKind.TRUCE,
        _any(
            r"truces?|cease-?\s?fires?|hold (?:their )?fire|stop(?:ping)? (?:the )?(?:fighting|firing)",
            rf"gun{_HUSHED}|silen\w+ (?:the )?guns|fighting (?:ends?|ended|stops|stopped)",
            r"end (?:to )?hostilities|lull|armistice|cessation of|flag meeting|جنگ بندی|آتش‌?\s?بس|اوربند",
            r"paus\w+ (?:in |to )?(?:the )?(?:fighting|hostilities|violence|attacks|operations)|temporary pause",
            r"halt(?:s|ed)? (?:in |to )?(?:the )?(?:fighting|hostilities|violence)|de-?escalat\w+",
        ),
    ),
    (
        EventKind.TALKS,
        _any(
            r"(?:peace )?talks|negotiat\w+|dialogue|round of|mediat\w+|مذاکرات|خبرې اترې|گفت‌?وگو",
            r"accords?|pact|handshakes?|shak\w+ hands|memorandum",
            r"(?:reach\w*|sign\w*) (?:an? )?(?:\w+ )?(?:agreement|deal|understanding)",
            r"agreed? (?:in|to (?:halt|stop|swap|free|exchange|extend|cease))",
            r"without (?:an? )?(?:deal|agreement|accord|breakthrough)|no (?:deal|agreement|breakthrough)|deadlock\w*",
            r"delegations?|peace (?:push|bid|efforts?)",
        ),
    ),
    (
        EventKind.CLASH,
        _any(
            r"clash\w*|exchang\w+ (?:of )?(?:heavy )?(?:gun)?fire|trad\w+ (?:heavy )?fire|fights?|fighting|fought",
            r"firing|fires?|fired",
            rf"gun(?!{_HUSHED})\w*|shell\w*|mortars?|artillery|rockets?|storm\w*|{_BY_LAND}attack\w*|assault\w*|outposts?|posts?|skirmish\w*|raiders?",
            r"(?:hit|hits|hitting|target\w*) (?:\w+\W+){0,3}(?:points?|positions?|bases?|cent(?:er|re)s?)",
            r"infiltrat\w+|battles?|shoot\w*|(?<!no )shot|shot down|downed|sentry|stand-?off|retaliat\w+|repuls\w+|war",
            r"جھڑپ\w*|فائرنگ|گولہ باری|درگیری\w*|نښت\w+|جګړ\w+",
        ),
    ),
    (
        EventKind.STRIKE,
        _any(
            r"air\s?-?strikes?|air\s?-?raids?|air attacks?|aerial (?:attack|bombing)|drone strikes?|drones?|jets?",
            r"quadcopters?|warplanes?",
            r"fighter jets?|aircraft|planes|helicopters?|bomb(?:s|ed|ing|ings|ardment)?|strikes?|striking|struck",
            r"(?:intelligence-based|cross-border|counter-?terror\w*|anti-terror\w*) operations?",
            r"(?:hits?|hitting|target\w*) (?:\w+ ){0,3}(?:camps?|hideouts?|depots?|houses?|homes?)",
            r"blasts?|explosions?|فضائی حمل\w+|حملات هوایی|حمله هوایی|حملهٔ هوایی|بمباران|هوايي برید\w*",
        ),
    ),
)

# Last before a day: it tells when somebody spoke, mourned or met, not when the episode was.
SPOKE: Final = _any(
    r"said|says?|saying|told|tells|announc\w+|report(?:ed|s)|add(?:ed|s)|wrote|writes|claim(?:ed|s)|confirm\w+|accus\w+",
    r"acknowledg\w+|declar\w+|stat(?:ed|es)|insist\w*|posted|tweet\w*|statement|briefing|conference|interview",
    r"summon\w*|condemn\w*|welcom\w+|call(?:ed|s)|urg(?:ed|es)|den(?:y|ied|ies)|protest\w*|promis\w+|vow\w*|pledg\w+",
    r"warn\w*|reject\w*|dismiss\w*|ask(?:ed|s)|demand\w*|describ\w+|mourn\w*|bur(?:y|ied|ies)|funerals?|laid to rest",
    r"prayers?|visit\w*|march(?:ed|es)|gather\w*|rall(?:y|ied)|streets|telephoned|phoned|spoke|speaking|appeal\w*",
    r"admit\w*|conced\w+|complain\w*|apologi[sz]\w+|handed|thank\w*|prais\w+|tribute|counted|on X|on Twitter",
    r"died of (?:\w+ )?(?:wounds|injuries)|succumb\w*(?: to (?:\w+ )?(?:wounds|injuries))?|register\w*|put (?:it|the)",
)
# After a day: the same ("on Friday accused").
SPEAKS: Final = re.compile(
    r"^,?\s(?:said|says|accused|announced|condemned|summoned|denied|called|declared|told|claimed|warned|rejected|urged|"
    r"welcomed|reported|confirmed|protested|put\s|acknowledged|asked|described|dismissed|promised|vowed|insisted|"
    r"demanded|complained|appealed|mourned)\b",
    re.IGNORECASE,
)
LOSS: Final = _any(
    r"kill\w*|dead|deaths?|die[ds]?|wound\w*|injur\w+|martyr\w*|casualt\w+|captur\w+|destroy\w*|overr[au]n|beheaded",
    r"raz(?:ed|ing)|flatten\w*|eliminat\w+|neutrali[sz]\w+|perish\w*|lost (?:his|her|their) li(?:fe|ves)",
)
# Before a word: it belongs to what went before the episode.
BEHIND: Final = re.compile(
    r"\b(?:responsible\sfor|blam\w+\s(?:\w+\s){0,3}(?:for|on)|retribution\sfor|revenge\sfor|response\sto|reply\sto|avenge|after|following|until|before|ahead\sof|amid|"
    r"despite|retaliation\sfor|answer\sto|to\send|end\sto|to\shalt|to\sstop)\b"
    r"(?!\s(?:dawn|daybreak|daylight|sunrise|noon|midday|midnight|dark|dusk|nightfall|sunset|iftar|prayers)\b)[^,;:.]*$",
    re.IGNORECASE,
)
# In an opening: a blow is told as the answer to another, which is what follows.
ANSWER: Final = re.compile(
    r"\b(?:retaliat\w+|respon\w+|answer|reply|revenge|retribution|reprisal)\s(?:for|to|against)\b|\baveng\w+",
    re.IGNORECASE,
)
# A truce that somebody made; without any of these it is a lull in the fighting.
MADE: Final = _any(
    r"agree\w*|announc\w+|declar\w+|sign\w*|broker\w*|mediat\w+|elders?|jirga|flag meeting",
    r"extend\w*|reach\w*|talks|deal|accord|assur\w+|guarantee\w*|pledg\w+|took effect|(?:into|in) (?:force|effect)",
    r"after (?:an? |the )?(?:truce|cease-?\s?fire)",
    r"(?:truce|cease-?\s?fire) (?:with \w+ )?(?:began|begins|holds?|held|holding)",
)
# Before a day: what is still to come then ("schools would reopen on Monday").
AHEAD: Final = re.compile(
    r"\b(?:will|would|shall|due|scheduled|expected|hoped?|plan(?:s|ned)?|promised)\s(?:not\s|to\s|be\s)*\w+[^.;:,]{0,40}$",
    re.IGNORECASE,
)
# Before "truce": it is only sought.
SOUGHT: Final = re.compile(
    r"\b(?:seek\w*|sought|push\w*|call(?:s|ed|ing)?\sfor|plead\w*|urg\w+|appeal\w*|want\w*|propos\w+|hop(?:e|es|ed|ing))\b"
    r"(?:\W+[\w’'-]+){0,4}\W*$",
    re.IGNORECASE,
)
# Before "reopen": it is what talks promise, or what somebody tries for.
PLEDGED: Final = re.compile(
    r"\b(?:pledg\w+|promis\w+|agree\w*|accord|deal|pact|talks|understanding|efforts?|bid|attempts?|try|tries|trying)\b"
    r"[^.;]{0,40}\sto\s(?:(?:have|see|get)\s(?:\w+\s){1,3})?$",
    re.IGNORECASE,
)
# Before "talks": somebody asks for them, or offers them.
URGED: Final = re.compile(
    r"\b(?:through|via|called? (?:for|on)|calls (?:for|on)|urg\w+|appeal\w*|need for|offer\w*|exhort\w*)\b"
    r"(?:\W+[\w’'-]+){0,6}\W*$",
    re.IGNORECASE,
)
# Before "talks": they go on elsewhere meanwhile.
MEANWHILE: Final = re.compile(r"\b(?:as|while|when|even as|during|since)\s(?:\w+\s){0,3}$", re.IGNORECASE)
# After "truce": it did not hold.
BREAKS: Final = re.compile(
    r"^(?:[-\s]\w+){0,2}?[-\s](?:violat\w+|breach\w*|broken|breaks?|collaps\w+|crumbl\w+|unravel\w*|"
    r"shatter\w*|in doubt|at risk|under strain|strained|tested|threatened|frays?|ends? in|falters?)\b",
    re.IGNORECASE,
)
# Before "truce": there is none, or it ended.
BROKEN: Final = re.compile(
    r"\b(?:break\w*|broke|broken|violat\w+|breach\w*|ahead of|before|despite|during|after|since|end(?:ed|s)|"
    r"collapse\w*|shaky|tests?|threat\w+|no)\b(?:\W+[\w’'-]+){0,4}\W*$",
    re.IGNORECASE,
)
DATELINE: Final = re.compile(
    r"^[^a-z—–:]{2,60}?(?:,\s(?:[A-Z][\w.]+\s?){1,3}\d{0,2})?\s?(?:—|–|-\s|:)"
    r"|^[A-Z/ ]{3,40},\s[A-Z][a-z]+(?:,?\s\w+\s\d+)?\s?(?:—|–|-|:)"
)
SHUT: Final = _any(r"clos\w+|shut|seal\w+|standstill|stranded|suspend\w+")
ANEW: Final = _any(r"fresh|anew|again|renewed|new (?:clash|round|fight)\w*|resum\w+")
# What may be told to reopen.
GATE: Final = _any(r"borders?|crossings?|gates?|trade|traffic|cargo|pedestrians?|route")
BORDER: Final = _any(r"borders?|frontiers?")
# The entry sums up a longer time.
NO_EPISODE: Final = _any(
    r"monthly|(?:the|a) year of|ledgers?",
    r"quarter(?:ly)?|annual(?:ly)?|yearly|timeline|q&a|year in review|study (?:finds|found|says|shows)",
    r"three-month|six-month",
    r"in the (?:first|last|past) (?:\w+ ){0,2}(?:months|years|half|quarter)|half of (?:the year|20\d\d)",
    r"so far this year",
    r"between (?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:,? \d{4})? and",
    r"since (?:work|construction|the fencing|fencing) (?:\w+ ){0,4}(?:began|started)",
)
# The entry explains: what it is about is one episode only where it names a day of fighting just past.
EXPLAINS: Final = _any(
    r"explain(?:ed|er)", r"how (?:we|did|the two)|a history of|why (?:are|is|do)|what (?:is|are) the"
)
# Before a day, in a sentence that goes back behind what was told before it.
EARLIER: Final = re.compile(
    r"\bhad\s(?:\w+\s){0,2}?(?:\w+ed|been|come|hit|struck|fought|shot|killed|taken|begun)\b", re.IGNORECASE
)
# After a row of days: they were days of fighting.
OF_ARMS: Final = re.compile(
    r"^\s(?:\w+\s){0,2}?(?:clash|fight|shell|firing|gun|battle|skirmish|violence|bomb|artillery|strikes|exchang)",
    re.IGNORECASE,
)
# Right before a day: only a count runs from it ("the third since").
COUNTS_SINCE: Final = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|worst|deadliest|heaviest|bloodiest|most)\b[^,;.]{0,40}\bsince\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
# Right before a day: something has lasted from then on.
SINCE: Final = re.compile(r"\bsince\s(?:\w+\s){0,2}$", re.IGNORECASE)
# The same, where no day is named.
LONG_TIME: Final = _any(
    r"this (?:year|month)",
    r"since (?:January|February|March|April|May|June|July|August|September|October|November|December)",
    r"(?:in|over|for) (?:the (?:past|last) )?(?:\w+ )?(?:months|years)|in 20\d\d|every year",
)
# Around a seat of government that is meant as a town.
SPOT_BEFORE: Final = re.compile(
    r"\b(?:in|on|near|over|at|across|outside|around|inside|into|(?:bombing|shelling|attack|strikes?|raids?)\s(?:of|on)|"
    r"central|eastern|western|bomb\w*|hit\w*|shak\w+|rock\w*|pound\w*|struck|strikes?|strik\w+)\s$",
    re.IGNORECASE,
)
SPOT_AFTER: Final = re.compile(
    r"^['’]?s?\s(?:blast|explosion|strike|air|hospital|airport|sky|rehab|cemetery|bombing)", re.IGNORECASE
)
OFFICE: Final = re.compile(
    r"\b(?:ministr\w+|report\w*|spokes\w+|government|administration|officials?|authorit\w+|command\w*|mission|rulers?|"
    r"ambassador|court|embassy|speaking|conference|military|power|seat|capital|visit\w*|envoys?|told\W+\w+|based)\b"
    r"\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
LISTED: Final = re.compile(r",?\s(?:and\s|or\s)?")
