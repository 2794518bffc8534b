package maestro.server.config;

/**
 * One setting in force and where it came from.
 *
 * @param shown the value as people may see it: secrets are masked
 * @param where such as {@code default}, {@code maestro.yaml:3}, {@code MAESTRO_SERVER_PORT} or {@code flag}
 */
public record Origin(String key, String shown, String where) {}
