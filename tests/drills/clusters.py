"""A primary and a hot standby of PostgreSQL on free loopback ports, made for one drill and thrown away after it."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    def __init__(self, pair, name):
        self.pair, self.folder, self.port = pair, pair.folder / name, free_port()
        self.url = f"postgres://postgres:{pair.password}@127.0.0.1:{self.port}/postgres"

    def start(self):
        options = f"-h 127.0.0.1 -p {self.port} -c unix_socket_directories= -c fsync=off -c max_connections=120"
        self.pair.run("pg_ctl", "start", "-s", "-w", "-D", self.folder, "-l", f"{self.folder}.log", "-o", options)

    def stop(self):
        if (self.folder / "postmaster.pid").exists():
            self.pair.run("pg_ctl", "stop", "-s", "-m", "immediate", "-D", self.folder)

    def ask(self, sql):
        with psycopg.connect(self.url, autocommit=True, connect_timeout=3) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None


class Pair:
    """PostgreSQL refuses to run as root; then its own user runs it."""

    def __init__(self, programs):
        self.programs, self.password = Path(programs), secrets.token_hex(12)
        self.folder = Path(tempfile.mkdtemp(prefix="drill-"))
        self.user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        (self.folder / "password").write_text(self.password)
        (self.folder / "password").chmod(0o644)
        self.primary, self.standby = Cluster(self, "primary"), Cluster(self, "standby")

    def run(self, program, *arguments):
        command = [str(self.programs / program), *map(str, arguments)]
        whose = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        env = {**os.environ, "PGPASSWORD": self.password}
        subprocess.run(command, cwd=self.folder, env=env, check=True, stdout=subprocess.DEVNULL, **whose)

    def begin(self):
        make = ("-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile=password", "-N")
        self.run("initdb", "-D", self.primary.folder, *make)
        self.primary.start()
        self.run("pg_basebackup", "-R", "-X", "stream", "-D", self.standby.folder, "-d", self.primary.url)
        self.standby.start()

    def end(self):
        for cluster in (self.standby, self.primary):
            cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
