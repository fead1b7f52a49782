// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/manual/shelltext.h"

#include <algorithm>

namespace turnstone {

QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"'\\''"_qs) + u'\'';
}

QString shortened(const QString &what)
{
    QString first = what.section(u". "_qs, 0, 0);
    if (first.endsWith(u'.'))
        first.chop(1);
    return first;
}

QList<CommandSyntax::Option> shownOptions(const CommandSyntax &syntax)
{
    QList<CommandSyntax::Option> shown;
    std::copy_if(syntax.options.begin(), syntax.options.end(), std::back_inserter(shown),
                 [](const CommandSyntax::Option &option) { return !option.isHidden; });
    return shown;
}

bool takesFiles(const CommandSyntax &syntax)
{
    return syntax.arguments.contains(u"FILE");
}

} // namespace turnstone
