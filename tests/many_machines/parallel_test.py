#!/usr/bin/env python3
"""Runs scripts/many_machines/stylize_parallel.sh by GNU parallel: on this machine, and over ssh to it.

Ends with 77 where GNU parallel is missing; where sshd is, the tests over ssh are skipped. sshd runs with keys and a
port of its own.
"""
import getpass
import os
import shutil
import subprocess
import sys
import unittest

from many_machines_test import (FEW, PHOTOS, PROGRAM, SCRIPTS, SKIPPED, ManyMachinesTest, free_ports,
                                missing_programs, start_daemon, stop_daemon, wait_until)

SCRIPT = os.path.join(SCRIPTS, "stylize_parallel.sh")
SSHD = "/usr/sbin/sshd"  # must be called by its absolute path

SSHD_CONFIGURATION = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/key.pub
PidFile none
StrictModes no
UsePAM no
"""
SSH_CONFIGURATION = """\
Host anna berta
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {folder}/key
  UserKnownHostsFile {folder}/known_hosts
  StrictHostKeyChecking no
  LogLevel ERROR
Host nowhere
  HostName 127.0.0.1
  Port {closed_port}
"""


class ParallelTest(ManyMachinesTest):
    def setUp(self):
        super().setUp()
        self.environment = {**os.environ, "STYLIZE_PROGRAM": PROGRAM, "SHARDS": "3", "HOME": self.folder}

    def paint(self, machines, *options, code=0):
        run = subprocess.run(["sh", SCRIPT, machines, "photos", "painting.jpg", "my paintings", *options],
                             cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        return run.stderr

    def expect_all(self, **counts):
        self.expect_shards_are_the_plan("my paintings", 3)
        self.expect_merged(3, "my paintings", "report.json", **counts)
        self.expect_pictures_of_one_run("my paintings", *FEW)

    def start_sshd(self):
        """sshd on this machine, under the names anna and berta."""
        if missing_programs("sshd", "ssh", "ssh-keygen", "setpriv"):
            self.skipTest("needs Debian's openssh-server and openssh-client")
        port, closed_port = free_ports(2)
        for key in ("host_key", "key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.file(key)], check=True)
        for name, text in (("sshd_config", SSHD_CONFIGURATION), ("ssh_config", SSH_CONFIGURATION)):
            with open(self.file(name), "w", encoding="utf-8") as file:
                file.write(text.format(port=port, closed_port=closed_port, folder=self.folder,
                                       user=getpass.getuser()))
        if os.getuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)  # root's sshd does not start without it
        log = self.file("sshd.log")
        daemon = start_daemon([SSHD, "-D", "-e", "-f", self.file("sshd_config")], log)
        self.addCleanup(stop_daemon, daemon)
        wait_until(lambda: "Server listening" in self.read("sshd.log"), "sshd listens")
        # Tells parallel which ssh to call.
        self.environment["PARALLEL_SSH"] = f"{shutil.which('ssh')} -F {self.file('ssh_config')}"

    def test_this_machine_paints_what_one_run_paints(self):
        self.paint(":", *FEW)
        self.expect_all(done=len(PHOTOS))

    def test_the_same_command_again_paints_what_is_missing(self):
        self.paint(":", *FEW)
        os.remove(self.file("my paintings", "still life_painting.jpg"))
        self.paint(":", *FEW)
        self.expect_all(done=1, skipped=len(PHOTOS) - 1)

    def test_a_picture_that_cannot_be_read_fails_alone(self):
        with open(self.file("photos", "broken.jpg"), "w", encoding="utf-8") as file:
            file.write("no picture")
        self.assertIn("broken.jpg", self.paint(":", *FEW, code=1))
        # The part was tried again, and its finished pictures were kept.
        summary = self.report("my paintings", "report.json")["summary"]
        self.assertEqual((summary["done"] + summary["skipped"], summary["failed"]), (len(PHOTOS), 1))

    def test_names_are_neither_parallels_nor_a_shells(self):
        """Names with parallel's replacement strings, shell code, and names that look like options."""
        self.paint_hostile_names(":")

    def test_names_are_no_code_over_ssh(self):
        self.start_sshd()
        self.paint_hostile_names("anna")

    def paint_hostile_names(self, machines):
        code = "{= open my $f, '>', 'PWNED' =}$(touch PWNED)`touch PWNED`;touch PWNED;'\"\n{}{.}{#}{%}{1}%\\!"
        work = self.file("work" + code)
        shutil.move(self.file("photos"), os.path.join(work, "-photos" + code))
        shutil.move(self.file("painting.jpg"), os.path.join(work, "-{}" + code + ".jpg"))
        arguments = ["-photos" + code, "-{}" + code + ".jpg", "-out" + code, "--name-template",
                     "{content}.{ext}", "--report-html", "-out" + code + "/:::.html", *FEW]
        run = subprocess.run(["sh", SCRIPT, machines, *arguments], cwd=work, env=self.environment,
                             capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual(sorted(os.listdir(os.path.join(work, "-out" + code))),
                         sorted([":::.html", "report.json", *(f"report-{part}-of-3.json" for part in (1, 2, 3)),
                                 *(name + ".jpg" for name in PHOTOS)]))
        for folder in (self.folder, work, os.path.expanduser("~")):
            self.assertNotIn("PWNED", os.listdir(folder))

    def test_settings_of_the_user_for_parallel_are_left_out(self):
        os.mkdir(self.file(".parallel"))
        with open(self.file(".parallel", "config"), "w", encoding="utf-8") as file:
            file.write("-I photos\n--dry-run\n")
        self.environment["PARALLEL"] = "--dry-run"
        self.paint(":", *FEW)
        self.expect_all(done=len(PHOTOS))

    def test_usage(self):
        for machines in ("", "-oProxyCommand=x,:", ":,-oProxyCommand=x", "ssh -v anna", "anna;x", "{= =}", "@all file"):
            run = subprocess.run(["sh", SCRIPT, machines, "photos", "painting.jpg", "paintings"], cwd=self.folder,
                                 env=self.environment, capture_output=True, text=True, check=False)
            self.assertEqual(run.returncode, 2, machines)
            self.assertIn("is no list of machines", run.stderr)
        for name in ("SHARDS", "JOBS"):
            for value in ("{}", "0", "x", "-1", " "):
                run = subprocess.run(["sh", SCRIPT, ":", "photos", "painting.jpg", "paintings"], cwd=self.folder,
                                     env={**self.environment, name: value}, capture_output=True, text=True,
                                     check=False)
                self.assertEqual(run.returncode, 2, value)
                self.assertIn(name + ":", run.stderr)
        self.assertFalse(os.path.exists(self.file("paintings")))

    def test_usage_is_told(self):
        run = subprocess.run(["sh", SCRIPT, ":", "photos"], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 2)
        self.assertIn("usage:", run.stderr)

    def test_machines_over_ssh_paint_what_one_run_paints(self):
        self.start_sshd()
        self.paint("anna,berta", *FEW)
        self.assertGreaterEqual(self.read("sshd.log").count("Accepted publickey"), 3)
        self.expect_all(done=len(PHOTOS))

    def test_parts_of_a_machine_that_is_down_are_given_to_another(self):
        self.start_sshd()
        self.paint("nowhere,:", *FEW)
        self.expect_all(done=len(PHOTOS))

    def test_a_machine_that_is_down_is_an_error(self):
        self.start_sshd()
        self.paint("nowhere", *FEW, code=1)
        self.assertEqual(os.listdir(self.file("my paintings")), [])


if __name__ == "__main__":
    if missing_programs("parallel") or "GNU" not in subprocess.run(["parallel", "--version"], capture_output=True,
                                                                   text=True, check=False).stdout:
        print("needs Debian's parallel (GNU parallel)")
        sys.exit(SKIPPED)
    unittest.main()
