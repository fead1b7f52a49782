# SPDX-License-Identifier: GPL-3.0-or-later
"""The two servers: a private nginx for speed, the demo site for behaviour and for counting."""
import getpass
import http.client
import json
import os
import shutil
import socket
import time

import process

ECHO = "/usr/lib/nginx/modules/ngx_http_echo_module.so"  # nginx-light brings it; it can answer late
NGINX = """
load_module {module};
daemon off;
{user}
worker_processes 1;
worker_rlimit_nofile 30000;
pid {home}/nginx.pid;
error_log {home}/nginx-error.log crit;
events {{ worker_connections 20000; }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    default_type "text/html; charset=utf-8";
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 60s;
    keepalive_requests 100000000;
    open_file_cache max=20000 inactive=600s;
    open_file_cache_valid 600s;
    server {{
{listen}
        root {home}/www;
        location = /tiny {{ return 200 "<!DOCTYPE html><title>A tiny page</title>\\n"; }}
        location /late/ {{
            echo_sleep 0.2;
            echo "<!DOCTYPE html><title>Late</title><p>Worth the wait.</p>";
        }}
    }}
}}
"""


def loopback_hosts(count, first=1):
    """127.0.0.1, 127.0.0.2, ... ; those ending in 0 or 255 left out."""
    hosts = []
    number = first
    while len(hosts) < count:
        if number % 256 not in (0, 255):
            hosts.append(f"127.0.{number // 256}.{number % 256}")
        number += 1
    return hosts


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    """A private instance with everything in `home`; the system's own is not touched."""

    def __init__(self, home, hosts, pages, log):
        os.makedirs(f"{home}/www/page")
        for number, page in enumerate(pages):
            with open(f"{home}/www/page/{number}.html", "wb") as file:
                file.write(page)
        self.port = free_port()
        self.hosts = hosts
        user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""
        listen = "\n".join(f"        listen {host}:{self.port};" for host in hosts)
        with open(f"{home}/nginx.conf", "w", encoding="ascii") as file:
            file.write(NGINX.format(module=ECHO, user=user, home=home, listen=listen))
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.child = process.start([program, "-p", home, "-c", f"{home}/nginx.conf", "-e",
                                    f"{home}/nginx-error.log"], log)
        wait_for(self.port, self.child)

    def cpu(self):
        """CPU seconds of its workers so far."""
        with open(f"/proc/{self.child.pid}/task/{self.child.pid}/children", encoding="ascii") as file:
            return sum(process.cpu_seconds(pid) for pid in file.read().split())


class DemoSite:
    def __init__(self, cli, log):
        port = free_port()
        self.child = process.start([cli, "demo", "--port", port], log)
        self.port = port
        wait_for(port, self.child)

    def ask(self, method, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def counters(self):
        return json.loads(self.ask("GET", "/counters"))

    def reset(self):
        self.ask("POST", "/counters")

    def pages(self, count):
        """The first pages of its magazine."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        pages = []
        for number in range(count):
            connection.request("GET", f"/page/{number}")
            pages.append(connection.getresponse().read())
        connection.close()
        return pages

    def cpu(self):
        return process.cpu_seconds(self.child.pid)


def wait_for(port, child):
    for _ in range(500):
        if child.poll() is not None:
            raise RuntimeError(f"{child.args[0]} ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"{child.args[0]} does not listen on port {port}")
