// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/detailreader.h"

#include "ui/models/resulttablemodel.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace turnstone {

namespace {

constexpr size_t PieceSize = 500;

/// What the table takes of a result, without the rest of its evidence.
void shorten(FetchResult &result)
{
    result.body.clear();
    if (result.attempts.size() > 1)
        result.attempts.erase(result.attempts.begin(), result.attempts.end() - 1);
}

} // namespace

DetailReader::DetailReader(ResultTableModel *model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{}

void DetailReader::read(std::shared_ptr<const ResultSource> source)
{
    m_background.cancel();
    if (!source || !m_model->rows().details())
        return;
    const auto reading = [source = std::move(source), rows = m_model->rows(),
                          model = m_model](const Background::Work &work) -> Outcome {
        std::vector<RowId> lost;
        for (RowId row = 0; row < RowId(rows.size()) && !work.isStopped();) {
            std::vector<RowId> piece;
            for (; row < RowId(rows.size()) && piece.size() < PieceSize; ++row) {
                if (rows.lacksDetails(row) && source->has(row))
                    piece.push_back(row);
            }
            if (piece.empty())
                continue;
            Result<std::vector<FetchResult>> found = readSound(
                piece, [&source](std::span<const RowId> some) { return source->read(some); }, lost);
            if (!found)
                return found.error();
            std::vector<FetchResult> results = std::move(found).value();
            std::for_each(results.begin(), results.end(), &shorten);
            work.tell([model, results = std::move(results)] { model->addDetails(results); });
        }
        return success();
    };
    m_background.start(reading, [this](const Outcome &outcome) {
        if (!outcome)
            Q_EMIT failed(outcome.error().message);
    });
}

} // namespace turnstone
