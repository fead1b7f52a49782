// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filedialog.h"

#include <QAbstractItemView>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/inotify.h>
#include <unistd.h>

using namespace turnstone;

class TestFileDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noFileIsOpenedToBeListed()
    {
        QTemporaryDir folder;
        const QStringList names{u"a.turnstone"_qs, u"a.turnstone-shm"_qs, u"list"_qs};
        for (const QString &name : names) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("something") > 0);
        }
        const int watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        QVERIFY(::inotify_add_watch(watch, QFile::encodeName(folder.path()).constData(), IN_OPEN) >= 0);
        QCOMPARE(opened(watch), QStringList());
        {
            FileDialog dialog(nullptr, {}, folder.path(), u"All files (*)"_qs);
            dialog.show();
            const auto isListed = [&dialog, &names] {
                const auto *view = dialog.findChild<QAbstractItemView *>(u"listView"_qs);
                return view && view->model()->rowCount(view->rootIndex()) == names.size();
            };
            QTRY_VERIFY(isListed());
        }
        QCOMPARE(opened(watch), QStringList());
        QFile file(folder.filePath(names.front())); // as another dialog does
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(opened(watch), QStringList(names.front()));
        ::close(watch);
    }

private:
    /// Files of the folder that were opened since.
    static QStringList opened(int watch)
    {
        QStringList names;
        alignas(inotify_event) char buffer[16'384];
        for (ssize_t size = 0; (size = ::read(watch, buffer, sizeof(buffer))) > 0;) {
            for (ssize_t at = 0; at < size;) {
                const auto *event = reinterpret_cast<const inotify_event *>(buffer + at);
                if (event->len > 0)
                    names << QFile::decodeName(event->name);
                at += ssize_t(sizeof(inotify_event)) + ssize_t(event->len);
            }
        }
        return names;
    }
};

QTEST_MAIN(TestFileDialog)
#include "tst_filedialog.moc"
