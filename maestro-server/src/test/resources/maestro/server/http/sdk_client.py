"""What the published Netflix Maestro Python SDK puts on the wire, with the standard library alone.

Usage: python3 sdk_client.py http://127.0.0.1:8080. Prints a line for each scenario; the exit code is 1 when one fails.
"""

import http.client
import json
import sys
import threading
import time
from urllib.parse import urlsplit

TERMINAL = {"TIMED_OUT", "STOPPED", "FAILED", "SUCCEEDED"}


class Client:
    """A connection a call, no Accept, a content type on every call, the answer read whatever its status is."""

    def __init__(self, base_url, user):
        base = urlsplit(base_url)
        self.address = (base.hostname, base.port)
        self.user = user

    def call(self, method, path, body=None, kind="application/json"):
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        try:
            connection.request(method, path, body=None if body is None else body.encode(),
                               headers={"user": self.user, "Content-Type": kind})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return {"status_code": response.status, "response": text}

    def push(self, yaml):
        return self.call("POST", "/api/v3/workflows/yaml", yaml, "application/yaml")

    def validate(self, yaml):
        return self.call("PUT", "/api/v3/workflows/actions/validate/yaml", yaml, "application/yaml")

    def start(self, workflow, version="default", initiator=None, run_params=None):
        body = {"initiator": initiator or {"type": "manual"}}
        if run_params is not None:
            body["run_params"] = run_params
        return self.call("POST", f"/api/v3/workflows/{workflow}/versions/{version}/actions/start", json.dumps(body))

    def stop(self, workflow, instance=None, step=None):
        path = f"/api/v3/workflows/{workflow}"
        if instance is not None:
            path += f"/instances/{instance}"
        if step is not None:
            path += f"/steps/{step}"
        return self.call("PUT", path + "/actions/stop")

    def get_workflow(self, workflow, version="default", enriched=False):
        return self.call("GET", f"/api/v3/workflows/{workflow}/versions/{version}?enriched={enriched}")

    def get_instance(self, workflow, instance, run=None, step=None, attempt=None):
        path = f"/api/v3/workflows/{workflow}/instances/{instance}"
        if run is not None:
            path += f"/runs/{run}"
        if step is not None:
            path += f"/steps/{step}"
        if attempt is not None:
            path += f"/attempts/{attempt}"
        return self.call("GET", path)


def watch(client, workflow, instance, interval=0.05, limit=30):
    """The changes that a person sees, and how it ends: a status, or NOT_FOUND."""
    seen, changes, until = {}, [], time.monotonic() + limit
    pause = threading.Event()
    while time.monotonic() < until:
        view = client.get_instance(workflow, instance)
        if view.get("status") == "NOT_FOUND":
            return changes, "NOT_FOUND"
        info = view.get("aggregated_info", {})
        for step, state in info.get("step_aggregated_views", {}).items():
            status = state.get("status")
            if status != "NOT_CREATED" and seen.get(step) != status:
                seen[step] = status
                changes.append((step, status))
        if info.get("workflow_instance_status", "UNKNOWN") in TERMINAL:
            return changes, info["workflow_instance_status"]
        pause.wait(interval)
    raise AssertionError(f"{workflow} {instance} goes on: {seen}")


def equal(found, expected):
    if found != expected:
        raise AssertionError(f"{found!r} is not {expected!r}")


PARAMS = """\
Workflow:
  id: py.params
  name: Täglich
  owner: ann
  run_strategy: parallel
  workflow_concurrency: 4
  timeout: 2 hours
  criticality: low
  tags:
  - sdk
  jobs:
  - job:
      id: load
      tags: []
      transition: []
      rows<long>: 3
      type: NoOp
  - job:
      id: last
      tags: []
      transition: []
      type: noop
  dag: sequential
  s: text
  l: 3
  d: 1.5
  b: true
  sa: [a]
  la: [1]
  da: [1.5]
  ba: [true]
  none: []
  sm: {k: v}
  m: {k: 1}
  x: 1
  '!when<long>(immutable)': System.currentTimeMillis()
"""

