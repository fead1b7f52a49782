// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/input/addressset.h"
#include "core/input/addresstext.h"
#include "core/input/inputreport.h"
#include "core/input/jsonline.h"

#include <optional>

namespace turnstone {

/// Where the readers of all kinds put what they find: makes rows of it and keeps the report.
class RowCollector final
{
public:
    explicit RowCollector(const AddressList &existing);

    /// What follows comes from there.
    void beginSource(const QString &name);
    InputSource &source() { return m_report.sources.back(); }

    void countLines(qint64 lines) { m_report.lines += lines; }
    /// `given`: what stands at `line`. An address with a problem becomes a bad row.
    void add(qint64 line, QByteArrayView given, const Address &address);
    void add(qint64 line, QByteArrayView given, const JsonLine &request);
    /// `url` is a normal address.
    void addNormal(qint64 line, QByteArrayView given, QByteArrayView url, const RequestSpec *own = nullptr);
    void addBad(qint64 line, QByteArrayView text, AddressProblem problem);
    void note(InputNote::Kind kind, qint64 line, QByteArrayView text, QByteArrayView address);
    /// The source cannot be read on; the first error counts.
    void fail(const QString &sentence);

    const std::optional<Error> &error() const { return m_error; }
    const InputReport &report() const { return m_report; }
    AddressList take() { return m_set.takeNew(); }

private:
    const QByteArray &shown(QByteArrayView text);
    QString shortText(QByteArrayView text);
    void show(qint64 line, QByteArrayView given, QByteArrayView address, AddressProblem problem,
              const RequestSpec *own = nullptr);

    AddressSet m_set;
    InputReport m_report;
    QByteArray m_text, m_shown; // the last one as others may see it
    std::optional<Error> m_error;
};

} // namespace turnstone
