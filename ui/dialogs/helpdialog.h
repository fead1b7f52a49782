// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QTextBrowser;

namespace turnstone {

class FlatTabBar;

/// Pages to be read while the window goes on: it may stay open beside it. The arrow keys scroll, Ctrl+Tab
/// turns the page, Esc closes.
class HelpDialog final : public QDialog
{
    Q_OBJECT

public:
    struct Page
    {
        QString name;
        QString text; ///< rich text
    };

    explicit HelpDialog(QWidget *parent = nullptr);

    void setPages(const QList<Page> &pages);
    /// Brings it before the user, wherever it is.
    void showPage(int index);

private:
    void turn(int pages);
    void showText(int index);

    QList<Page> m_pages;
    FlatTabBar *m_bar;
    QTextBrowser *m_text;
};

} // namespace turnstone
