"""The words that pseudonyms are made of: samples that everybody knows, then invented ones.

No word is part of another one. The invented ones occur in no text of some size that was at hand
when they were chosen (language and library sources, manuals); a run asks its own texts again.
"""

from __future__ import annotations

_SAMPLES = (
    "acme bluth contoso cyberdyne duffco gekko globex hooli initech krusty lexcorp nakatomi "
    "omnicorp oscorp rekall soylent tyrell umbrella vandelay virtucon weyland wonka yutani zorg"
)
_SAMPLE_FIRST = (
    "adatum fabrikam lamna litware munson proseware tailspin vanarsdel wingtip woodgrove"
)
_NOUNS = (
    "anchor beacon bridge canyon cedar copper garden harbor lantern maple meadow orchard relay "
    "river summit valley"
)
_SINGLE = (
    "beldoria bertonda bexyx biverra borkivex brildomi brodeth brogova brornaro "
    "brumbino bruzerra bukanti buldova calmuna camex carkolis celveron cimivo cradix crobolis "
    "curtumo dostento dralmium dreldix dreltado drevuna drultuma drurkova druzeron falvix "
    "fendivo flarkuna florkex forvanti foxento fustova gazyx gelvonda glervara gloxolis "
    "grabenta grelique grendeth grolvelo gruskivo helvaro hendium herkax hirvivex "
    "jarnique jerkumo jimbara joltuna jondonda jurnuma kelmomi kelvelo klabova kloluna kludadel "
    "korkyx kukeron lantiva luzino makuna mertivex mokique molivex nestelo nirdanti noldora "
    "nugique parvora plandelo plarkova plederra plurtara prabyx prambiva prendova qualtuna "
    "querkado quugivo ruskex salmumo shoskiva shutento shuxerra skertelo skoltex "
    "slaltado slarnium slegumo slezarix slodivo spaduna spodento sporbex spostium "
    "stastex sterbeth stondomi stornova stovumo stuxado sustuna talarix teduma thebino tobora "
    "tondumo traberra trarnex trerbara trilvaro trondium trovento truvarix vabolis "
    "varvarix vinduna vustoria wardivo windaro yanduma yelvarix yerkerra yornora yundyx zombumo "
    "zumora zwaskex zwekivo"
)
_FIRST = (
    "baltara biskix brimeron corvonda crexadel crorvuna dardomi debenta dodado drokumo durvaro "
    "fertara flazelo flirbon fluskaro furnarix garkonda gernuna gimado gleskumo glontuna "
    "grestuma grimium holmerra jezuna jidoria jirnenta jistivex jombon jurvivo kabique kendanti "
    "klandino kleldyx klistax klivique kondenta lilvado lirterra lozerra mambelo mondarix "
    "mornium mugolis nirdova nizara nolmex pambarix paskique pexolis plurvomi praldara rantium "
    "resketh ruvium shodara shurbix skandumo skavon skudora soldelo somolis stoderra stomique "
    "telmora terdyx thamoria thastiva theskaro thuluna turbado weldolis wendelo wernino wortado "
    "wumomi yarkeron yendique yoldadel yoskuna zeviva zoskaro zurvon zwindora"
)
_SECOND = (
    "bulmelo bumbivex buskino crazara derkiva diskomi dotuma durnadel durnento farvento "
    "firbonda fiskara flumbomi fontora gexivo godix goltoria goxomi gurbique gurderon "
    "haltadel hertova hornomi jelteth jervoria jivumo karvax kirneron komoria lelvanti lerveth "
    "lurnix merbomi motaro murtino namuma narbadel nentadel nerdenta nogivo pelverra pernelo "
    "plozanti plumbix prarveth praxium primbumo rastenta rirkora saterra seskento shadonda "
    "skulino skuxivex soltarix tazium tenderon tertanti turtenta veskivex vivaro vorvix voxuna "
    "wamberra wemique wilora wolmeron wolvuma yardix yaskanti yaskoria yilderon yindento "
    "yorbino yubon zigova zirdino zirnex zorkento zwarkado zwelvara zwitax"
)
_PEOPLE = (
    "avery blair casey darcy emery finley greer harlow hollis jordan keegan lennox marlow merritt "
    "morgan nevin oakley perrin quinn riley robin rowan sidney tatum taylor vesper wynne zephyr"
)

SAMPLES = tuple(_SAMPLES.split())
"""For names of one word: companies of textbooks and films, which nobody takes for a real name."""
SAMPLE_FIRST = tuple(_SAMPLE_FIRST.split())
"""For names of several words: sample companies again, none of them among the single ones."""
NOUNS = tuple(_NOUNS.split())
"""Go behind those; ordinary words, which upstream may have too."""
SINGLE = tuple(_SINGLE.split())
"""For names of one word, when the samples are used up or upstream has them."""
FIRST = tuple(_FIRST.split())
SECOND = tuple(_SECOND.split())
"""For names of several words: always one of each, so that a pair is never two single names."""
PEOPLE = tuple(_PEOPLE.split())
"""For persons: given names that go with anybody."""
