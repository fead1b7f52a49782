// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/inputreport.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableWidget;

namespace turnstone {

/// Shows how each file or text was read and what its first rows give, before anything is fetched. Of tables,
/// JSON and XML another column can be chosen.
class ListPreview final : public QWidget
{
    Q_OBJECT

public:
    explicit ListPreview(QWidget *parent = nullptr);

    void setSources(const std::vector<InputSource> &sources);

Q_SIGNALS:
    /// `column` by its name, of the source of this name ("": the text).
    void columnChosen(const QString &source, const QString &column);

private:
    const InputSource *current() const;
    void showSource();
    void showRows(const InputSource &source);

    std::vector<InputSource> m_sources;
    QComboBox *m_source;
    QLabel *m_sentence;
    QLabel *m_columnLabel;
    QComboBox *m_column;
    QTableWidget *m_rows;
};

} // namespace turnstone
