"""Words that tell what befell people: killed, wounded, taken, driven from home."""

from collections.abc import Iterable, Mapping
from itertools import product
from types import MappingProxyType
from typing import Final

from bot.core.losses.lexicon.measures import (
    ARREST,
    CAPTURE,
    DISPLACE,
    ELIMINATE,
    HARM,
    KILL,
    WOUND,
)
from bot.core.losses.lexicon.types import ANY, OWN, Row, Shape, Thing
from bot.core.model import Measure

# What leaves open which of two losses it was measures nothing.
_OPEN: Final[Mapping[Thing, Measure]] = MappingProxyType({})


def joined(verbs: str, objects: Iterable[str]) -> tuple[str, ...]:
    """Return every verb with every object."""
    return tuple(f"{verb} {thing}" for verb, thing in product(verbs.split(), objects))


def honours(death: str) -> tuple[str, ...]:
    """Return the phrases that tell who met an honoured death ("embraced martyrdom")."""
    return joined(_MET, (death,))


_MET: Final = (
    "embraced embrace embraces embracing attained attain attains attaining achieved achieve achieves achieving "
    "reached received accepted"
)
_LIVES: Final = tuple(
    f"{down}{whose} {life}" for down, whose, life in product(("", "down "), ("their", "his", "her"), ("lives", "life"))
)
_SACRIFICES: Final = tuple(
    f"{article}{most} {gift}"
    for article, most, gift in product(
        ("", "the "), ("ultimate", "supreme", "highest", "greatest"), ("sacrifice", "sacrifices")
    )
)

