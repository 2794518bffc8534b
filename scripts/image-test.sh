#!/bin/sh
# Builds the container image without Docker and without its base, looks at what is in it, and starts its command from
# its own layers on the JDK of this machine and a database of its own. Needs python3, 3.11.4 or newer.
set -eu

home=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P)
. "$home/scripts/find-java.sh"
java=$(find_java)
work=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT
fail() {
    echo "image: $1" >&2
    exit 1
}

mvn -q -B -ntp -f "$home/pom.xml" -Pimage -Dimage.goal=buildTar -Dimage.base=scratch -pl maestro-cli -am \
    -Dmaven.test.skip=true package >&2

# What the image says of itself, a word a line; its layers are put on top of each other as a container would have them.
python3 - "$home/maestro-cli/target/jib-image.tar" "$work" <<'PYTHON'
import json, sys, tarfile
image, work = sys.argv[1:]
tarfile.open(image).extractall(work + "/image", filter="data")
manifest = json.load(open(work + "/image/manifest.json"))[0]
config = json.load(open(work + "/image/" + manifest["Config"]))["config"]
for layer in manifest["Layers"]:
    tarfile.open(work + "/image/" + layer).extractall(work + "/root", filter="data")
assert config["User"] == "1000:1000", config
assert config["ExposedPorts"] == {"8080/tcp": {}}, config
assert "MAESTRO_SERVER_HOST=0.0.0.0" in config["Env"], config
assert config["Entrypoint"][0] == "java" and config["Cmd"] == ["server"], config
with open(work + "/command", "w") as command:
    command.write("\n".join(config["Entrypoint"][1:] + config["Cmd"]) + "\n")
with open(work + "/environment", "w") as environment:
    environment.write("\n".join(config["Env"]) + "\n")
PYTHON
[ -s "$work/root/app/jib-classpath-file" ] || fail "there is no class path in it"
for jar in maestro-server maestro-store postgresql; do
    ls "$work/root/app/libs/" | grep -q "^$jar-" || fail "there is no $jar in it"
done

# The paths of the image, below the folder that stands for its root.
sed "s|/app/|$work/root/app/|g" "$work/root/app/jib-classpath-file" > "$work/classpath"
set --
while read -r word; do
    case $word in
        @/app/jib-classpath-file) word=@$work/classpath ;;
    esac
    set -- "$@" "$word"
done < "$work/command"
while read -r setting; do
    case $setting in
        MAESTRO_*) export "${setting?}" ;;
    esac
done < "$work/environment"
# Where the image would be given a database and its port: the embedded one, and any free port.
export MAESTRO_DATA_DIR="$work/data" MAESTRO_SERVER_PORT=0

"$java" "$@" > "$work/out" 2>&1 &
server=$!
for _ in $(seq 300); do
    grep -q 'ready at' "$work/out" && break
    kill -0 "$server" 2>/dev/null || { cat "$work/out" >&2; fail "its command ended"; }
    sleep 0.2
done
grep 'ready at' "$work/out" || { cat "$work/out" >&2; fail "its command did not get ready"; }
kill "$server"
code=0
wait "$server" || code=$?
server=
[ "$code" -eq 0 ] || { cat "$work/out" >&2; fail "stopped with $code"; }
echo "image: layers, command and a clean stop are as they should be"
