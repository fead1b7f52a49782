// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/jsonleaves.h"
#include "core/input/listparser.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QXmlStreamReader>

#include <memory>

namespace turnstone {

/// Sitemaps and their indexes (the <loc> of each entry), RSS, Atom, OPML and XBEL as they come, of any size.
/// Of any other XML up to 64 MiB one element or attribute is read, as of JSON.
class XmlParser final : public ListParser
{
    Q_DECLARE_TR_FUNCTIONS(XmlParser)

public:
    XmlParser(RowCollector &rows, const QString &wish);
    ~XmlParser() override;
    void feed(QByteArrayView text) override;
    void finish() override;

private:
    using Visit = std::function<void(const QString &column, const QString &text, qint64 line)>;

    /// Of RSS, as far as it is read.
    struct Item
    {
        bool hasLink = false;
        bool isGuidLink = true;
        QString guid;
        qint64 line = 0;
    };

    void walk(const Visit &visit);
    void seeItem(const QString &column, const QString &text, const Visit &visit);
    void checkEntities();
    void take(const QString &text, qint64 line);
    bool isOther() const;
    void takeOther();

    const QString m_wish;
    std::unique_ptr<QXmlStreamEntityResolver> m_entities; // tells those that are not declared
    QXmlStreamReader m_xml;
    QStringDecoder m_utf8{QStringDecoder::Utf8};
    bool m_begun = false;
    bool m_asText = false; // the encoding that it declares is not that of the bytes any more
    QString m_root;
    QStringList m_path;
    QString m_characters;
    Item m_item;
    QByteArray m_text; // of other XML, or until the root is known
};

} // namespace turnstone
