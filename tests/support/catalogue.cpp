// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catalogue.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QXmlStreamReader>

namespace turnstone {

namespace {

const QString Sources = QStringLiteral(TURNSTONE_SOURCES);
const QString Kept = Sources + QStringLiteral("/resources/translations/turnstone_en.ts");

void readMessage(QXmlStreamReader &xml, const QByteArray &context, Catalogue &catalogue)
{
    const bool isPlural = xml.attributes().value(QLatin1StringView("numerus")) == u"yes";
    QString source;
    bool isFinished = true;
    while (xml.readNextStartElement()) {
        if (xml.name() == u"source") {
            source = xml.readElementText();
        } else if (xml.name() == u"translation") {
            isFinished = !xml.attributes().hasAttribute(QLatin1StringView("type"));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            isFinished = isFinished && !text.isEmpty();
        } else {
            xml.skipCurrentElement();
        }
    }
    catalogue.sentences.insert({context, source.toUtf8()});
    const QString name = QString::fromUtf8(context) + u": " + source;
    if (isPlural)
        catalogue.plurals.append(name);
    if (isPlural && !isFinished)
        catalogue.unfinished.append(name);
}

Catalogue read(const QString &path)
{
    Catalogue catalogue;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        catalogue.failure = path + u": " + file.errorString();
        return catalogue;
    }
    QXmlStreamReader xml(&file);
    xml.readNextStartElement();
    while (xml.readNextStartElement()) { // context
        QByteArray context;
        while (xml.readNextStartElement()) {
            if (xml.name() == u"name")
                context = xml.readElementText().toUtf8();
            else if (xml.name() == u"message")
                readMessage(xml, context, catalogue);
            else
                xml.skipCurrentElement();
        }
    }
    if (xml.hasError())
        catalogue.failure = xml.errorString();
    return catalogue;
}

Catalogue extract(const QStringList &options, const QString &from)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("all.ts"));
    if (!from.isEmpty())
        QFile::copy(from, path);
    QProcess lupdate;
    lupdate.setWorkingDirectory(Sources);
    lupdate.setProcessChannelMode(QProcess::MergedChannels);
    lupdate.start(QStringLiteral(TURNSTONE_LUPDATE),
                  QStringList{QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app"),
                              QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("-extensions"),
                              QStringLiteral("cpp,h"), QStringLiteral("-locations"), QStringLiteral("none")} +
                      options + QStringList{QStringLiteral("-ts"), path});
    lupdate.waitForFinished(120'000);
    const QString said = QString::fromUtf8(lupdate.readAll());
    Catalogue catalogue = read(path);
    // A function of the namespace has its context from there, and lupdate wonders each time.
    for (const QString &line : said.split(u'\n')) {
        if (line.contains(Sources) && !line.contains(u"Class 'turnstone' lacks Q_OBJECT macro"))
            catalogue.complaints.append(line);
    }
    if (lupdate.exitStatus() != QProcess::NormalExit || lupdate.exitCode() != 0)
        catalogue.failure = said + lupdate.errorString();
    return catalogue;
}

} // namespace

Catalogue extractCatalogue()
{
    return extract({}, {});
}

Catalogue updatedPlurals()
{
    return extract({QStringLiteral("-pluralonly"), QStringLiteral("-no-obsolete")}, Kept);
}

Catalogue keptPlurals()
{
    return read(Kept);
}

} // namespace turnstone
