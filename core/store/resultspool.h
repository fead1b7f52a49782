// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/resultsource.h"

#include <QString>

#include <memory>
#include <vector>

namespace turnstone {

/// Results leave memory for a temporary file that vanishes with the spool, even if the program is killed.
/// Costs 8 bytes of memory a row. Thread-safe: one may append while others read.
class ResultSpool final : public ResultSource
{
public:
    static constexpr qint64 DefaultBodyBudget = 256 * 1024 * 1024;

    /// `directory` empty: the user's cache folder, else /var/tmp, else the folder for temporary files.
    /// `bodyBudget`: bytes of body previews kept in all; later bodies are left out of their results.
    explicit ResultSpool(const QString &directory = {}, qint64 bodyBudget = DefaultBodyBudget);
    ~ResultSpool() override;

    /// Creates the file. Nothing can be appended before.
    Outcome open();
    /// All of the batch, or with an Error (a full disk) nothing of it; what was there stays readable.
    Outcome append(const std::vector<FetchResult> &batch);

    bool has(RowId row) const override;
    using ResultSource::read;
    Result<std::optional<FetchResult>> read(RowId row) const override;
    /// Size of the content, whether already in the file or about to be.
    qint64 bytes() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace turnstone
