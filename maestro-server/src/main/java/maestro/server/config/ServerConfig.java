package maestro.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of a server, checked. Read once, before anything is opened. Immutable.
 *
 * @param metricsWorkflows whose last success is a metric
 */
public record ServerConfig(Http http, Auth auth, Path dataDir, Database database, Node node, Cluster cluster, Steps steps,
        Evaluation evaluation, Limits limits, int shards, Duration eventRetention, List<String> metricsWorkflows) {
    /**
     * @param port 0: any free one
     * @param allowedHosts names under which it may be called besides {@code host} and localhost; {@code *}: any
     * @param basePath below which a proxy shows it; empty: none
     * @param tls empty: plain HTTP
     */
    public record Http(
            String host, int port, List<String> allowedHosts, String basePath, int bodyBytesMax, int connectionsMax,
            Duration idle, Duration stopGrace, Optional<Tls> tls) {
        /** With one more allowed name. */
        Http allowing(String name) {
            var names = new ArrayList<>(allowedHosts);
            names.add(name);
            return new Http(host, port, names, basePath, bodyBytesMax, connectionsMax, idle, stopGrace, tls);
        }
    }

    /** Files of a certificate and its private key. */
    public record Tls(Path cert, Path key) {}

    /**
     * Who may call.
     *
     * @param tokens whether callers must show a token
     * @param tokenMax the longest life of one
     * @param bootstrap file with an admin's token
     * @param open what needs none: {@code metrics}, {@code docs}
     */
    public record Auth(boolean tokens, Duration tokenMax, Optional<Path> bootstrap, List<String> open) {}

    /** @param url empty: the embedded PostgreSQL in the data folder; {@code toString} hides the password */
    public record Database(Optional<String> url, Optional<String> user, Optional<String> password, int poolSize) {
        @Override
        public String toString() {
            return "Database[" + (url.isPresent() ? "external" : "embedded") + ", poolSize=" + poolSize + "]";
        }
    }

    /** @param id empty: made once and kept in the data folder */
    public record Node(Optional<String> id, Duration lease) {}

    /**
     * @param address where other nodes reach this one; empty: where it listens
     * @param secret empty: the one that the database keeps
     * @param ca authority of the other nodes' certificates; empty: those that the JDK knows
     */
    public record Cluster(Optional<String> address, Optional<String> secret, Optional<Path> ca) {
        @Override
        public String toString() {
            return "Cluster[" + address.orElse("") + "]";
        }
    }

    /**
     * @param timeout of one evaluation
     * @param threads empty: by the number of processors
     */
    public record Evaluation(Duration timeout, Optional<Integer> threads) {}

    /**
     * @param iterations of one loop step; {@code leafSteps} of one tree of runs
     * @param catchUpMax missed ticks of a time trigger that are made up for; empty: all
     */
    public record Limits(int iterations, int leafSteps, Optional<Integer> catchUpMax) {}

    /** @param retryDelay before the first retry of a script whose definition does not say */
    public record Steps(Shell shell, HttpCalls http, Logs logs, Duration cancelGrace, Duration retryDelay) {}

    /** @param envAllow variables of the server's environment that scripts see */
    public record Shell(boolean enabled, int processesMax, List<String> envAllow) {}

    /** @param allow hosts that Http steps may call, each an entry of {@code AllowList} */
    public record HttpCalls(
            List<String> allow, Duration connect, Duration send, int responseBytesMax, Duration pollDelay) {}

    public record Logs(int headBytes, int tailBytes) {}

    /** A configuration and where each of its values came from, in the order of docs/configuration.md. */
    public record Loaded(ServerConfig config, List<Origin> origins) {
        /** One line a setting: key, value, origin; secrets masked. */
        public String show() {
            int keys = width(origins.stream().map(Origin::key).toList());
            int values = Math.min(48, width(origins.stream().map(Origin::shown).toList()));
            var out = new StringBuilder();
            for (Origin origin : origins)
                out.append(("%-" + keys + "s  %-" + values + "s  # %s%n")
                        .formatted(origin.key(), origin.shown(), origin.where()));
            return out.toString();
        }

        private static int width(List<String> texts) {
            return texts.stream().mapToInt(String::length).max().orElse(1);
        }
    }

    /**
     * Reads all sources, the later ones winning: defaults, the file, the environment, the flags.
     *
     * @param env all variables of the process; those that are not settings are left alone
     * @param flags by key, such as {@code server.port}
     * @throws ConfigException with every problem found
     */
    public static Loaded load(Optional<Path> file, Map<String, String> env, Map<String, String> flags) {
        var read = Settings.read(file, env, flags);
        var http = http(read);
        Path dataDir = read.getOr(Keys.DATA_DIR, defaultDataDir(env));
        var database = database(read);
        var node = new Node(read.getOptional(Keys.NODE_ID), read.need(Keys.NODE_LEASE));
        var cluster = new Cluster(read.getOptional(Keys.CLUSTER_ADDRESS), read.getOptional(Keys.CLUSTER_SECRET),
                read.getOptional(Keys.CLUSTER_CA));
        var config = new ServerConfig(
                http,
                auth(read, http.host()),
                dataDir,
                database,
                node,
                cluster,
                steps(read, http.host()),
                new Evaluation(read.need(Keys.EVALUATION_TIMEOUT), read.getOptional(Keys.EVALUATION_THREADS)),
                new Limits(
                        read.need(Keys.ITERATIONS), read.need(Keys.LEAF_STEPS),
                        read.getOptional(Keys.CATCH_UP)),
                read.need(Keys.SHARDS),
                read.need(Keys.EVENT_RETENTION),
                read.need(Keys.METRICS_WORKFLOWS));
        return new Loaded(config.answeringToItsName(), read.finish());
    }

    /** Whether only this machine can reach it. */
    public boolean loopback() {
        return loopback(http.host());
    }

    /** Other nodes call it by the name in its address. */
    private ServerConfig answeringToItsName() {
        return cluster.address()
                .map(url -> URI.create(url).getHost())
                .map(name -> new ServerConfig(
                        http.allowing(name), auth, dataDir, database, node, cluster, steps, evaluation, limits, shards,
                        eventRetention, metricsWorkflows))
                .orElse(this);
    }

    private static Http http(Settings read) {
        return new Http(
                read.need(Keys.HOST),
                read.need(Keys.PORT),
                read.need(Keys.ALLOWED_HOSTS),
                read.need(Keys.BASE_PATH),
                read.need(Keys.BODY_LIMIT),
                read.need(Keys.MAX_CONNECTIONS),
                read.need(Keys.IDLE_TIMEOUT),
                read.need(Keys.STOP_GRACE),
                tls(read));
    }

    private static Optional<Tls> tls(Settings read) {
        var cert = read.getOptional(Keys.TLS_CERT);
        var key = read.getOptional(Keys.TLS_KEY);
        if (cert.isPresent() && key.isEmpty()) read.problem(Keys.TLS_CERT, "needs server.tls.key");
        if (key.isPresent() && cert.isEmpty()) read.problem(Keys.TLS_KEY, "needs server.tls.cert");
        return cert.isPresent() && key.isPresent() ? Optional.of(new Tls(cert.get(), key.get())) : Optional.empty();
    }

    private static Auth auth(Settings read, String host) {
        boolean tokens = !read.getOr(Keys.AUTH_MODE, loopback(host) ? "none" : "tokens").equals("none");
        return new Auth(
                tokens,
                read.need(Keys.AUTH_TOKEN_MAX),
                read.getOptional(Keys.AUTH_BOOTSTRAP),
                read.getOr(Keys.AUTH_OPEN, loopback(host) ? List.of("metrics", "docs") : List.of()));
    }

    private static Database database(Settings read) {
        var database = new Database(
                read.getOptional(Keys.DATABASE_URL),
                read.getOptional(Keys.DATABASE_USER),
                read.getOptional(Keys.DATABASE_PASSWORD),
                read.need(Keys.DATABASE_POOL));
        if (database.url().isEmpty() && database.user().isPresent())
            read.problem(Keys.DATABASE_USER, "has no meaning without database.url");
        if (database.url().isEmpty() && database.password().isPresent())
            read.problem(Keys.DATABASE_PASSWORD, "has no meaning without database.url");
        return database;
    }

    private static Steps steps(Settings read, String host) {
        return new Steps(
                new Shell(
                        read.getOr(Keys.SHELL_ENABLED, loopback(host)),
                        read.need(Keys.SHELL_PROCESSES),
                        read.need(Keys.SHELL_ENV_ALLOW)),
                new HttpCalls(
                        read.need(Keys.HTTP_ALLOW),
                        read.need(Keys.HTTP_CONNECT),
                        read.need(Keys.HTTP_SEND),
                        read.need(Keys.HTTP_RESPONSE),
                        read.need(Keys.HTTP_POLL)),
                new Logs(read.need(Keys.LOG_HEAD), read.need(Keys.LOG_TAIL)),
                read.need(Keys.CANCEL_GRACE),
                read.need(Keys.RETRY_DELAY));
    }

    private static Path defaultDataDir(Map<String, String> env) {
        String base = env.getOrDefault("XDG_DATA_HOME", "");
        Path folder = base.startsWith("/") ? Path.of(base) : Path.of(home(env), ".local", "share");
        return folder.resolve("maestro").toAbsolutePath().normalize();
    }

    private static String home(Map<String, String> env) {
        String home = env.getOrDefault("HOME", "");
        return home.isBlank() ? System.getProperty("user.home", ".") : home;
    }

    /** Whether only this machine can reach a server bound to that host; an unknown host counts as reachable. */
    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
