package maestro.server.config;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Every setting with its default and bounds; the table in docs/configuration.md is made from this list. */
final class Keys {
    static final Key<String> HOST = Key.of("server.host", "host name or address", "127.0.0.1", Parse::text,
            "Where to listen. Other machines reach the server only at one of its outer addresses or 0.0.0.0.");
    static final Key<Integer> PORT = Key.of("server.port", "0..65535", "8080", Parse.number(0, 65535),
            "Port to listen on; 0 takes any free one.");
    static final Key<List<String>> ALLOWED_HOSTS = Key.of("server.allowed-hosts",
            "names, comma-separated or a list", "", Parse::hostNames,
            "Names besides localhost and server.host under which browsers and clients may call this server; `*` allows "
                    + "any. Addresses are always allowed.");
    static final Key<String> BASE_PATH = Key.of("server.base-path", "path such as /maestro", "", Parse::basePath,
            "Path below which a reverse proxy shows this server. The API and the web UI answer below it and, for "
                    + "proxies that cut it off, without it.");
    static final Key<Integer> BODY_LIMIT = Key.of("server.body-limit", "size, 1KiB..2MiB", "2MiB",
            Parse.size(1024, 2 << 20), "Largest request body; more is answered with 413.");
    static final Key<Integer> MAX_CONNECTIONS = Key.of("server.max-connections", "1..1000000", "8192",
            Parse.number(1, 1_000_000), "Connections open at once; more wait to be accepted.");
    static final Key<Duration> IDLE_TIMEOUT = Key.of("server.idle-timeout", "duration, PT1S..PT1H", "PT5M",
            Parse.duration(ofSeconds(1), Duration.ofHours(1)), "A connection without a request is closed after this.");
    static final Key<Duration> STOP_GRACE = Key.of("server.stop-grace", "duration, PT0S..PT10M", "PT10S",
            Parse.duration(Duration.ZERO, ofMinutes(10)), "How long a stopping server lets open requests finish.");
    static final Key<Path> TLS_CERT = Key.open("server.tls.cert", "path", "none: plain HTTP", Parse::path,
            "Certificate that the server shows, with those between it and its authority, as PEM. A new one is taken within "
                    + "half a minute, without a restart.");
    static final Key<Path> TLS_KEY = Key.open("server.tls.key", "path", "none", Parse::path,
            "Private key of server.tls.cert, as unencrypted PEM.");
    static final Key<Path> DATA_DIR = Key.open("data.dir", "path",
            "`$XDG_DATA_HOME/maestro`, else `~/.local/share/maestro`", Parse::path,
            "Folder of the embedded database and of the node's own files.");
    static final Key<String> DATABASE_URL = Key.open("database.url", "JDBC URL", "the embedded PostgreSQL",
            Parse::jdbcUrl, "A PostgreSQL 15 or newer to use instead of the embedded one.");
    static final Key<String> DATABASE_USER = Key.open("database.user", "text", "none", Parse::text,
            "User for database.url.");
    static final Key<String> DATABASE_PASSWORD = Key.open("database.password", "text", "none", Parse::verbatim,
            "Password for database.url.").asSecret();
    static final Key<Integer> DATABASE_POOL = Key.of("database.pool-size", "2..200", "12", Parse.number(2, 200),
            "Connections for reads and commits; lease renewal has its own besides.");
    static final Key<String> NODE_ID = Key.open("node.id", "name", "made once and kept in data.dir", Parse::label,
            "Name of this node; the same after a restart, different from every other node's.");
    static final Key<Duration> NODE_LEASE = Key.of("node.lease", "duration, PT1S..PT5M", "PT5S",
            Parse.duration(ofSeconds(1), ofMinutes(5)),
            "How long others wait for a silent node before they take its shards.");
    static final Key<String> CLUSTER_ADDRESS = Key.open("cluster.address", "http or https URL",
            "server.host and server.port; an address of this machine where the host is 0.0.0.0", Parse::nodeUrl,
            "Where other nodes of the same database reach this one.");
    static final Key<String> CLUSTER_SECRET = Key.open("cluster.secret", "text, 16 characters or more",
            "made by the first node and kept in the database", Parse::sharedSecret,
            "What nodes sign their calls to each other with; the same on all of them.").asSecret();
    static final Key<Path> CLUSTER_CA = Key.open("cluster.ca", "path", "the authorities that the JDK knows", Parse::path,
            "Certificates of the authority that signed those of the other nodes, as PEM, for https between nodes.");
    static final Key<String> AUTH_MODE = Key.open("auth.mode", "none or tokens",
            "none when server.host is a loopback address, else tokens", Parse.oneOf("none", "tokens"),
            "Whether callers must prove who they are. With none everybody may do everything, and the user header says who.");
    static final Key<Duration> AUTH_TOKEN_MAX = Key.of("auth.token-max", "duration, PT1H..P3650D", "P365D",
            Parse.duration(Duration.ofHours(1), Duration.ofDays(3650)), "The longest life of a token.");
    static final Key<Path> AUTH_BOOTSTRAP = Key.open("auth.bootstrap-token-file", "path",
            "`admin-token` in data.dir, once, while nobody administers everything", Parse::path,
            "File with a token of user:admin, taken at each start; where it is absent or empty, a new token is written "
                    + "into it.");
    static final Key<List<String>> AUTH_OPEN = Key.open("auth.open", "metrics, docs, comma-separated or a list",
            "metrics, docs when server.host is a loopback address, else none", Parse.someOf("metrics", "docs"),
            "What needs no token besides health, version, the files of the web UI and logging in.");
    static final Key<Boolean> SHELL_ENABLED = Key.open("steps.shell.enabled", "true or false",
            "true when server.host is a loopback address", Parse::flag,
            "Whether Shell steps may run scripts on this host.");
    static final Key<Integer> SHELL_PROCESSES = Key.of("steps.shell.max-processes", "1..10000", "32",
            Parse.number(1, 10_000), "Shell processes at once on this node; others wait.");
    static final Key<List<String>> SHELL_ENV_ALLOW = Key.of("steps.shell.env-allow", "names, comma-separated or a list",
            "", Parse::names,
            "Variables of the server's environment that Shell steps see besides PATH, HOME, LANG, TZ and USER.");
    static final Key<List<String>> HTTP_ALLOW = Key.of("steps.http.allow",
            "hosts, comma-separated or a list", "", Parse::hosts,
            "Hosts that Http steps may call: names and addresses; none allows no host. A range such as 10.0.0.0/8 lets "
                    + "listed names lead to these inner addresses.");
    static final Key<Duration> HTTP_CONNECT = Key.of("steps.http.connect-timeout", "duration, PT0.1S..PT10M", "PT30S",
            Parse.duration(ofMillis(100), ofMinutes(10)), "How long an Http step tries to connect.");
    static final Key<Duration> HTTP_SEND = Key.of("steps.http.send-timeout", "duration, PT0.1S..PT1H", "PT30S",
            Parse.duration(ofMillis(100), Duration.ofHours(1)),
            "How long an Http step waits for the headers of a response, and for more of its body.");
    static final Key<Integer> HTTP_RESPONSE = Key.of("steps.http.max-response-size", "size, 1KiB..16MiB", "1MiB",
            Parse.size(1024, 16 << 20), "Longest response body that an Http step takes; a longer one is fatal.");
    static final Key<Duration> HTTP_POLL = Key.of("steps.http.poll-delay", "duration, PT0.1S..PT1H", "PT3S",
            Parse.duration(ofMillis(100), Duration.ofHours(1)),
            "How long an Http step waits before it repeats a request for which state_expr says CONTINUE.");
    static final Key<Integer> LOG_HEAD = Key.of("steps.log.head-bytes", "size, 4KiB..256MiB", "1MiB",
            Parse.size(4096, 256 << 20), "How much of the beginning of an attempt's output is kept.");
    static final Key<Integer> LOG_TAIL = Key.of("steps.log.tail-bytes", "size, 4KiB..256MiB", "1MiB",
            Parse.size(4096, 256 << 20), "How much of the end of an attempt's output is kept.");
    static final Key<Duration> CANCEL_GRACE = Key.of("steps.cancel-grace", "duration, PT0.1S..PT10M", "PT10S",
            Parse.duration(ofMillis(100), ofMinutes(10)),
            "How long a stopped or timed-out step may take to end before it is ended by force.");
    static final Key<Duration> RETRY_DELAY = Key.of("steps.retry-delay", "duration, PT1S..PT1H", "PT1M",
            Parse.duration(ofSeconds(1), Duration.ofHours(1)),
            "How long a Shell step waits before its first retry where its definition does not say; it doubles each "
                    + "time. `run` and `dev` take PT1S.");
    static final Key<Duration> EVALUATION_TIMEOUT = Key.of("evaluation.timeout", "duration, PT0.1S..PT10M", "PT2M",
            Parse.duration(ofMillis(100), ofMinutes(10)),
            "How long one evaluation of params or a condition may take, waiting for a thread included.");
    static final Key<Integer> EVALUATION_THREADS = Key.open("evaluation.threads", "2..64",
            "the number of processors, from 2 to 8", Parse.number(2, 64),
            "Threads for expressions that take long; each may hold up to 100 MB of values.");
    static final Key<Integer> ITERATIONS = Key.of("engine.max-iterations", "1..100000000", "25000",
            Parse.number(1, 100_000_000), "Iterations of one foreach or while step; one that would have more fails.");
    static final Key<Integer> LEAF_STEPS = Key.of("engine.max-leaf-steps", "1..1000000000", "1000000",
            Parse.number(1, 1_000_000_000),
            "Leaf steps of a run with all its loops and called workflows; a run that gets more is stopped.");
    static final Key<Integer> CATCH_UP = Key.open("triggers.catch-up-max", "0..1000000", "all",
            Parse.number(0, 1_000_000),
            "How many ticks that were missed while no server ran a time trigger makes up for: the newest so many.");
    static final Key<Integer> SHARDS = Key.of("engine.shards", "1..1024", "64", Parse.number(1, 1024),
            "Number of shards; read only when a database is initialised, fixed from then on.");

