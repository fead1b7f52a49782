// SPDX-License-Identifier: GPL-3.0-or-later
// The options of a crawl that are settings: as the table of settings has them.
#pragma once

#include "app/cli/commandsyntax.h"
#include "app/cli/optionreader.h"
#include "core/types/crawlsettingstable.h"

#include <QByteArray>

#include <chrono>
#include <span>

namespace turnstone {

/// "host-patience" of "host_patience_ms".
QByteArray optionName(const Setting &setting);
/// --no-NAME is set, against what the run had that is gone on with.
bool isTurnedOff(OptionReader &reader, const char *name);

/// Visits the table and adds the options of those that have one.
class SettingOptions final
{
public:
    explicit SettingOptions(CommandSyntax &syntax)
        : m_syntax(syntax)
    {}

    void operator()(const Setting &setting, const int &, SettingRange<int>) { add(setting, "N"); }
    void operator()(const Setting &setting, const double &, SettingRange<double>) { add(setting, "R"); }
    void operator()(const Setting &setting, const qint64 &, SettingRange<qint64>) { add(setting, "BYTES"); }
    void operator()(const Setting &setting, const std::chrono::milliseconds &, SettingRange<qint64>)
    {
        add(setting, "S");
    }
    void operator()(const Setting &setting, const bool &);
    void operator()(const Setting &setting, const Http2 &) { add(setting, "CHOICE", Http2Ids); }
    void operator()(const Setting &setting, const Engine &) { add(setting, "CHOICE", EngineIds); }

private:
    void add(const Setting &setting, const char *value, std::span<const QLatin1StringView> choices = {});

    CommandSyntax &m_syntax;
};

/// Visits the table and takes what was given of those.
class SettingReader final
{
public:
    explicit SettingReader(OptionReader &reader)
        : m_reader(reader)
    {}

    void operator()(const Setting &setting, int &value, SettingRange<int> range);
    void operator()(const Setting &setting, double &value, SettingRange<double> range);
    void operator()(const Setting &setting, qint64 &value, SettingRange<qint64> range);
    void operator()(const Setting &setting, std::chrono::milliseconds &value, SettingRange<qint64> range);
    void operator()(const Setting &setting, bool &value);
    void operator()(const Setting &setting, Http2 &value) { choose(setting, value, Http2Ids); }
    void operator()(const Setting &setting, Engine &value) { choose(setting, value, EngineIds); }

private:
    template <typename Choice>
    void choose(const Setting &setting, Choice &value, std::span<const QLatin1StringView> ids);

    OptionReader &m_reader;
};

} // namespace turnstone
