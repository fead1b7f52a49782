// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIcon>
#include <QStackedWidget>
#include <QString>

#include <vector>

class QLineEdit;

namespace turnstone {

/// A page in the middle of the window: the sidebar lists it by its name and icon.
struct TablePage
{
    QByteArray id; ///< "hosts"; never translated
    QString name;
    QIcon icon;
    QWidget *widget = nullptr;
    QLineEdit *filter = nullptr; ///< what Find goes to
};

/// The pages, of which one is seen. The keyboard stays with the page that is seen.
class TablePages final : public QStackedWidget
{
    Q_OBJECT

public:
    using QStackedWidget::QStackedWidget;

    /// Takes ownership of the widget. The first page is seen.
    void add(const TablePage &page);
    void showPage(const QByteArray &id);
    const TablePage &current() const;
    /// That of the page that is seen, and at least a few rows high.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void shown(const QByteArray &id);

private:
    std::vector<TablePage> m_pages; // in the order of the stack
};

} // namespace turnstone