TYPES = {"s": "STRING", "l": "LONG", "d": "DOUBLE", "b": "BOOLEAN", "sa": "STRING_ARRAY", "la": "LONG_ARRAY",
         "da": "DOUBLE_ARRAY", "ba": "BOOLEAN_ARRAY", "none": "STRING_ARRAY", "sm": "STRING_MAP", "m": "MAP",
         "when": "LONG"}

LOOPS = """\
Workflow:
  id: py.loops
  owner: ann
  tags: []
  jobs:
  - foreach:
      id: fan
      tags: []
      transition: [again]
      loop_params: {i: [1, 2]}
      jobs:
      - job: {id: leaf, tags: [], transition: [], type: NoOp}
      concurrency: 5
      ranges: {}
  - while:
      id: again
      tags: []
      transition: [call]
      loop_params: {j: 0}
      jobs:
      - job: {id: body, tags: [], transition: [], '!j<long>': j + 1, type: NoOp}
      condition: j < 2
  - subworkflow:
      id: call
      tags: []
      transition: []
      workflow_id: py.child
      workflow_version: latest
      sync: false
"""


def simple(workflow, job):
    return (f"Workflow:\n  id: {workflow}\n  owner: ann\n  run_strategy: parallel\n  tags: []\n  jobs:\n"
            f"  - job:\n      id: only\n      tags: []\n      transition: []\n{job}")


NOOP = "      type: NoOp\n"
SLEEP = "      sleep_seconds: 600\n      type: Sleep\n"


def types_of_params_and_chained_jobs(client):
    pushed = client.push(PARAMS)["workflow_definition"]
    equal(sorted(pushed), sorted(["properties_snapshot", "metadata", "workflow", "is_active", "activate_time",
                                  "activated_by", "is_latest", "is_default", "internal_id", "modify_time"]))
    params = pushed["workflow"]["params"]
    equal({name: params[name]["type"] for name in TYPES}, TYPES)
    equal(params["when"]["mode"], "IMMUTABLE")
    equal(pushed["workflow"]["name"], "Täglich")
    equal(pushed["workflow"]["steps"][0]["step"]["transition"], {"successors": {"last": "true"}})
    equal(pushed["workflow"]["steps"][1]["step"]["params"], {})
    equal(pushed["properties_snapshot"]["run_strategy"], {"rule": "PARALLEL", "workflow_concurrency": 4})
    equal(pushed["properties_snapshot"]["step_concurrency"], 20)
    equal(pushed["is_active"], True)


def validation_changes_nothing(client):
    told = client.validate(simple("py.valid", NOOP))
    equal((told["type"], told["action"], told["author"]), ("ACTION", "VALIDATE", "ann"))
    equal(client.get_workflow("py.valid")["status"], "NOT_FOUND")


def a_run_with_params_is_watched_and_read(client):
    started = client.start("py.params", run_params={"x": {"value": 5, "type": "LONG"}})
    equal(sorted(started), sorted(["workflow_id", "workflow_version_id", "workflow_instance_id", "workflow_run_id",
                                   "workflow_uuid", "status", "timeline_event"]))
    equal(started["status"], "CREATED")
    n = started["workflow_instance_id"]
    changes, end = watch(client, "py.params", n)
    equal(end, "SUCCEEDED")
    equal({step for step, _ in changes}, {"load", "last"})
    view = client.get_instance("py.params", n)
    equal(view["params"]["x"]["evaluated_result"], 5)
    equal({step: state["status"] for step, state in view["aggregated_info"]["step_aggregated_views"].items()},
          {"load": "SUCCEEDED", "last": "SUCCEEDED"})
    equal(client.get_instance("py.params", n, run=1)["status"], "SUCCEEDED")
    equal(client.get_instance("py.params", n, run="latest")["status"], "SUCCEEDED")
    equal(client.get_instance("py.params", n, step="load")["runtime_state"]["status"], "SUCCEEDED")
    equal(client.get_instance("py.params", n, 1, "load", 1)["signal_outputs"], {})
    equal(client.get_instance("py.params", n, 1, "load", "latest")["step_attempt_id"], 1)


