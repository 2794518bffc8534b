# For other scripts to read: where Java is.

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
    echo "needs a JDK 25 or newer; set MAESTRO_JAVA_HOME to its folder" >&2
    exit 1
}
