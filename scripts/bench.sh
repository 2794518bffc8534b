#!/bin/sh
# Builds the benchmarks and plays scenarios: scripts/bench.sh warmup chain:100 throughput   (no arguments: its usage)
# JMH kernels: scripts/bench.sh jmh [JMH options]
set -eu

home=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P)

. "$home/scripts/find-java.sh"
java=$(find_java)
mvn -q -B -ntp -f "$home/pom.xml" -pl maestro-bench -am -Dmaven.test.skip=true package >&2

main=maestro.bench.Bench
if [ "${1:-}" = jmh ]; then
    shift
    main=org.openjdk.jmh.Main
fi
exec "$java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$home/maestro-bench/target/classes:$home/maestro-bench/target/lib/*" "$main" "$@"
