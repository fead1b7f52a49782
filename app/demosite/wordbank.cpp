// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/wordbank.h"

namespace turnstone {

const std::array<Species, 24> AllSpecies = {{
    {"turnstone", "turnstones", "Arenaria interpres"},
    {"sanderling", "sanderlings", "Calidris alba"},
    {"dunlin", "dunlins", "Calidris alpina"},
    {"red knot", "red knots", "Calidris canutus"},
    {"curlew", "curlews", "Numenius arquata"},
    {"whimbrel", "whimbrels", "Numenius phaeopus"},
    {"oystercatcher", "oystercatchers", "Haematopus ostralegus"},
    {"ringed plover", "ringed plovers", "Charadrius hiaticula"},
    {"grey plover", "grey plovers", "Pluvialis squatarola"},
    {"golden plover", "golden plovers", "Pluvialis apricaria"},
    {"lapwing", "lapwings", "Vanellus vanellus"},
    {"avocet", "avocets", "Recurvirostra avosetta"},
    {"redshank", "redshanks", "Tringa totanus"},
    {"greenshank", "greenshanks", "Tringa nebularia"},
    {"spotted redshank", "spotted redshanks", "Tringa erythropus"},
    {"purple sandpiper", "purple sandpipers", "Calidris maritima"},
    {"curlew sandpiper", "curlew sandpipers", "Calidris ferruginea"},
    {"little stint", "little stints", "Calidris minuta"},
    {"ruff", "ruffs", "Calidris pugnax"},
    {"bar-tailed godwit", "bar-tailed godwits", "Limosa lapponica"},
    {"black-tailed godwit", "black-tailed godwits", "Limosa limosa"},
    {"common sandpiper", "common sandpipers", "Actitis hypoleucos"},
    {"red-necked phalarope", "red-necked phalaropes", "Phalaropus lobatus"},
    {"dotterel", "dotterels", "Charadrius morinellus"},
}};

const std::array<const char *, 24> AllPlaces = {
    "Spurn Point",    "the Wash",        "Morecambe Bay",    "Texel",       "Terschelling",
    "Cley Marshes",   "Titchwell",       "Lindisfarne",      "the Ythan",   "Strangford Lough",
    "Dungeness",      "Pagham Harbour",  "the Exe estuary",  "Slimbridge",  "Bull Island",
    "the Somme bay",  "Schiermonnikoog", "Skagen",           "Falsterbo",   "the Tagus estuary",
    "the Ebro delta", "the Camargue",    "Langebaan Lagoon", "Roebuck Bay",
};

const std::array<const char *, 12> AllObservers = {
    "Maren Holt",    "Idris Vaughan",   "Ceridwen Pryce", "Joost de Waal",
    "Aino Lehtonen", "Rafael Teixeira", "Nell Ashby",     "Tom&aacute;s Ferrer",
    "Bronagh Keane", "Henrik Lund",     "Oona Marsh",     "Wilf Garrick",
};

const std::array<const char *, 12> AllMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};

const std::array<Article, 12> AllArticles = {{
    {"Tideline 8&times;42 binoculars", "Light, waterproof, and forgiving of sand.", 18900},
    {"The Wader Pocket Guide", "Every plumage of 74 species, in a jacket pocket.", 1450},
    {"Angled field scope 65 mm", "For the dots at the far edge of the mud.", 42900},
    {"Wool watch cap", "Knitted on Unst. It covers the ears.", 2600},
    {"Tide table calendar", "Twelve months of highs and lows, with moons.", 1250},
    {"Thermos flask 750 ml", "Still hot when the roost finally settles.", 2350},
    {"Waterproof notebook", "Writes in drizzle, survives a dropped flask.", 895},
    {"Sea-grass seat mat", "Between you and a wet sea wall.", 1700},
    {"Ring reading kit", "Scope adapter, log sheets, a soft pencil.", 5400},
    {"Linocut print: Roost", "Two hundred knots, one block, signed.", 6500},
    {"Mudflat boots", "Wide soles, so that you come back out.", 8900},
    {"Enamel mug, turnstone", "Chip-proof. Mostly.", 1100},
}};

const std::array<const char *, 12> AllHeadlines = {
    "%n %p at %l: field notes",
    "What the %s eats at %l",
    "A morning among the %p of %l",
    "Counting %p by ear in %m",
    "The %s that came back to %l",
    "Why %p leave %l in %m",
    "Reading rings: one %s, %n sightings",
    "High-water roosts of %l, and their %p",
    "%o on %p and patience",
    "Where to stand for %p at %l",
    "The %s in %m: moult, mud and manners",
    "Letters: who disturbs the %p of %l?",
};

const std::array<const char *, 36> AllSentences = {
    "The first %p came in on the flood a little after six, low over the water and without a sound.",
    "By high water we had counted %n of them along the shingle, most asleep with one eye open.",
    "A %s will turn a stone heavier than itself if there is a sandhopper underneath.",
    "%o has kept the log at %l since she was eleven, and no %m has been left out.",
    "On a falling tide the %p spread out across the mud in a line that follows the edge exactly.",
    "The wind had gone round to the north-east overnight, and with it went the last of the %p.",
    "At %l the roost moves twice in an hour when the peregrine is about.",
    "We found %n rings that morning; nine of them had been read at %l before.",
    "One bird, ringed as a chick, has now flown the distance to the moon, by our reckoning.",
    "The %s probes faster in soft mud than in sand, which anyone with a stopwatch can confirm.",
    "In %m the adults still wear a few feathers of their summer plumage on the mantle.",
    "Bring a flask, sit down, and let the birds decide how near is near enough.",
    "Nobody at %l could remember a spring with so few %p and so many questions.",
    "Its call carries across the creek: three notes, the last of them a little flat.",
    "The count stood at %n when the fog closed in, and there it had to stay.",
    "A dog off the lead costs a roosting flock about as much energy as two hours of feeding finds.",
    "%o disagrees, and has the notebooks to prove it.",
    "The young birds leave weeks after their parents and find the way regardless.",
    "Lugworm casts, cockle spit and the odd crab: the menu at %l has not changed in a century.",
    "What looks like one flock of %p is usually three, sorted by how hungry they are.",
    "From the sea wall you see backs and bills; from the hide, at last, you see legs.",
    "The old pier at %l holds purple shadows, and some of them are %p.",
    "In %m we walked the whole strandline and met %n people, none of whom had seen anything.",
    "The %s stood on one leg for fifty minutes, and we wrote that down as well.",
    "A neap tide leaves the upper shore dry, so the birds simply stay where the food is.",
    "Its bill is a little longer in the female, which helps only when they stand together.",
    "The ringing team opened the nets at dusk and closed them early, content with %n birds.",
    "By %m the mud is full of ragworm again and the %p put on three grams a day.",
    "There is a bench at %l, dedicated to somebody who &ldquo;liked it here, mostly&rdquo;.",
    "The flock turned, and for a second it was white; it turned again and was gone.",
    "It is not rare, %o says, it is only very good at being elsewhere.",
    "Satellite tags tell us the route; they do not tell us why that beach and not the next.",
    "Every %s in the bay seemed to know the ferry timetable.",
    "Our correspondent at %l reports %n, which he calls &ldquo;a fair handful&rdquo;.",
    "The warden asks visitors to keep below the skyline, and to close the second gate.",
    "Two hours after high water the first %p lift, and the rest follow as if on a string.",
};

} // namespace turnstone
