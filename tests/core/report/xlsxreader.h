// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QProcess>
#include <QString>
#include <QXmlStreamReader>

/// Reads workbooks with unzip, to see them as another program does.
class XlsxReader final
{
public:
    struct Cell
    {
        QString value;
        QString type;  ///< "inlineStr" or "s": text; empty: a number
        QString style; ///< index of its format; empty: none
        bool formula = false;
    };

    explicit XlsxReader(const QString &path)
        : m_path(path)
    {}

    /// The cells of a sheet (from 1) by their names, "A1".
    QHash<QString, Cell> sheet(int number) const
    {
        QHash<QString, Cell> cells;
        QXmlStreamReader xml(part(QStringLiteral("xl/worksheets/sheet%1.xml").arg(number)));
        QString name;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement())
                continue;
            if (xml.name() == u'c') {
                name = xml.attributes().value(QLatin1StringView("r")).toString();
                cells[name].type = xml.attributes().value(QLatin1StringView("t")).toString();
                cells[name].style = xml.attributes().value(QLatin1StringView("s")).toString();
            } else if (xml.name() == u'f') {
                cells[name].formula = true;
            } else if (xml.name() == u't' || xml.name() == u'v') {
                cells[name].value = xml.readElementText();
            }
        }
        if (xml.hasError())
            qFatal("sheet %d: %s", number, qPrintable(xml.errorString()));
        return cells;
    }

    QByteArray part(const QString &name) const { return unzip({QStringLiteral("-p"), m_path, name}); }
    /// unzip's own check of all sums.
    bool isIntact() const { return unzip({QStringLiteral("-tq"), m_path}).startsWith("No errors"); }

private:
    static QByteArray unzip(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("unzip"), arguments);
        if (!process.waitForStarted())
            qFatal("unzip cannot be started. Please install the package unzip.");
        process.waitForFinished(60'000);
        return process.readAllStandardOutput();
    }

    QString m_path;
};
