// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/jsonindent.h"

#include <QJsonDocument>

#include <algorithm>

namespace turnstone {

namespace {

/// Deeper levels are not indented further, or 1,024 of them would be mostly spaces.
constexpr qsizetype DeepestIndent = 40;

class Indenter final
{
public:
    explicit Indenter(qsizetype most)
        : m_most(most)
    {}

    QByteArray run(const QByteArray &json)
    {
        for (qsizetype at = 0; at < json.size() && m_out.size() <= m_most; ++at)
            at = take(json, at);
        return m_out;
    }

private:
    /// Takes what begins at `at`; answers with the position of its last byte.
    qsizetype take(const QByteArray &json, qsizetype at)
    {
        switch (const char c = json[at]) {
        case '"':
            return takeString(json, at);
        case '{':
        case '[':
            return open(json, at);
        case '}':
        case ']':
            --m_depth;
            newLine();
            m_out += c;
            return at;
        case ',':
            m_out += c;
            newLine();
            return at;
        case ':':
            m_out += ": ";
            return at;
        case ' ':
        case '\t':
        case '\n':
        case '\r':
            return at;
        default:
            m_out += c;
            return at;
        }
    }

    qsizetype takeString(const QByteArray &json, qsizetype from)
    {
        qsizetype at = from + 1;
        while (at < json.size() && json[at] != '"')
            at += json[at] == '\\' ? 2 : 1;
        at = std::min(at, json.size() - 1);
        m_out += QByteArrayView(json).sliced(from, at - from + 1);
        return at;
    }

    qsizetype open(const QByteArray &json, qsizetype at)
    {
        m_out += json[at];
        qsizetype next = at + 1;
        while (next < json.size() && QByteArrayView(" \t\r\n").contains(json[next]))
            ++next;
        if (next < json.size() && (json[next] == '}' || json[next] == ']')) {
            m_out += json[next];
            return next;
        }
        ++m_depth;
        newLine();
        return at;
    }

    void newLine()
    {
        m_out += '\n';
        m_out.append(2 * std::clamp<qsizetype>(m_depth, 0, DeepestIndent), ' ');
    }

    qsizetype m_most;
    qsizetype m_depth = 0;
    QByteArray m_out;
};

} // namespace

std::optional<QByteArray> indentedJson(const QByteArray &json, qsizetype most)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return std::nullopt;
    return Indenter(most).run(json.startsWith("\xEF\xBB\xBF") ? json.sliced(3) : json);
}

} // namespace turnstone
