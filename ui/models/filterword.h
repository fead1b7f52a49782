// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/filterfields.h"

#include <QString>

#include <vector>

namespace turnstone {

/// One term of a filter, as it was typed.
struct FilterWord
{
    enum class Form { Plain, Quoted, Regex };

    bool isNegated = false;
    const FilterFieldInfo *field = nullptr; ///< null: none was named
    QString unknownField;                   ///< what stands in the place of one, and is none
    QString value;                          ///< without field, quotes and slashes
    Form form = Form::Plain;
    bool isComplete = true; ///< false: something of it is still to be typed, and it says nothing yet
};

/// Takes a filter apart. An address ("http://x", "localhost:8080") is a word and names no field.
std::vector<FilterWord> filterWords(const QString &text);

} // namespace turnstone
