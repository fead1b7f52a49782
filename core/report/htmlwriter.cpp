// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/htmlwriter.h"

#include "core/report/htmlpage.h"

namespace turnstone {

void HtmlWriter::end(QByteArray &out)
{
    out.append(htmlPage(m_tally, m_options));
}

} // namespace turnstone
