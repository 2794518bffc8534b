package maestro.store;

/**
 * Where the database is and how many connections to hold.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host:port/name}
 * @param commitConnections commits under way at once, 1..100
 * @param readConnections queries under way at once, 1..100
 * @param shards shards of a new database, 1..4096; one that exists keeps its number
 */
public record DatabaseConfig(
        String url, String user, String password, int commitConnections, int readConnections, int shards) {
    public static final int DEFAULT_SHARDS = 64;

    public DatabaseConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("database url must start with jdbc:postgresql: but is " + url);
        }
        within("commitConnections", commitConnections, 100);
        within("readConnections", readConnections, 100);
        within("shards", shards, 4096);
    }

    /** A database with the usual numbers: 4 commits and 8 reads at once, 64 shards. */
    public static DatabaseConfig of(String url, String user, String password) {
        return new DatabaseConfig(url, user, password, 4, 8, DEFAULT_SHARDS);
    }

    private static void within(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " must be within 1.." + max + " but is " + value);
        }
    }

    /** Without the password, so that it may be logged. */
    @Override
    public String toString() {
        return "DatabaseConfig[url=" + url + ", user=" + user + ", shards=" + shards + "]";
    }
}
