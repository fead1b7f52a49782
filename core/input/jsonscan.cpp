// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/jsonscan.h"

namespace turnstone {

char JsonScan::peek()
{
    while (m_at < m_text.size() &&
           (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
        ++m_at;
    return m_at < m_text.size() ? m_text[m_at] : '\0';
}

bool JsonScan::take(char c)
{
    if (peek() != c)
        return false;
    ++m_at;
    return true;
}

QByteArrayView JsonScan::value()
{
    peek();
    const qsizetype begin = m_at;
    int depth = 0;
    bool quoted = false;
    for (; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (quoted) {
            if (c == '\\')
                ++m_at;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth < 0) {
            break;
        } else if (depth == 0 && (c == ',' || c == ':')) {
            break;
        }
    }
    m_at = qMin(m_at, m_text.size());
    QByteArrayView text = m_text.sliced(begin, m_at - begin);
    while (!text.isEmpty() && uchar(text.back()) <= 0x20)
        text.chop(1);
    return text;
}

} // namespace turnstone
