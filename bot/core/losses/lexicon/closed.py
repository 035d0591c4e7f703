"""Closed classes of English words that bound a counted phrase."""

from typing import Final

from bot.core.wordlists import word_set

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
SPEECH: Final = word_set(
    "said says say told added according claimed claims reported wrote tried attempted opened began started"
)
RANKS: Final = word_set(
    "lance naib "
    "major captain capt maj lieutenant lt colonel col brigadier brig sergeant sgt corporal naik subedar havildar "
    "sepoy constable inspector sub-inspector general soldier trooper commander"
)
POSSESSIVES: Final = word_set("its their our his her my your")
# How many words behind a figure its head noun may stand.
NOUN_REACH: Final = 6
