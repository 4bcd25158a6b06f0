#!/usr/bin/env python3
"""Runs scripts/many_machines/stylize_array.slurm on a Slurm cluster of two nodes, which it starts on this machine.

The daemons are Debian's (cluster_packages in scripts/packages.sh), with a configuration, a key, ports and a state
of their own: a Slurm that is installed here is not touched. Ends with 77 where they are missing.
"""
import getpass
import os
import socket
import subprocess
import sys
import tempfile
import unittest

from many_machines_test import (FEW, PATIENCE, PHOTOS, PROGRAM, SCRIPTS, SKIPPED, ManyMachinesTest, free_ports,
                                missing_programs, start_daemon, stop_daemon, wait_until)

ARRAY = os.path.join(SCRIPTS, "stylize_array.slurm")
# Seconds: long enough to be stopped.
LONG = ("--size", "64", "--scales", "1", "--iterations", "500", "--tolerance", "0", "--checkpoint", "1")
ENDED = {"COMPLETED", "FAILED", "CANCELLED"}
NODES = ("node1", "node2")

CONFIGURATION = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
ReturnToService=2
MailProg=/bin/true
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
{nodes}
PartitionName=test Nodes=ALL Default=YES State=UP
"""


class Cluster:
    """munged, slurmctld and a slurmd for each node."""

    def __init__(self, folder):
        self.folder = folder
        self.daemons = []
        self.environment = {**os.environ, "SLURM_CONF": self.file("slurm.conf"), "STYLIZE_PROGRAM": PROGRAM,
                            "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}
        for name in ("munge", "state", *NODES):
            os.mkdir(self.file(name), 0o755)
        self.configure()

    def file(self, *parts):
        return os.path.join(self.folder, *parts)

    def configure(self):
        controller_port, *ports = free_ports(1 + len(NODES))
        host = socket.gethostname().split(".")[0]
        nodes = "\n".join(f"NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=1"
                          for name, port in zip(NODES, ports))
        with open(self.file("slurm.conf"), "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(host=host, controller_port=controller_port, nodes=nodes,
                                            user=getpass.getuser(), folder=self.folder))
        with open(os.open(self.file("munge", "key"), os.O_WRONLY | os.O_CREAT, 0o400), "wb") as key:
            key.write(os.urandom(128))

    def start(self):
        munge = self.file("munge")
        self.start_daemon("munged", "--foreground", f"--key-file={munge}/key", f"--socket={munge}/socket",
                          f"--pid-file={munge}/pid", f"--log-file={munge}/log", f"--seed-file={munge}/seed")
        wait_until(lambda: os.path.exists(self.file("munge", "socket")), "munged listens")
        self.start_daemon("slurmctld", "-D")
        for name in NODES:
            self.start_daemon("slurmd", "-D", "-N", name)
        wait_until(lambda: self.run("sinfo", "-h", "-o", "%T %D", check=False) == f"idle {len(NODES)}\n",
                   "all nodes are idle")

    def start_daemon(self, *command):
        self.daemons.append(start_daemon(command, self.file(command[0] + ".out"), self.environment))

    def stop(self):
        for state in ("PENDING", "RUNNING"):
            self.run("scancel", f"--state={state}", "--user", getpass.getuser(), check=False)
        # Jobs that still run when the daemons end would outlive them.
        wait_until(lambda: not self.run("squeue", "--noheader", check=False), "all jobs end")
        for daemon in reversed(self.daemons):
            stop_daemon(daemon)

    def run(self, *command, check=True, cwd=None, **environment):
        run = subprocess.run(command, env={**self.environment, **environment}, cwd=cwd, capture_output=True,
                             text=True, check=False, timeout=PATIENCE)
        if check and run.returncode != 0:
            raise AssertionError(f"{' '.join(command)}: {run.returncode}\n{run.stdout}{run.stderr}")
        return run.stdout

    def states(self, job):
        """The states of its tasks: PENDING, RUNNING, COMPLETING, COMPLETED, ..."""
        return set(self.run("squeue", "--noheader", "--states=all", "--format=%T", f"--jobs={job}").split())


def run_in_own_process_space():
    """Uses a new process namespace if the system permits, so that all daemons and jobs end with this process, however
    it ends."""
    unshare = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
    if os.getpid() != 1 and subprocess.run([*unshare, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        os.execvp(unshare[0], [*unshare, sys.executable, *sys.argv])


class SlurmArrayTest(ManyMachinesTest):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="slurm_")
        cls.addClassCleanup(temporary.cleanup)
        os.chmod(temporary.name, 0o755)  # munged requires a path that everybody may traverse
        cls.cluster = Cluster(temporary.name)
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()

    def array(self, tasks, *options, **environment):
        """Submits and returns the number of the job."""
        return self.cluster.run("sbatch", "--parsable", f"--array={tasks}", "--cpus-per-task=1", ARRAY, "photos",
                                "painting.jpg", "paintings", *options, cwd=self.folder, **environment).strip()

    def merge_after(self, job, shards):
        """Merges the reports as the script describes, and waits for that job."""
        command = f'"$STYLIZE_PROGRAM" report merge paintings/report-*-of-{shards}.json -o paintings/report.json'
        merge = self.cluster.run("sbatch", "--parsable", f"--dependency=afterany:{job}", "--output=merge.log",
                                 "--wrap", command, cwd=self.folder).strip()
        wait_until(lambda: self.cluster.states(merge) <= ENDED, "the reports are merged")
        self.assertEqual(self.cluster.states(merge), {"COMPLETED"}, self.logs())

    def log(self, job, task):
        return self.read(f"stylize-{job}_{task}.log")

    def logs(self):
        return "".join(self.read(name) for name in os.listdir(self.folder) if name.endswith(".log"))

    def leave_one_photo(self):
        for name in os.listdir(self.file("photos"))[1:]:
            os.remove(self.file("photos", name))

    def long_array(self):
        """Submits an array of one task and waits until its picture is started."""
        job = self.array("1-1", *LONG)
        wait_until(lambda: self.checkpoints() or self.cluster.states(job) <= ENDED, "there is a checkpoint")
        self.assertEqual(self.cluster.states(job), {"RUNNING"}, self.logs())
        return job

    def checkpoints(self):
        output = self.file("paintings")
        return [name for name in os.listdir(output) if name.endswith(".checkpoint")] if os.path.isdir(output) else []

    def test_an_array_paints_what_one_run_paints(self):
        self.merge_after(self.array("1-3", *FEW), 3)
        self.expect_shards_are_the_plan("paintings", 3)
        self.expect_merged(3, "paintings", "report.json", done=len(PHOTOS))
        self.expect_pictures_of_one_run("paintings", *FEW)

    def test_names_are_neither_options_nor_code(self):
        code = "$(touch PWNED)`touch PWNED`;touch PWNED;'\"\n{}%j%A\\!"
        self.leave_one_photo()
        os.rename(self.file("photos"), self.file("-photos" + code))
        os.rename(self.file("painting.jpg"), self.file("-{}" + code + ".jpg"))
        job = self.cluster.run("sbatch", "--parsable", "--array=1-1", "--cpus-per-task=1", ARRAY, "-photos" + code,
                               "-{}" + code + ".jpg", "-out" + code, *FEW, cwd=self.folder).strip()
        wait_until(lambda: self.cluster.states(job) <= ENDED, "the task ends")
        self.assertEqual(self.cluster.states(job), {"COMPLETED"}, self.logs())
        self.assertEqual(len(os.listdir(self.file("-out" + code))), 2)
        self.assertNotIn("PWNED", os.listdir(self.folder))

    def test_more_tasks_than_pictures(self):
        self.leave_one_photo()
        self.merge_after(self.array("1-3", *FEW), 3)
        self.expect_merged(3, "paintings", "report.json", done=1)
        self.expect_pictures_of_one_run("paintings", *FEW)

    def test_some_tasks_again(self):
        self.merge_after(self.array("1-2", *FEW), 2)
        lost = self.report("paintings", "report-2-of-2.json")["jobs"][0]["output"]
        os.remove(self.file(lost))
        self.merge_after(self.array("2", *FEW, SHARDS="2"), 2)
        first, second = (self.report("paintings", f"report-{shard}-of-2.json")["summary"] for shard in (1, 2))
        self.expect_merged(2, "paintings", "report.json", done=first["done"] + 1, skipped=second["jobs"] - 1)
        self.expect_pictures_of_one_run("paintings", *FEW)

    def test_a_part_of_an_array_says_how_many_parts_there_are(self):
        job = self.array("2-3", *FEW)
        wait_until(lambda: self.cluster.states(job) == {"FAILED"}, "the tasks fail")
        self.assertIn("ExitCode=2:0", self.cluster.run("scontrol", "show", "job", job))
        self.assertIn("SHARDS", self.log(job, 2))
        self.assertFalse(os.path.exists(self.file("paintings")))

    def test_a_task_that_is_stopped_goes_back_into_the_queue_and_goes_on(self):
        self.leave_one_photo()
        job = self.long_array()
        self.cluster.run("scancel", "--signal=TERM", f"{job}_1")
        wait_until(lambda: "Restarts=1" in self.cluster.run("scontrol", "show", "job", job), "it is in the queue again")
        # Slurm lets a task wait two minutes before it starts again. In the second in which its first start was ended
        # a node refuses it: "Job credential revoked".
        self.cluster.run("scontrol", "update", f"JobId={job}_1", "StartTime=now+2")
        self.merge_after(job, 1)
        self.assertIn("goes on after iteration", self.log(job, 1))
        self.expect_merged(1, "paintings", "report.json", done=1)
        self.expect_pictures_of_one_run("paintings", *LONG)

    def test_an_array_that_is_cancelled_ends_and_goes_on_when_submitted_again(self):
        self.leave_one_photo()
        job = self.long_array()
        self.cluster.run("scancel", job)
        wait_until(lambda: self.cluster.states(job) == {"CANCELLED"}, "the task ends")
        summary = self.report("paintings", "report-1-of-1.json")["summary"]
        self.assertEqual((summary["interrupted"], summary["exit_code"]), (1, 143))
        self.assertIn("Restarts=0", self.cluster.run("scontrol", "show", "job", job))
        self.assertEqual(len(self.checkpoints()), 1)
        again = self.array("1-1", *LONG)
        self.merge_after(again, 1)
        self.assertIn("goes on after iteration", self.log(again, 1))
        self.expect_merged(1, "paintings", "report.json", done=1)


if __name__ == "__main__":
    absent = missing_programs("munged", "slurmctld", "slurmd", "sbatch", "srun", "setpriv")
    if absent:
        print(f"needs Debian's munge, slurmctld, slurmd and slurm-client; missing: {', '.join(absent)}")
        sys.exit(SKIPPED)
    run_in_own_process_space()
    unittest.main()
