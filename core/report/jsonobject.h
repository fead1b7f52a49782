// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/rowtext.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <utility>

namespace turnstone {

/// Writes one object, member by member, to the end of `out`. What is empty or negative is not known: null.
class JsonObject final
{
public:
    explicit JsonObject(QByteArray &out)
        : m_out(out)
    {
        m_out.append('{');
    }

    QByteArray &member(QByteArrayView name)
    {
        if (!std::exchange(m_first, false))
            m_out.append(',');
        m_out.append('"').append(name).append("\":");
        return m_out;
    }
    template <typename Text>
    void text(QByteArrayView name, const Text &value)
    {
        member(name);
        if (value.isEmpty())
            m_out.append("null");
        else
            appendJsonText(m_out, value);
    }
    void text(QByteArrayView name, const QString &value) { text(name, QStringView(value)); }
    void text(QByteArrayView name, const QByteArray &value) { text(name, QByteArrayView(value)); }
    void number(QByteArrayView name, qint64 value)
    {
        member(name);
        if (value < 0)
            m_out.append("null");
        else
            appendNumber(m_out, value);
    }
    void milliseconds(QByteArrayView name, qint64 us)
    {
        member(name);
        if (us < 0)
            m_out.append("null");
        else
            appendMs(m_out, us, 3);
    }
    void moment(QByteArrayView name, qint64 ms)
    {
        member(name);
        if (ms <= 0) {
            m_out.append("null");
            return;
        }
        m_out.append('"');
        appendTimestamp(m_out, ms);
        m_out.append('"');
    }
    void end() { m_out.append('}'); }

private:
    QByteArray &m_out;
    bool m_first = true;
};

/// `write` is called with `out` and each item.
template <typename List, typename Write>
void appendArray(QByteArray &out, const List &list, const Write &write)
{
    out.append('[');
    bool first = true;
    for (const auto &item : list) {
        if (!std::exchange(first, false))
            out.append(',');
        write(out, item);
    }
    out.append(']');
}

} // namespace turnstone
