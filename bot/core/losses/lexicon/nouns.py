"""Nouns that can be lost: people, posts, vehicles, aircraft, raids, and words that count the dead."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.core.losses.lexicon.types import Noun, Thing, split_phrases
from bot.core.model import Kind, Measure


def _nouns(table: Mapping[str, Noun]) -> Mapping[tuple[str, ...], Noun]:
    return MappingProxyType({words: noun for phrases, noun in table.items() for words in split_phrases(phrases)})


NOUNS: Final = _nouns(
    {
        "recruits|cadets|cadet|reservists|sailors|snipers|sniper|sappers|sapper|bodyguards|bodyguard|"
        "patrolmen|policewomen|privates|lance naik|lance naiks|ncos|nco|warrant officers|inspectors|inspector|"
        "sub-inspector|sub-inspectors|lawmen|law enforcers|khassadars|khasadars|khassadar|khasadar|legionnaires|"
        "tank crew|crewmen|crewman|generals|servicepeople|border guards|security guards|infantry|regulars|"
        "gendarmes|men in uniform|"
        "naiks|subedars|havildars|captains|majors|colonels|lieutenants|sergeants|brigadiers|corporals|corporal|gunner|"
        "soldiers|soldier|troops|troop|troopers|trooper|servicemen|serviceman|policemen|policeman|policewoman|"
        "officers|officer|police|personnel|guards|guard|guardsmen|constable|constables|conscripts|commandos|"
        "paramilitaries|paramilitary|paratroopers|jawans|jawan|rangers|infantrymen|marines|pilot|pilots|airman|airmen|"
        "security forces|armed forces|government forces|police forces|border police forces|army forces|"
        "border forces|paramilitary forces|"
        "sons of the soil|sons of soil|son of the soil|son of soil|brave son|"
        "sentry|sentries|brave sons|"
        "valiant sons|brave men|"
        "sons of the nation|sons of the motherland|defenders|"
        "security man|security force man|security forces man|security force men|"
        "law enforcement officials|law enforcement officers|law enforcement agents|security officials|"
        "security official|police officials|police official|army officials|military officials|intelligence officials|"
        "defender|scouts|security men|militiamen|militiaman|levies|levy|servicewomen|captain|major|colonel|"
        "lieutenant|sergeant|brigadier|havildar|naik|sepoy|sepoys|subedar|cop|cops|border force": Noun(
            Thing.PERSON, Kind.MILITARY
        ),
        "guerrillas|guerrilla|kingpins|kingpin|facilitators|facilitator|handlers|masterminds|mastermind|"
        "accomplices|accomplice|abettors|cadres|jihadi|radicals|fedayeen|hitmen|suicide attackers|"
        "suicide bombers|"
        "militants|militant|terrorists|terrorist|insurgents|insurgent|extremists|extremist|rebels|rebel|bombers|bomber|"
        "jihadists|jihadist|jihadis|operatives|operative|ringleaders|ringleader|infiltrators|infiltrator|outlaws|"
        "miscreants|separatists": Noun(Thing.PERSON, Kind.MILITANT),
        "fighters|fighter|combatants|combatant|forces|commanders|commander|gunners": Noun(
            Thing.PERSON, Kind.MILITARY, "fighter"
        ),
        "aggressor|invaders|invader|trespassers|"
        "attackers|attacker|assailants|assailant|raiders|raider|gunmen|gunman|intruders|intruder|aggressors": Noun(
            Thing.PERSON, Kind.MILITARY, "hostile"
        ),
        "watchman|watchmen|nightwatchman|schoolteachers|schoolteacher|headmaster|headmistress|professors|"
        "professor|lecturer|lecturers|principal|cook|cooks|baker|bakers|tailor|tailors|barber|barbers|butcher|"
        "carpenter|carpenters|mason|masons|bricklayers|builders|electricians|electrician|technicians|"
        "technician|miners|miner|fishermen|fisherman|woodcutters|woodcutter|loggers|chowkidar|chowkidars|"
        "prayer leader|seminarians|orphans|orphan|newborn|newborns|teens|adolescents|adolescent|schoolgirl|"
        "schoolboy|bride|groom|bridegroom|guest|in-laws|grandfather|grandparents|parents|stepmother|widow|"
        "widows|couple|twins|clerk|clerks|loaders|loader|hawkers|hawker|peddlers|shop owner|shop owners|"
        "businessmen|businessman|councillors|councillor|lawmakers|lawmaker|politician|politicians|diplomats|"
        "diplomat|employees|employee|staffers|staffer|vaccinators|vaccinator|paramedics|paramedic|rescuers|"
        "rescuer|aid worker|reporters|reporter|cameraman|cameramen|photographer|photographers|surveyors|"
        "motorists|motorist|cyclist|cyclists|motorcyclist|motorcyclists|traveler|commuter|migrant|"
        "asylum seekers|asylum seeker|deportee|inhabitants|inhabitant|townspeople|townsfolk|dwellers|"
        "tribespeople|kinsmen|kinsman|kin|kinsfolk|clansmen|goatherd|goatherds|cowherd|mullahs|mullah|muezzin|"
        "laymen|harvesters|schoolmaster|mechanics|mechanic|apprentice|apprentices|beggar|beggars|ragpickers|"
        "midwife|pharmacist|surgeon|smallholders|tenants|stallholders|stallholder|fruit sellers|juveniles|"
        "juvenile|grandchild|grandsons|granddaughter|granddaughters|nieces|aunts|uncles|husbands|mothers|"
        "fathers|non-combatant|noncombatant|cyclists|customs officers|customs officer|customs agents|"
        "clearing agents|holidaymakers|contractor|repairmen|linemen|"
        "kids|kid|agents|agent|"
        "staff|staffers|staff members|volunteers|employees|"
        "civilians|civilian|women|woman|children|child|girls|girl|boys|boy|villagers|villager|residents|resident|"
        "refugees|refugee|labourers|labourer|laborers|laborer|workers|worker|worshippers|worshipper|worshipers|"
        "cricketers|cricketer|players|player|students|student|schoolchildren|schoolchild|schoolgirls|schoolboys|pupils|"
        "pupil|traders|trader|drivers|driver|passengers|passenger|pedestrians|pedestrian|locals|local|shepherds|"
        "shepherd|farmers|farmer|relatives|relative|citizens|citizen|tribesmen|tribesman|infants|infant|babies|baby|"
        "toddler|toddlers|minors|minor|teenager|teenagers|returnees|returnee|journalists|journalist|doctors|doctor|"
        "nurses|nurse|teachers|teacher|elders|elder|travellers|traveller|travelers|commuters|"
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
        "patients|patient|countryfolk|people|persons|person|compatriots|countrymen|fellow citizens|"
        "victims|victim|individuals|individual|human beings|souls|men|inmates|detainees": Noun(
            Thing.PERSON, Kind.UNSPECIFIED
        ),
        "members|member": Noun(Thing.PERSON, Kind.UNSPECIFIED, "member"),
        "others|other|more|the rest|ones": Noun(Thing.PERSON, Kind.UNSPECIFIED, "other"),
        "families|family|households|household": Noun(Thing.FAMILY, Kind.CIVILIAN),
        "border posts|border post|security posts|security post|check-points|check-point|picquets|picquet|"
        "sangars|sangar|emplacements|emplacement|redoubts|redoubt|blockhouses|blockhouse|lookouts|"
        "observation posts|observation post|pillboxes|"
        "safe houses|safe house|command centres|command centers|command centre|command center|control rooms|"
        "control room|encampments|encampment|staging posts|staging areas|police stations|police station|"
        "trench|watch towers|sentry posts|sentry post|gun positions|firing positions|strong points|"
        "strongpoints|strongpoint|border terminals|training centres|training centers|launch sites|launch pad|"
        "launch-pads|infiltration points|lair|den|training facility|training facilities|"
        "posts|post|outposts|outpost|checkpoints|checkpoint|checkposts|checkpost|check-posts|check-post|bases|base|"
        "headquarters|hq|camps|camp|depots|depot|hideouts|hideout|hide-outs|hub|hubs|positions|position|"
        "strongholds|stronghold|"
        "compounds|compound|bunkers|bunker|garrisons|garrison|dumps|dump|sanctuaries|sanctuary|launchpads|launchpad|"
        "launch pads|launching pads|barracks|pickets|picket|forts|fort|fortifications|watchtowers|watchtower|"
        "observation points|check posts|check post|installations|installation|centres|centers|facilities|facility|"
        "lairs|dens|safe havens|nerve centres|warehouses|cantonments|towers|trenches": Noun(Thing.POST, Kind.MATERIEL),
        "armouries|armoury|armories|armory|caches|cache|arsenals|arsenal": Noun(Thing.POST, Kind.MATERIEL, "store"),
        "pickup|pick-up|pickup truck|technicals|mortar tubes|field guns|machine gun|machine-guns|"
        "rocket launcher|armoured car|armored cars|armored car|excavators|excavator|cranes|personnel carrier|"
        "battle tanks|anti-aircraft guns|launch vehicles|dumpers|fuel tankers|oil tankers|tank carriers|"
        "ambulance|ambulances|"
        "tanks|tank|guns|gun|howitzers|howitzer|vehicles|vehicle|carriers|carrier|apcs|humvees|humvee|"
        "artillery pieces|artillery|launchers|launcher|mortars|weapons systems|weapon systems|batteries|jeeps|"
        "pick-ups|pickups|pickup trucks|pick-up trucks|tankers|tanker|cars|car|motorcycles|"
        "motorbikes|mraps|bulldozers|bulldozer|rifles|"
        "machine guns|missile batteries|rocket launchers|armoured cars|armor": Noun(Thing.VEHICLE, Kind.MATERIEL),
        "buses|bus|vans|van|minibuses|minibus|coaches|wagons|wagon|trailers|rickshaws|rickshaw|"
        "trucks|truck|lorries|lorry": Noun(Thing.VEHICLE, Kind.MATERIEL, "cargo"),
        "fighter-jets|fighter-jet|copters|copter|bombers jets|gliders|surveillance drone|surveillance drones|"
        "spy drone|spy drones|stealth drone|kamikaze drones|suicide drones|reconnaissance drones|"
        "combat drones|rotorcraft|aeroplane|aeroplanes|airplane|airplanes|"
        "aircraft|jets|jet|drones|drone|planes|plane|warplanes|warplane|helicopters|helicopter|quadcopters|quadcopter|"
        "uavs|uav|fighter jet|fighter jets|fighter plane|fighter planes|fighter aircraft|bombers aircraft|gunships|"
        "gunship|choppers|chopper|unmanned aircraft": Noun(Thing.AIRCRAFT, Kind.MATERIEL),
        "air-strike|aerial bombardments|air assaults|bombing raids|bombing runs|air sorties|precision strikes|"
        "retaliatory strikes|missile strikes|artillery strikes|"
        "strikes|airstrikes|airstrike|air-strikes|air strikes|air raids|raids|sorties|bombardments|drone attacks|"
        "air attacks|missile attacks|rocket attacks|artillery attacks|drone strikes|aerial attacks|bombings|"
        "aerial strikes|air attack|drone raids": Noun(Thing.RAID, Kind.MATERIEL),
        "attacks": Noun(Thing.RAID, Kind.MATERIEL, "attack"),
        "killings|loss of lives|mortalities|fatal casualties|human lives|slayings|"
        "deaths|death|fatalities|fatality|dead|loss of life|lives|life|human losses": Noun(
            Thing.TOLL, Kind.UNSPECIFIED, "", Measure.KILLED
        ),
        "mujahideen|mujahidin|mujahedin|mujahedeen|mojahedin|mujahid|mujahids": Noun(
            Thing.PERSON, Kind.MILITARY, "own"
        ),
        "comrades|comrade|colleagues|colleague": Noun(Thing.PERSON, Kind.MILITARY, "comrade"),
        "martyrdom": Noun(Thing.TOLL, Kind.UNSPECIFIED, "own", Measure.KILLED),
        "wounded|injured|hurt": Noun(Thing.TOLL, Kind.UNSPECIFIED, "", Measure.WOUNDED),
        "killed|slain": Noun(Thing.TOLL, Kind.UNSPECIFIED, "", Measure.KILLED),
        "dead body|burials|caskets|bodies|body|corpses|corpse|coffins|funerals|dead bodies|mortal remains": Noun(
            Thing.TOLL, Kind.UNSPECIFIED, "body", Measure.KILLED
        ),
        "martyrs|martyr": Noun(Thing.TOLL, Kind.UNSPECIFIED, "own", Measure.KILLED),
        "casualties|casualty": Noun(Thing.TOLL, Kind.UNSPECIFIED, "", Measure.CASUALTIES),
        "injuries|injury": Noun(Thing.TOLL, Kind.UNSPECIFIED, "injury", Measure.WOUNDED),
        "death toll|death count|toll|body count": Noun(Thing.TOLL, Kind.UNSPECIFIED, "count", Measure.KILLED),
        "casualty toll|casualty count": Noun(Thing.TOLL, Kind.UNSPECIFIED, "count", Measure.CASUALTIES),
        "losses|own losses": Noun(Thing.TOLL, Kind.MILITARY, "losses", Measure.KILLED),
        "pows|pow|prisoners of war|prisoner of war|hostages|hostage|prisoners|prisoner|captives|captive": Noun(
            Thing.TOLL, Kind.MILITARY, "prisoner", Measure.CAPTURED
        ),
        "estimate|sum|number|figure|count|tally|total|numbers|figures": Noun(Thing.TOLL, Kind.UNSPECIFIED, "number"),
    }
)
