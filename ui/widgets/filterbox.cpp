// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterbox.h"

#include "ui/widgets/icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QToolTip>

namespace turnstone {

FilterBox::FilterBox(QWidget *parent)
    : QLineEdit(parent)
{
    setClearButtonEnabled(true);
    addAction(themedIcon(QLatin1StringView("search"), Tint::Muted), LeadingPosition);
    m_sign = addAction(verdictIcon(Verdict::Broken), TrailingPosition);
    m_sign->setVisible(false);
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

void FilterBox::setHelp(const QString &help)
{
    m_help = help;
    updateHelp();
}

void FilterBox::setProblem(const QString &problem)
{
    if (m_problem == problem)
        return;
    m_problem = problem;
    m_sign->setVisible(hasProblem());
    QPalette changed;
    if (hasProblem())
        changed.setColor(QPalette::Text, Theme::of(palette()).color(Verdict::Broken));
    setPalette(changed);
    updateHelp();
    if (hasProblem() && hasFocus())
        QToolTip::showText(mapToGlobal(QPoint(0, height())), toolTip(), this);
    else
        QToolTip::hideText();
}

void FilterBox::updateHelp()
{
    // A width of its own: Qt breaks short rich text early.
    const QString problem =
        u"<table width=360><tr><td>%1</td></tr></table>"_qs.arg(m_problem.toHtmlEscaped());
    setToolTip(hasProblem() ? problem : m_help);
    setAccessibleDescription(m_problem);
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
