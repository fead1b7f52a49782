// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <functional>
#include <utility>

// Must be outside of any namespace: resources in a static library register themselves only when asked to.
static void registerResources()
{
    Q_INIT_RESOURCE(turnstone);
}

namespace turnstone {

namespace {

using ColorOf = std::function<QColor(const Theme &)>;

class TintedSvgEngine final : public QIconEngine
{
public:
    TintedSvgEngine(QString name, ColorOf colorOf)
        : m_name(std::move(name))
        , m_colorOf(std::move(colorOf))
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, rendered(rect.size() * ratio, ratio, mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return rendered(size, 1, mode);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        return rendered(size, scale, mode);
    }

    bool isNull() override { return false; }
    QIconEngine *clone() const override { return new TintedSvgEngine(m_name, m_colorOf); }

private:
    QPixmap rendered(const QSize &size, qreal ratio, QIcon::Mode mode) const
    {
        const Theme &theme = Theme::of(QGuiApplication::palette());
        const QColor color = mode == QIcon::Disabled   ? theme.disabled
                             : mode == QIcon::Selected ? theme.onAccent
                                                       : m_colorOf(theme);
        const QString key = QStringLiteral("%1/%2/%3x%4@%5")
                                .arg(m_name, color.name())
                                .arg(size.width())
                                .arg(size.height())
                                .arg(ratio);
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = render(size, color);
            pixmap.setDevicePixelRatio(ratio);
            QPixmapCache::insert(key, pixmap);
        }
        return pixmap;
    }

    QPixmap render(const QSize &size, const QColor &color) const
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        if (!file.open(QIODevice::ReadOnly))
            return pixmap;
        QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
        QPainter painter(&pixmap);
        renderer.render(&painter);
        return pixmap;
    }

    QString m_name;
    ColorOf m_colorOf;
};

QIcon makeIcon(const QString &name, ColorOf colorOf)
{
    static const bool registered = (registerResources(), true);
    Q_UNUSED(registered);
    return QIcon(new TintedSvgEngine(name, std::move(colorOf)));
}

} // namespace

QIcon themedIcon(QLatin1StringView name, Tint tint)
{
    return makeIcon(name, [tint](const Theme &theme) { return theme.color(tint); });
}

QIcon verdictIcon(Verdict verdict)
{
    return makeIcon(verdictId(verdict), [verdict](const Theme &theme) { return theme.color(verdict); });
}

QIcon stateIcon(RowProgress::State state)
{
    static constexpr QLatin1StringView names[] = {QLatin1StringView("waiting"), QLatin1StringView("running"),
                                                  QLatin1StringView("will_retry")};
    return makeIcon(names[size_t(state)], [state](const Theme &theme) { return theme.color(state); });
}

QIcon programIcon()
{
    return makeIcon(QStringLiteral("turnstone"), [](const Theme &theme) { return theme.accent; });
}

} // namespace turnstone
