// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/jsonleaves.h"

#include "core/input/addresstext.h"
#include "core/input/rowcollector.h"
#include "core/input/strictaddress.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace turnstone {

namespace {

using Visit = std::function<void(const QString &column, const QString &text)>;

QString columnName(const QString &around, const QString &key)
{
    if (key.isEmpty() && around.isEmpty())
        return QStringLiteral("(value)");
    return around.isEmpty() ? key : around + u'.' + key;
}

/// False for what is rather data than the name of a member: "docs/a.md", an address.
bool isName(const QString &key)
{
    return !key.isEmpty() && std::all_of(key.begin(), key.end(), [](QChar c) {
        return c.isLetterOrNumber() || u"_-$@: "_qs.contains(c);
    });
}

/// {"home": "https://...", "shop": "https://..."}
bool isMapOfAddresses(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    return object.size() > 1 && std::all_of(object.begin(), object.end(), [](const QJsonValue &each) {
               return hasWebScheme(each.toString().toUtf8());
           });
}

// Qt reads at most 1,024 levels, so this cannot go too deep.
void visitLeaves(const QJsonValue &value, const QString &around, const QString &key, const Visit &visit)
{
    if (value.isString()) {
        visit(columnName(around, key), value.toString());
    } else if (value.isArray()) {
        for (const QJsonValue &element : value.toArray())
            visitLeaves(element, around, key, visit);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (hasWebScheme(it.key().toUtf8()))
                visit(columnName(key, QStringLiteral("(key)")), it.key());
            visitLeaves(it.value(), key, isName(it.key()) ? it.key() : QStringLiteral("*"), visit);
        }
    }
}

} // namespace

void visitJsonLeaves(const QJsonValue &value, const Visit &visit)
{
    if (isMapOfAddresses(value)) {
        for (const QJsonValue &each : value.toObject())
            visit(columnName({}, {}), each.toString());
        return;
    }
    visitLeaves(value, {}, {}, visit);
}

void takeJsonLeaf(const QString &text, qint64 line, RowCollector &rows)
{
    if (text.trimmed().isEmpty())
        ++rows.source().empty;
    else if (!text.isValidUtf16())
        rows.addBad(line, text.toUtf8(), AddressProblem::BadSyntax);
    else
        takeStrictly(text.toUtf8(), line, rows);
}

void LeafColumns::see(const QString &column, QByteArrayView text)
{
    const auto known = m_indexes.constFind(column);
    int index = 0;
    if (known == m_indexes.constEnd()) {
        index = int(m_indexes.size());
        m_indexes.insert(column, index);
        m_choice.setName(index, column);
    } else {
        index = *known;
    }
    m_choice.see(index, text);
}

QString LeafColumns::chosen(const QString &wish) const
{
    const int index = wish.isEmpty() ? m_choice.best() : m_choice.named(wish);
    return index < 0 ? QString() : m_indexes.key(index);
}

} // namespace turnstone
