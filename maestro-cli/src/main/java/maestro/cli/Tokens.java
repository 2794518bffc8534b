package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokens that {@code maestro login} keeps: one a server, in a file that its owner alone can read. The variable
 * {@code MAESTRO_TOKEN}, or the file that {@code MAESTRO_TOKEN_FILE} names, goes before it.
 */
final class Tokens {
    private final Path file;

    Tokens(Map<String, String> env) {
        String config = env.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = config.startsWith("/")
                ? Path.of(config)
                : Path.of(env.getOrDefault("HOME", System.getProperty("user.home", ".")), ".config");
        file = folder.resolve("maestro").resolve("tokens.json");
    }

    /** The token for calls of a server; empty: none is known. @throws CliFailure USAGE for a file that cannot be read */
    static Optional<String> of(URI server, Map<String, String> env) {
        String given = env.getOrDefault("MAESTRO_TOKEN", "").strip();
        if (!given.isEmpty()) return Optional.of(given);
        String named = env.getOrDefault("MAESTRO_TOKEN_FILE", "");
        if (!named.isBlank()) return Optional.of(read(Path.of(named)).strip());
        return new Tokens(env).kept(server);
    }

    Path file() {
        return file;
    }

    private Optional<String> kept(URI server) {
        if (!Files.exists(file)) return Optional.empty();
        return Optional.of(all().path(server.toString()).asString("")).filter(text -> !text.isEmpty());
    }

    void keep(URI server, String token) {
        write(all().put(server.toString(), token));
    }

    /** @return whether one was kept */
    boolean forget(URI server) {
        var all = all();
        boolean known = all.remove(server.toString()) != null;
        if (known) write(all);
        return known;
    }

    private ObjectNode all() {
        if (!Files.exists(file)) return Json.object();
        if (Json.parseOr(read(file), Json.object()) instanceof ObjectNode object) return object;
        throw new CliFailure(Exit.USAGE, "the file " + file + " holds no tokens", "Delete it, and log in again.");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + e.getMessage(), "");
        }
    }

    private void write(ObjectNode all) {
        try {
            Files.createDirectories(file.getParent());
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path fresh = Files.createTempFile(file.getParent(), "tokens", ".json", owner);
            Files.writeString(fresh, Json.pretty(all), UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CliFailure(Exit.USAGE, "cannot write " + file + ": " + e.getMessage(), "");
        }
    }
}
