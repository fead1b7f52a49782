// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/scriptposition.h"

#include "core/input/bytetext.h"

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

constexpr qsizetype LongestNumber = 9;

// What browsers and programs tell a line and a column of.
constexpr auto ScriptEndings = std::to_array<QByteArrayView>(
    {".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".css", ".html", ".vue", ".wasm"});

} // namespace

QByteArrayView withoutScriptPosition(QByteArrayView text)
{
    QByteArrayView source = text;
    for (int numbers = 0; numbers < 2; ++numbers) {
        qsizetype digits = 0;
        while (digits < std::min(source.size(), LongestNumber) &&
               isAsciiDigit(source[source.size() - 1 - digits]))
            ++digits;
        if (digits > 0 && digits < source.size() && source[source.size() - 1 - digits] == ':')
            source.chop(digits + 1);
    }
    if (source.size() == text.size())
        return text;
    const QByteArrayView path = source.first(std::find(source.begin(), source.end(), '?') - source.begin());
    const bool isScript = std::any_of(ScriptEndings.begin(), ScriptEndings.end(),
                                      [path](QByteArrayView ending) { return path.endsWith(ending); });
    return isScript && path.lastIndexOf('/') > path.indexOf("://") + 2 ? source : text;
}

} // namespace turnstone