    static final Key<Duration> EVENT_RETENTION = Key.of("engine.event-retention", "duration, PT1H..P3650D", "P7D",
            Parse.duration(Duration.ofHours(1), Duration.ofDays(3650)),
            "How long the events of runs are kept for those who read them later; status, params and logs stay.");

    static final Key<List<String>> METRICS_WORKFLOWS = Key.of("metrics.workflows",
            "workflow ids, comma-separated or a list", "", Parse::names,
            "Workflows whose last success `/metrics` shows; each makes a series of its own.");

    static final List<Key<?>> ALL = List.of(
            HOST, PORT, ALLOWED_HOSTS, BASE_PATH, BODY_LIMIT, MAX_CONNECTIONS, IDLE_TIMEOUT, STOP_GRACE,
            TLS_CERT, TLS_KEY,
            DATA_DIR,
            DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD, DATABASE_POOL,
            NODE_ID, NODE_LEASE, CLUSTER_ADDRESS, CLUSTER_SECRET, CLUSTER_CA,
            AUTH_MODE, AUTH_TOKEN_MAX, AUTH_BOOTSTRAP, AUTH_OPEN,
            SHELL_ENABLED, SHELL_PROCESSES, SHELL_ENV_ALLOW,
            HTTP_ALLOW, HTTP_CONNECT, HTTP_SEND, HTTP_RESPONSE, HTTP_POLL,
            LOG_HEAD, LOG_TAIL, CANCEL_GRACE, RETRY_DELAY,
            EVALUATION_TIMEOUT, EVALUATION_THREADS,
            ITERATIONS, LEAF_STEPS, CATCH_UP,
            SHARDS, EVENT_RETENTION, METRICS_WORKFLOWS);

    private Keys() {}

    /** The table of docs/configuration.md. */
    static String markdown() {
        var table = new StringBuilder("| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |\n");
        for (Key<?> key : ALL) {
            String fallback = key.fallback()
                    .map(text -> text.isEmpty() ? "none" : "`" + text + "`")
                    .orElse(key.fallbackText());
            table.append("| `%s`<br>`%s` | %s | %s | %s%s |%n".formatted(key.name(), key.variable(), key.shape(),
                    fallback, key.about(), key.secret() ? " Secret." : ""));
        }
        return table.toString();
    }
}