ROWS: Final[tuple[Row, ...]] = (
    (
        Shape.PART,
        KILL,
        ANY,
        (
            "killed|slain|burned to death|burnt to death|crushed to death|buried alive|beaten to death|"
            "blown to pieces|massacred|executed|shot dead|gunned down|sent to hell|dispatched to hell|"
            "liquidated|shot and killed|slaughtered|beheaded|laid to rest|despatched to hell|confirmed dead|"
            "found dead|left dead|mown down|shot|crushed|buried|shot to death|murdered|"
            "assassinated|struck dead|cut down|picked off|put to death|hacked to death|burned alive|"
            "burnt alive|done to death|declared dead|pronounced dead|lynched|finished off|interred|"
            "fatally shot|fatally wounded|mortally wounded|blown to bits|bombed to death|trampled to death|"
            "butchered|mowed down|torn to pieces"
        ),
    ),
    (
        Shape.PART,
        _OPEN,
        ANY,
        (
            "captured or destroyed|destroyed or captured|seized or destroyed|destroyed or seized|"
            "captured or burned|overrun or destroyed|taken or destroyed|"
            "killed or captured|captured or killed|killed or arrested|killed or detained|dead or captured"
        ),
    ),
    (
        Shape.PART,
        KILL,
        OWN,
        ("martyred"),
    ),
    (
        Shape.PART,
        ELIMINATE,
        ANY,
        (
            "eliminated|neutralised|neutralized|annihilated|wiped out|taken out|decimated|exterminated|"
            "vaporised|vaporized"
        ),
    ),
    (
        Shape.ACTIVE,
        KILL,
        ANY,
        (
            "kills|kill|killing|slaying|shooting dead|gunning down|sending to hell|massacring|"
            "claimed the lives of|cost the lives of|costing the lives of|claiming the lives of|"
            "took the lives of|taking the lives of|claims the lives of|caused the deaths of|"
            "causing the deaths of|caused the death of|resulted in the deaths of|resulting in the deaths of|"
            "leading to the deaths of|mourned|mourning|burying|bury|buries|the killing of|killings of|"
            "the murder of|slays|slay|slaughtering|executing|murdering|butchering|liquidating|mourns|beheading|"
            "the killings of|the murders of|the slaying of|the massacre of|leading to the death of|"
            "resulting in the death of|resulted in the death of|causing the death of|causes the deaths of|"
            "led to the deaths of|led to the death of|taking the life of|took the life of|claimed the life of|"
            "claiming the life of|cost the life of"
        ),
    ),
    (
        Shape.ACTIVE,
        ELIMINATE,
        ANY,
        (
            "eliminates|eliminate|eliminating|neutralising|neutralizing|neutralises|neutralizes|wiping out|"
            "annihilating|neutralise|neutralize|taking out|accounted for|accounting for|accounts for|"
            "wiped from the map|decimating"
        ),
    ),
    (
        Shape.ACTIVE,
        KILL,
        OWN,
        ("martyring"),
    ),
    (
        Shape.INTRANSITIVE,
        KILL,
        ANY,
        (
            "died|dies|die|dying|perished|perish|succumbed|lost their lives|lost his life|lost her life|"
            "lose their lives|losing their lives|lay dead|met their deaths|breathed their last|"
            "were dead on arrival|paid with their lives|paid with his life|paid for it with their lives|"
            "met their end|met his death|met her death|met his end|passed away|bled to death|drowned|"
            "did not survive|lost their life|loses his life|lose his life|losing his life|losing her life|"
            "lie buried|lay buried|lies buried|"
            "perishing|succumbing|succumb|breathed his last|breathed her last|suffocated|froze to death|"
            "burned to cinders|fell in battle|fell in combat|fell in action|paid the ultimate price"
        ),
    ),
    (
        Shape.INTRANSITIVE,
        KILL,
        OWN,
        "|".join(
            (
                *honours("martyrdom"),
                *joined("laid lay laying gave give given sacrificed sacrifice sacrificing rendered offered", _LIVES),
                *joined("made make making paid rendered offered gave given", _SACRIFICES),
                "drank the cup of martyrdom|drank from the cup of martyrdom",
                "drank the nectar of martyrdom",
                "been honoured with martyrdom",
            )
        ),
    ),
    (
        Shape.STATE,
        KILL,
        ANY,
        ("dead|dead on arrival|lying dead|no longer alive|no longer among the living"),
    ),
    (
        Shape.PART,
        WOUND,
        ANY,
        (
            "wounded|injured|hurt|harmed|maimed|treated|operated on|being treated|hospitalised|hospitalized|"
            "under treatment|"
            "admitted to hospital|treated for injuries|treated for wounds|shot and wounded|shot and injured|"
            "hit by bullets|hit by a bullet|hit by shrapnel|hit by splinters|hit by sniper fire|lacerated|"
            "admitted to hospitals|admitted with injuries|admitted with wounds|treated in hospital|"
            "treated at hospital|treated for shrapnel wounds|taken to hospital|taken to hospitals|"
            "rushed to hospital|shifted to hospital|moved to hospital|brought to hospital|grazed|concussed|"
            "hit by a shell splinter|hit by splinter|lightly wounded|struck by shrapnel|struck by bullets|"
            "hit by gunfire|disfigured|receiving treatment|receiving medical treatment|undergoing treatment|"
            "given treatment|given medical treatment|receiving care"
        ),
    ),
    (
        Shape.ACTIVE,
        WOUND,
        ANY,
        (
            "wounding|wounds|treating|treats|operating on|injuring|injures|injure|wound|hurting|maiming|"
            "caused injuries to|"
            "causing injuries to|left injured|lacerating|harming|hurts|maims|resulting in injuries to|"
            "resulted in injuries to"
        ),
    ),
    (
        Shape.INTRANSITIVE,
        WOUND,
        ANY,
        (
            "went to hospital|sustained injuries|suffered injuries|received injuries|sustained wounds|"
            "suffered wounds|sustaining injuries|sustain injuries|received bullet injuries|suffered burns|"
            "sustained bullet injuries|sustained burns|suffered shrapnel wounds|suffered bullet wounds|"
            "suffered bullet injuries|receive injuries|got injured|suffer injuries|suffering injuries|"
            "received burns|received wounds|receiving injuries|sustained burn injuries"
        ),
    ),
    (
        Shape.STATE,
        WOUND,
        ANY,
        (
            "fighting for their lives|fighting for his life|fighting for life|battling for life|in hospital|"
            "in hospitals|in intensive care|in critical condition|in serious condition|with injuries|"
            "with wounds|with burns|in hospital with wounds|in hospital with injuries|in a critical condition|"
            "in a serious condition|in critical state|in a critical state|in stable condition|"
            "under medical care|on stretchers|fighting for her life|clinging to life|with gunshot wounds|"
            "with bullet wounds|with bullet injuries|with shrapnel wounds|with shrapnel injuries|"
            "with burn injuries|with minor injuries|in a field hospital|in the hospital"
        ),
    ),
    (
        Shape.PART,
        HARM,
        ANY,
        (
            "killed or wounded|killed and wounded|killed or injured|killed and injured|martyred or wounded|"
            "martyred and wounded|martyred or injured|martyred and injured|killed or hurt|dead or wounded|"
            "dead and wounded|dead or injured|dead and injured|wounded or killed|wounded and killed|"
            "killed and/or wounded|dead or hurt|killed and hurt|slain or wounded|maimed or killed|"
            "killed or maimed|killed and maimed|injured or killed"
        ),
    ),
    (
        Shape.ACTIVE,
        HARM,
        ANY,
        ("killing or wounding|killing and wounding|killing or injuring|killing and injuring"),
    ),
    (
        Shape.PART,
        CAPTURE,
        ANY,
        ("captured|seized|held|being held"),
    ),
    (
        Shape.ACTIVE,
        CAPTURE,
        ANY,
        ("capturing|captures|capture|seizing|seizes|seize|holding|holds"),
    ),
    (
        Shape.PART,
        ARREST,
        ANY,
        (
            "led away|carried off|marched off|taken away|dragged away|"
            "nabbed|nabbed alive|arrested|detained|apprehended|taken prisoner|taken alive|"
            "brought in alive|brought back alive|taken captive|"
            "taken hostage|captured alive|rounded up|made prisoner|made captive|taken into custody|"
            "caught alive|taken prisoners|held captive|held prisoner|seized alive|abducted|kidnapped|"
            "overpowered|taken as prisoners|taken as hostages|taken as captives|taken as prisoner|held hostage|"
            "made prisoners|made captives|captured as prisoners|netted|marched off"
        ),
    ),
    (
        Shape.ACTIVE,
        ARREST,
        ANY,
        (
            "leading away|carrying off|carried away|dragging away|"
            "arresting|arrests|detaining|apprehending|took prisoner|took alive|took captive|taking prisoner|"
            "taking captive|taking alive|abducting|kidnapping|took hostage|taking hostage|rounding up|nabbing|"
            "took into custody|taking into custody|seizing alive|the arrest of|the capture alive of|"
            "catching alive"
        ),
    ),
    (
        Shape.STATE,
        ARREST,
        ANY,
        (
            "in custody|in captivity|in police custody|prisoner|captive|as prisoners|in enemy hands|"
            "in detention|behind bars|in chains|under arrest|in our custody|in its custody|as captives|"
            "under detention"
        ),
    ),
    (
        Shape.PART,
        DISPLACE,
        ANY,
        (
            "displaced|uprooted|forced from|forced out|driven out|forced to flee|forced from their homes|"
            "driven from their homes|forced to leave|made homeless|rendered homeless|driven from|dislodged|"
            "forced to move|forced to abandon their homes|left homeless|forced to evacuate|"
            "forced out of their homes|driven out of their homes|chased from their homes|forced to relocate|"
            "forced to leave their homes|forced to migrate"
        ),
    ),
    (
        Shape.ACTIVE,
        DISPLACE,
        ANY,
        ("displacing|displaces|uprooting|forcing|driving|uproots|uproot|displace|driving out|forcing out"),
    ),
    (
        Shape.INTRANSITIVE,
        DISPLACE,
        ANY,
        (
            "fled|flee|left their homes|left home|left their houses|abandoned their homes|leave their homes|"
            "fled their homes|left for safer places|abandoning their homes|leaving their homes|"
            "moved to safer places|moved to safer areas|moved to safety"
        ),
    ),
    (
        Shape.INTRANSITIVE,
        ARREST,
        ANY,
        (
            "surrendered|surrender|gave themselves up|surrendering|surrenders|laid down their arms|"
            "laid down their weapons|laying down their arms|lay down their arms|gave himself up|"
            "gave up their arms|handed themselves in"
        ),
    ),
    (
        Shape.STATE,
        CAPTURE,
        ANY,
        ("in the hands of|under our control|under its control|in our hands|in its hands"),
    ),
)
