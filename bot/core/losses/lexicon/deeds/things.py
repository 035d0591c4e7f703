"""Words that tell what befell posts, vehicles and aircraft, and of losing and falling, which befalls men too."""

from typing import Final

from bot.core.losses.lexicon.measures import (
    DESTROY,
    DOWN,
    FALL,
    LOSE,
    TAKE,
)
from bot.core.losses.lexicon.types import ANY, Row, Shape

ROWS: Final[tuple[Row, ...]] = (
    (
        Shape.PART,
        TAKE,
        ANY,
        (
            "retook|retaken|recaptured|regained|won back|took back|taken back|overrun|overran|occupied|taken|"
            "taken over|conquered|wrested|brought under control|taken control of|cleared of|cleansed of|"
            "wrested away|wrested from|fallen into enemy hands|lost to the enemy|recovered from the enemy|"
            "reoccupied|pushed out of"
        ),
    ),
    (
        Shape.ACTIVE,
        TAKE,
        ANY,
        (
            "overrunning|overruns|took control of|taking control of|occupying|took|taking|take over|took over|"
            "taking over|takes|gained control of|won control of|assumed control of|lost control of|"
            "losing control of|loses control of|lose control of|retaking|recapturing|recaptures|recapture|"
            "retakes|retake|conquering|conquers|captured control of|seized control of|seizing control of|"
            "seizes control of|captures control of|wresting|winning control of|gaining control of|"
            "assuming control of|takes control of|take control of|occupies|occupy|took possession of|"
            "taking possession of"
        ),
    ),
    (
        Shape.INTRANSITIVE,
        TAKE,
        ANY,
        (
            "came under control|changed hands|change hands|fell into enemy hands|came under the control of|"
            "come under control|came under its control|come under its control|came under their control|"
            "come under their control|fell under the control|passed into enemy hands|changing hands|"
            "fell under control"
        ),
    ),
    (
        Shape.PART,
        DESTROY,
        ANY,
        (
            "destroyed|razed|wrecked|flattened|demolished|blown up|burned|burnt|torched|knocked out|burned out|"
            "burnt out|put out of action|disabled|smashed|obliterated|razed to the ground|set on fire|"
            "set ablaze|burned down|burnt down|reduced to rubble|dismantled|levelled|leveled|ruined|"
            "incinerated|shattered|blown apart|hit and destroyed|targeted and destroyed|completely destroyed|"
            "damaged or destroyed|destroyed or damaged|set alight|burnt to the ground|burned to the ground|"
            "reduced to scrap|reduced to ashes|gutted|blasted|torn apart|left burning|seen burning|"
            "left in flames|bombed out|turned to rubble|turned into rubble|pounded to rubble|"
            "pounded into rubble|reduced to ruins|reduced to dust|reduced to debris|pulverised|pulverized|"
            "written off|blown to smithereens|crushed to scrap|bulldozed|pulled down|torn down|put out of use|"
            "rendered useless|rendered unusable|rendered inoperable|burned to a shell|burned to ashes|"
            "burnt to ashes|left in ruins|left in rubble|left in ashes|fully destroyed|totally destroyed|"
            "partially destroyed|partly destroyed|effectively destroyed|put to the torch|trashed|"
            "wiped off the map|turned into dust|turned to dust|turned into ashes|turned to ashes|turned into ruins|"
            "turned into scrap|turned into debris|turned to ruins"
        ),
    ),
    (
        Shape.ACTIVE,
        DESTROY,
        ANY,
        (
            "destroying|destroys|destroy|razing|wrecking|flattening|demolishing|blowing up|blew up|burning|"
            "torching|knocking out|putting out of action|disabling|smashing|levelling|leveling|"
            "the destruction of|dismantling|set fire to|setting fire to|laid waste to|sets fire to|"
            "obliterating|obliterates|demolishes|demolish|flattens|flatten|razes|raze|wrecks|wreck|"
            "incinerating|gutting|pulverising|pulverizing|dismantles|dismantle|smashes|smash|torches|torch|"
            "burns down|burning down|blows up|blow up|knocks out|knock out|reducing to rubble|"
            "reducing to ashes|setting ablaze|setting alight"
        ),
    ),
    (
        Shape.PART,
        DOWN,
        ANY,
        (
            "shot down|downed|brought down|shot out of the sky|shot from the sky|blown out of the sky|"
            "brought to ground|knocked out of the sky|taken down|brought to the ground|hit and brought down|"
            "shot out of the air|plucked from the sky|knocked from the sky|blasted out of the sky"
        ),
    ),
    (
        Shape.ACTIVE,
        DOWN,
        ANY,
        (
            "shooting down|shoots down|downing|bringing down|downs|brings down|shoot down|the downing of|"
            "the shooting down of|the bringing down of|taking down|bring down|shootdown of|the shootdown of"
        ),
    ),
    (
        Shape.PART,
        LOSE,
        ANY,
        ("lost"),
    ),
    (
        Shape.ACTIVE,
        LOSE,
        ANY,
        ("losing|loses|lose|the loss of|the losses of|suffered the loss of|suffering the loss of|a loss of"),
    ),
    (
        Shape.INTRANSITIVE,
        FALL,
        ANY,
        ("fell|fallen|falls"),
    ),
    (
        Shape.STATE,
        DESTROY,
        ANY,
        ("in ruins|in flames|in rubble|out of action|out of commission|out of service|ablaze|on fire|aflame"),
    ),
    (
        Shape.INTRANSITIVE,
        DESTROY,
        ANY,
        (
            "caught fire|went up in flames|exist no more|exists no more|no longer exist|no longer exists|"
            "ceased to exist|burst into flames|burned out completely|erupted in flames|lay in ruins|"
            "lies in ruins|lie in ruins|blew apart"
        ),
    ),
    (
        Shape.INTRANSITIVE,
        DOWN,
        ANY,
        ("crashed|crashes|crash-landed|fell from the sky|came down in flames|crash-lands|plunged to earth"),
    ),
)
