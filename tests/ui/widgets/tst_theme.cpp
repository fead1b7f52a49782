// SPDX-License-Identifier: GPL-3.0-or-later
// Everybody can read the window: contrasts after the Web Content Accessibility Guidelines 2.2.
#include "core/types/displaytext.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QFontDatabase>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace turnstone;

namespace {

constexpr double LeastForText = 4.5;
constexpr double LeastForMarks = 3;

double linear(float channel)
{
    return channel <= 0.04045F ? double(channel) / 12.92 : std::pow((double(channel) + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &left, const QColor &right)
{
    const auto [darker, lighter] = std::minmax({luminance(left), luminance(right)});
    return (lighter + 0.05) / (darker + 0.05);
}

struct Named
{
    QString name;
    QColor color;
};

std::vector<Named> groundsOf(const Theme &theme)
{
    return {
        {u"window"_qs, theme.window}, {u"surface"_qs, theme.surface}, {u"alternate row"_qs, theme.alternate},
        {u"header"_qs, theme.header}, {u"hover"_qs, theme.hover},     {u"selection"_qs, theme.selection}};
}

/// What is read on all grounds.
std::vector<Named> textsOf(const Theme &theme)
{
    std::vector<Named> texts = {
        {u"text"_qs, theme.text}, {u"muted"_qs, theme.muted}, {u"accent"_qs, theme.accent}};
    for (const Verdict verdict : allVerdicts())
        texts.push_back({verdictLabel(verdict), theme.color(verdict)});
    for (const RowProgress::State state :
         {RowProgress::State::Waiting, RowProgress::State::Running, RowProgress::State::WillRetry})
        texts.push_back({u"state %1"_qs.arg(int(state)), theme.color(state)});
    return texts;
}

QString tooWeak(const std::vector<Named> &marks, const std::vector<Named> &grounds, double least)
{
    QStringList weak;
    for (const Named &mark : marks) {
        for (const Named &ground : grounds) {
            if (const double found = contrast(mark.color, ground.color); found < least)
                weak << u"%1 on %2: %3"_qs.arg(mark.name, ground.name, QString::number(found, 'f', 2));
        }
    }
    return weak.join(u'\n');
}

} // namespace

class TestTheme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void themes_data() const
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void theReckoningIsThatOfTheGuidelines()
    {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QVERIFY(std::abs(contrast(QColor(0x767676), Qt::white) - 4.54) < 0.01);
    }

    void theSizeIsTheUsers()
    {
        const QFont system = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
        QCOMPARE(interfaceFont().pointSizeF(), system.pointSizeF());
        QCOMPARE(interfaceFont().pixelSize(), system.pixelSize());
        const QFontMetrics usual(system);
        const QFontMetrics large(resized(system, 2));
        QVERIFY(rowHeightFor(large) > large.height() && lineHeightFor(large) > large.height());
        QVERIFY(iconSizeFor(large) >= 2 * iconSizeFor(usual) - 4);
        QVERIFY(figureWidthFor(large) > 1.8 * figureWidthFor(usual));
    }

    void everyTextIsRead_data() { themes_data(); }
    void everyTextIsRead()
    {
        QFETCH(bool, dark);
        const Theme &theme = dark ? Theme::dark() : Theme::light();
        const QString weak = tooWeak(textsOf(theme), groundsOf(theme), LeastForText);
        QVERIFY2(weak.isEmpty(), qPrintable(weak));
    }

    void everyMarkIsSeen_data() { themes_data(); }
    void everyMarkIsSeen()
    {
        QFETCH(bool, dark);
        const Theme &theme = dark ? Theme::dark() : Theme::light();
        const QString weak = tooWeak({{u"edge"_qs, theme.edge}, {u"disabled"_qs, theme.disabled}},
                                     groundsOf(theme), LeastForMarks);
        QVERIFY2(weak.isEmpty(), qPrintable(weak));
        QVERIFY(contrast(theme.accent, theme.hairline) >= LeastForMarks); // a gauge on its track
    }

    void aMainButtonIsRead_data() { themes_data(); }
    void aMainButtonIsRead()
    {
        QFETCH(bool, dark);
        const Theme &theme = dark ? Theme::dark() : Theme::light();
        const std::vector<Named> grounds = {{u"accent"_qs, theme.accent},
                                            {u"under the pointer"_qs, theme.accentHover},
                                            {u"pressed"_qs, theme.accentDown}};
        const QString weak = tooWeak({{u"on the accent"_qs, theme.onAccent}}, grounds, LeastForText);
        QVERIFY2(weak.isEmpty(), qPrintable(weak));
    }

    void aWarningIsRead_data() { themes_data(); }
    void aWarningIsRead()
    {
        QFETCH(bool, dark);
        const Theme &theme = dark ? Theme::dark() : Theme::light();
        const QString weak = tooWeak({{u"text"_qs, theme.text}, {u"muted"_qs, theme.muted}},
                                     {{u"warning"_qs, theme.warning}}, LeastForText);
        QVERIFY2(weak.isEmpty(), qPrintable(weak));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