def what_is_not_there_has_its_code_as_its_status(client):
    equal(watch(client, "py.params", 99), ([], "NOT_FOUND"))
    for answer in (client.get_instance("py.none", 1), client.get_workflow("py.none"), client.start("py.none"),
                   client.get_instance("py.params", 1, step="none"), client.stop("py.params", 99)):
        equal(answer["status"], "NOT_FOUND")
        assert answer["message"]


def stopping_at_three_levels(client):
    client.push(simple("py.stop", SLEEP))
    first, second, third = (client.start("py.stop")["workflow_instance_id"] for _ in range(3))
    stopped = client.stop("py.stop", first)
    equal(stopped["workflow_instance_id"], first)
    assert "completed" in stopped
    equal(watch(client, "py.stop", first)[1], "STOPPED")
    while client.get_instance("py.stop", second, step="only").get("runtime_state", {}).get("status") != "RUNNING":
        pass
    equal(client.stop("py.stop", second, "only")["step_id"], "only")
    equal(watch(client, "py.stop", second)[1], "STOPPED")
    equal(client.stop("py.stop", second, "only")["status"], "BAD_REQUEST")
    everything = client.stop("py.stop")
    equal((everything["type"], everything["action"]), ("ACTION", "STOP"))
    equal(watch(client, "py.stop", third)[1], "STOPPED")
    client.push(simple("py.done", NOOP))
    done = client.start("py.done")["workflow_instance_id"]
    equal(watch(client, "py.done", done)[1], "SUCCEEDED")
    equal(client.stop("py.done", done)["status"], "BAD_REQUEST")


def flags_are_written_in_capitals(client):
    equal("enriched_extras" in client.get_workflow("py.params", enriched=True), True)
    equal("enriched_extras" in client.get_workflow("py.params", version="latest", enriched=False), False)


def loops_and_calls_run(client):
    client.push(simple("py.child", NOOP))
    steps = client.push(LOOPS)["workflow_definition"]["workflow"]["steps"]
    equal([next(iter(step)) for step in steps], ["foreach", "while", "subworkflow"])
    equal(steps[2]["subworkflow"]["params"]["subworkflow_version"]["value"], "latest")
    n = client.start("py.loops")["workflow_instance_id"]
    equal(watch(client, "py.loops", n)[1], "SUCCEEDED")
    loop = client.get_instance("py.loops", n, step="fan")["artifacts"]["maestro_foreach"]
    equal(loop["foreach_overview"]["stats"], {"SUCCEEDED": 2})


def what_cannot_be_pushed_says_why(client):
    bad = {"jobs: []": "Workflow: {id: py.bad, owner: a, tags: [], jobs: []}",
           "type": "Workflow: {id: py.bad, owner: a, tags: [], jobs: [job: {id: a, type: Odd}]}",
           "syntax": "Workflow: ["}
    for what, yaml in bad.items():
        for answer in (client.push(yaml), client.validate(yaml)):
            equal((what, answer["status"]), (what, "BAD_REQUEST"))
            assert answer["message"]
    assert client.push(bad["jobs: []"])["errors"][0].startswith("workflow.steps ")


SCENARIOS = [types_of_params_and_chained_jobs, validation_changes_nothing, a_run_with_params_is_watched_and_read,
             what_is_not_there_has_its_code_as_its_status, stopping_at_three_levels, flags_are_written_in_capitals,
             loops_and_calls_run, what_cannot_be_pushed_says_why]


def main():
    client = Client(sys.argv[1], "ann")
    failed = False
    for scenario in SCENARIOS:
        try:
            scenario(client)
            print("ok", scenario.__name__)
        except (AssertionError, KeyError, OSError) as problem:
            failed = True
            print("FAILED", scenario.__name__, repr(problem))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
