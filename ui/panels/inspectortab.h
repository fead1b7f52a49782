// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QWidget>

#include <optional>

class QLabel;
class QStackedLayout;

namespace turnstone {

/// The address under inspection and what is known of it. The text of the address comes from anywhere.
struct Inspected
{
    QString address;
    RowId row = 0;
    std::optional<FetchResult> result;
    RowProgress::State state = RowProgress::State::Waiting; ///< where there is no result yet
    int tries = 0;                                          ///< begun so far
    bool isAgain = false; ///< it has an earlier result, where there is none yet
    QString hostState;    ///< what is the matter with its host, where it waits to be tried again
    QString note;         ///< the user's own words
};

/// One page of the inspector: its content, or a sentence that says why there is none.
class InspectorTab : public QWidget
{
    Q_OBJECT

public:
    explicit InspectorTab(QWidget *parent = nullptr);

    virtual void present(const Inspected &inspected) = 0;
    /// The sentence that is shown instead of the content; empty where the content is shown.
    QString note() const;

protected:
    void setContent(QWidget *content);
    void showContent();
    void showNote(const QString &sentence);
    /// Why a row has nothing to show where it was never answered, or never sent.
    static QString notFetchedNote(const Inspected &inspected);

private:
    QStackedLayout *m_stack;
    QLabel *m_note;
};

} // namespace turnstone
