#!/bin/sh
# Builds the benchmarks and plays scenarios: scripts/bench.sh warmup chain:100 throughput   (no arguments: its usage)
# JMH kernels: scripts/bench.sh jmh [JMH options]
set -eu

home=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P)

# A JDK 25 or newer: the one named, or the one Maven's toolchain selection would find in the usual places.
find_java() {
    for folder in "${MAESTRO_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
        [ -x "$folder/bin/java" ] && [ -r "$folder/release" ] || continue
        major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$folder/release")
        if [ "${major:-0}" -ge 25 ]; then
            echo "$folder/bin/java"
            return
        fi
    done
    echo "bench: needs a JDK 25 or newer; set MAESTRO_JAVA_HOME to its folder" >&2
    exit 1
}

java=$(find_java)
mvn -q -B -ntp -f "$home/pom.xml" -pl maestro-bench -am -Dmaven.test.skip=true package >&2

main=maestro.bench.Bench
if [ "${1:-}" = jmh ]; then
    shift
    main=org.openjdk.jmh.Main
fi
exec "$java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$home/maestro-bench/target/classes:$home/maestro-bench/target/lib/*" "$main" "$@"
