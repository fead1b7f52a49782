// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/privatenginx.h"

#include "tests/support/oddports.h"

#include <QFile>
#include <QStandardPaths>
#include <QTcpSocket>

#include <csignal>
#include <sys/prctl.h>

namespace turnstone {

namespace {

constexpr const char *EchoModule = "/usr/lib/nginx/modules/ngx_http_echo_module.so";

// %1 folder, %2 certificate with its key, %3 listen lines, %4 requests per connection, %5 module
constexpr QLatin1StringView Configuration(R"(load_module %5;
daemon off;
master_process off;
pid %1/pid;
error_log %1/error.log;
events { worker_connections 4000; }
http {
    log_format turnstone "$server_addr $request_method $request_uri $server_protocol $msec $request_time";
    access_log %1/access.log turnstone;
    client_body_temp_path %1/body;
    proxy_temp_path %1/proxy;
    fastcgi_temp_path %1/fastcgi;
    uwsgi_temp_path %1/uwsgi;
    scgi_temp_path %1/scgi;
    default_type "text/html; charset=utf-8";
    ssl_certificate %2;
    ssl_certificate_key %2;
    keepalive_requests %4;
    server {
%3
        location / { return 200 "<!DOCTYPE html><title>$request_uri</title>\n"; }
        location /late/ {
            echo_sleep 0.1;
            echo "<!DOCTYPE html><title>$request_uri</title>";
        }
        location /backend/ {
            proxy_pass http://127.0.0.1:%6;
            proxy_buffering off;
        }
    }
}
)");

QString program()
{
    const QString inPath = QStandardPaths::findExecutable(QStringLiteral("nginx"));
    // Not in the path of an ordinary user.
    return inPath.isEmpty()
               ? QStandardPaths::findExecutable(QStringLiteral("nginx"), {QStringLiteral("/usr/sbin")})
               : inPath;
}

QString hostName(int host)
{
    return QStringLiteral("127.0.0.%1").arg(host + 1);
}

NginxRequest toRequest(const QByteArray &line)
{
    const QByteArrayList words = line.trimmed().split(' ');
    NginxRequest request{words.value(0), words.value(1), words.value(2), words.value(3), 0, 0};
    request.endMs = qRound64(words.value(4).toDouble() * 1000);
    request.startMs = request.endMs - qRound64(words.value(5).toDouble() * 1000);
    return request;
}

} // namespace

QString PrivateNginx::reasonAgainst()
{
    if (program().isEmpty() || !QFile::exists(QLatin1StringView(EchoModule)))
        return QStringLiteral("nginx with its echo module is not installed (nginx-light)");
    return {};
}

PrivateNginx::PrivateNginx(const Options &options)
{
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    // A port that was free a moment ago may be taken by another test.
    for (int tries = 0; tries < 5; ++tries) {
        if (start(options))
            return;
    }
    qFatal("nginx does not start");
}

PrivateNginx::~PrivateNginx()
{
    stop();
}

bool PrivateNginx::start(const Options &options)
{
    bindAnyPort(&m_port);
    QString listen;
    for (int host = 0; host < options.hosts; ++host)
        listen += QStringLiteral("        listen %1:%2 ssl http2;\n").arg(hostName(host)).arg(m_port);
    QFile file(m_folder.filePath(QStringLiteral("nginx.conf")));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.write(QString(Configuration)
                   .arg(m_folder.path(), QStringLiteral(TURNSTONE_TEST_CERTS "/sound.pem"), listen,
                        QString::number(options.requestsPerConnection), QLatin1StringView(EchoModule),
                        QString::number(options.backend))
                   .toUtf8());
    file.close();
    const QString log = m_folder.filePath(QStringLiteral("error.log"));
    m_process.start(program(), {QStringLiteral("-p"), m_folder.path(), QStringLiteral("-c"), file.fileName(),
                                QStringLiteral("-e"), log});
    if (!m_process.waitForStarted())
        return false;
    // Until it listens or has ended.
    constexpr int aMomentMs = 20;
    for (;;) {
        QTcpSocket probe;
        probe.connectToHost(hostName(options.hosts - 1), m_port);
        if (probe.waitForConnected())
            return true;
        if (m_process.waitForFinished(aMomentMs) || m_process.state() == QProcess::NotRunning)
            return false;
    }
}

QByteArray PrivateNginx::address(int host, const QByteArray &path) const
{
    return "https://" + hostName(host).toLatin1() + ':' + QByteArray::number(m_port) + path;
}

std::vector<NginxRequest> PrivateNginx::stop()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.terminate();
        if (!m_process.waitForFinished()) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
    std::vector<NginxRequest> requests;
    QFile file(m_folder.filePath(QStringLiteral("access.log")));
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd())
            requests.push_back(toRequest(file.readLine()));
    }
    return requests;
}

} // namespace turnstone
