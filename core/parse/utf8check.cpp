// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/utf8check.h"

#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace turnstone::parse {

const char *skipAscii(const char *p, const char *end)
{
#ifdef __SSE2__
    while (end - p >= 16) {
        if (const int high = _mm_movemask_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i *>(p))))
            return p + std::countr_zero(unsigned(high));
        p += 16;
    }
#endif
    while (p != end && quint8(*p) < 0x80)
        ++p;
    return p;
}

Utf8Check checkUtf8(QByteArrayView text)
{
    const char *p = skipAscii(text.begin(), text.end());
    const char *const end = text.end();
    if (p == end)
        return {};
    Utf8Check result{p - text.begin(), true};
    while (p != end) {
        const quint8 lead = quint8(*p);
        if (lead < 0x80) {
            p = skipAscii(p, end);
            continue;
        }
        const int following = lead >= 0xC2 && lead <= 0xDF   ? 1
                              : lead >= 0xE0 && lead <= 0xEF ? 2
                              : lead >= 0xF0 && lead <= 0xF4 ? 3
                                                             : 0;
        result.isValid = following != 0;
        for (int i = 1; i <= following && p + i != end && result.isValid; ++i) {
            // The second byte rules out overlong forms, surrogates and what is beyond U+10FFFF.
            const quint8 low = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            const quint8 high = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            result.isValid = quint8(p[i]) >= low && quint8(p[i]) <= high;
        }
        if (!result.isValid || end - p <= following)
            return result;
        p += following + 1;
    }
    return result;
}

} // namespace turnstone::parse
