// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/settingoptions.h"

#include "core/base/translation.h"

#include <algorithm>
#include <limits>

namespace turnstone {

QByteArray optionName(const Setting &setting)
{
    QByteArray name(setting.id);
    for (const QByteArrayView unit : {"_ms", "_bytes"}) {
        if (name.endsWith(unit))
            name.chop(unit.size());
    }
    return name.replace('_', '-');
}

bool isTurnedOff(OptionReader &reader, const char *name)
{
    const bool isOff = reader.isSet(QByteArray("no-").append(name).constData());
    if (isOff && reader.isSet(name))
        reader.complain(tr("--%1 and --no-%1 cannot be combined.").arg(QLatin1StringView(name)));
    return isOff;
}

void SettingOptions::operator()(const Setting &setting, const bool &)
{
    add(setting, nullptr);
    if (setting.help)
        m_syntax.addHidden(u"no-"_qs + QLatin1StringView(optionName(setting)));
}

void SettingOptions::add(const Setting &setting, const char *value,
                         std::span<const QLatin1StringView> choices)
{
    if (setting.help)
        m_syntax.add(optionName(setting).constData(), tr(setting.help), setting.value ? setting.value : value,
                     QStringList(choices.begin(), choices.end()));
}

void SettingReader::operator()(const Setting &setting, int &value, SettingRange<int> range)
{
    if (setting.help)
        value = m_reader.whole(optionName(setting).constData(), value, range);
}

void SettingReader::operator()(const Setting &setting, double &value, SettingRange<double> range)
{
    if (setting.help)
        value = m_reader.number(optionName(setting).constData(), value, range);
}

void SettingReader::operator()(const Setting &setting, qint64 &value, SettingRange<qint64> range)
{
    if (setting.help)
        value = m_reader.bytes(optionName(setting).constData(), value, range);
}

void SettingReader::operator()(const Setting &setting, std::chrono::milliseconds &value,
                               SettingRange<qint64> range)
{
    if (!setting.help)
        return;
    const QByteArray name = optionName(setting);
    if (setting.value != QByteArrayView("MS")) {
        value = m_reader.seconds(name.constData(), value, range);
        return;
    }
    constexpr qint64 most = std::numeric_limits<int>::max();
    value = std::chrono::milliseconds(m_reader.whole(name.constData(), int(value.count()),
                                                     {int(range.least), int(std::min(range.most, most))}));
}

void SettingReader::operator()(const Setting &setting, bool &value)
{
    const QByteArray name = optionName(setting);
    if (setting.help)
        value = (value || m_reader.isSet(name.constData())) && !isTurnedOff(m_reader, name.constData());
}

template <typename Choice>
void SettingReader::choose(const Setting &setting, Choice &value, std::span<const QLatin1StringView> ids)
{
    const QByteArray name = optionName(setting);
    if (!setting.help || !m_reader.isSet(name.constData()))
        return;
    const auto id = std::find(ids.begin(), ids.end(), m_reader.choice(name.constData(), ids.front()));
    if (id != ids.end()) // else it was complained of
        value = Choice(id - ids.begin());
}

template void SettingReader::choose(const Setting &, Http2 &, std::span<const QLatin1StringView>);
template void SettingReader::choose(const Setting &, Engine &, std::span<const QLatin1StringView>);

} // namespace turnstone
