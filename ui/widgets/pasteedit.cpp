// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pasteedit.h"

#include <QMimeData>

namespace turnstone {

void PasteEdit::insertFromMimeData(const QMimeData *source)
{
    if (source->hasText())
        Q_EMIT pasted(source->text());
}

} // namespace turnstone
