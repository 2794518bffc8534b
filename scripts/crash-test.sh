#!/bin/sh
# Kills a server with 200 runs under way and starts it again, 20 times (or $1): every run must end, and end well.
# Fails when a run is lost or ends otherwise, or when the ends take more than 10 s after the first answer.
set -eu
exec "$(dirname "$0")/bench.sh" --kills "${1:-20}" warmup recover
