// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace turnstone {

/// The words of the magazine. Texts are HTML.
struct Species
{
    const char *name;
    const char *plural;
    const char *latin;
};

struct Article
{
    const char *name;
    const char *blurb;
    int pence;
};

extern const std::array<Species, 24> AllSpecies;
extern const std::array<const char *, 24> AllPlaces;
extern const std::array<const char *, 12> AllObservers;
extern const std::array<const char *, 12> AllMonths;
extern const std::array<Article, 12> AllArticles;
/// Headlines and sentences hold %s species, %p plural, %l place, %n a number, %m month, %o observer.
extern const std::array<const char *, 12> AllHeadlines;
extern const std::array<const char *, 36> AllSentences;

} // namespace turnstone
