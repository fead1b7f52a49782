// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterbox.h"

#include "ui/widgets/icons.h"

#include <QAction>
#include <QKeyEvent>

namespace turnstone {

FilterBox::FilterBox(QWidget *parent)
    : QLineEdit(parent)
{
    setClearButtonEnabled(true);
    addAction(themedIcon(QLatin1StringView("search"), Tint::Muted), LeadingPosition);
    m_rest.setSingleShot(true);
    m_rest.setInterval(120);
    connect(&m_rest, &QTimer::timeout, this, &FilterBox::tell);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            tell();
        else
            m_rest.start();
    });
}

void FilterBox::setProblem(const QString &problem)
{
    m_hasProblem = !problem.isEmpty();
    setToolTip(problem);
    QPalette changed;
    if (m_hasProblem)
        changed.setColor(QPalette::Text, Theme::of(palette()).color(Verdict::Broken));
    setPalette(changed);
}

void FilterBox::tell()
{
    m_rest.stop();
    if (text() == m_told)
        return;
    m_told = text();
    Q_EMIT filterChanged(m_told);
}

void FilterBox::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (text().isEmpty())
            Q_EMIT left();
        clear();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down:
        tell();
        Q_EMIT left();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

} // namespace turnstone
