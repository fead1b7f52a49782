// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArrayView>

#include <functional>

namespace turnstone {

struct FetchResult;

enum class ExportEnding : quint8 { Complete, Cancelled };

/// Asked while something takes long: false ends it.
using GoOn = std::function<bool()>;

/// What takes the rows of an export and becomes its file. Destroyed without commit(), it leaves the target as
/// it was.
class ExportSink
{
public:
    virtual ~ExportSink() = default;
    virtual Outcome write(QByteArrayView url, const FetchResult &result) = 0;
    virtual Outcome flush() = 0;
    /// Called once, at the end.
    virtual Result<ExportEnding> commit(const GoOn &goOn) = 0;
};

} // namespace turnstone
