// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowclass.h"

#include <QCoreApplication>

namespace turnstone {

QString rowClassLabel(RowClass rowClass)
{
    if (rowClass.isDone())
        return verdictLabel(rowClass.verdict());
    switch (rowClass.state()) {
    case RowProgress::State::Running:
        return QCoreApplication::translate("RowClass", "Running");
    case RowProgress::State::WillRetry:
        return QCoreApplication::translate("RowClass", "Will retry");
    case RowProgress::State::Waiting:
        break;
    }
    return QCoreApplication::translate("RowClass", "Waiting");
}

QString rowClassMeaning(RowClass rowClass)
{
    if (rowClass.isDone())
        return verdictMeaning(rowClass.verdict());
    switch (rowClass.state()) {
    case RowProgress::State::Running:
        return QCoreApplication::translate("RowClass", "It is being fetched.");
    case RowProgress::State::WillRetry:
        return QCoreApplication::translate("RowClass", "An attempt failed, and there will be another one.");
    case RowProgress::State::Waiting:
        break;
    }
    return QCoreApplication::translate("RowClass", "It is still to be fetched.");
}

} // namespace turnstone
