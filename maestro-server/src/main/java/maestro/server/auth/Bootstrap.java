package maestro.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import maestro.model.auth.AccessToken;
import maestro.model.auth.Grant;
import maestro.model.auth.Role;
import maestro.model.auth.Scope;
import maestro.model.auth.Verb;
import maestro.runtime.store.AccessStore;
import maestro.runtime.store.AccessStore.Deed;
import maestro.runtime.store.AccessStore.Token;

/**
 * The first way in: a token of {@code user:admin} in a file that its owner alone can read. It is made when nobody
 * administers everything yet; a file that the operator names is taken at each start, so that who lost all tokens gets in
 * again.
 */
public final class Bootstrap {
    private static final String ADMIN = "user:admin";
    private static final Duration LIFE = Duration.ofDays(90);

    private final AccessStore store;
    private final InstantSource clock;

    public Bootstrap(AccessStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param named with a token, or absent or empty: one is written into it
     * @param usual where the first token of a new database is written
     * @return the file that the operator finds a new token in
     * @throws IllegalStateException when the file cannot be read or written, or holds something else
     */
    public Optional<Path> run(Optional<Path> named, Path usual) {
        if (named.isPresent()) return taken(named.get());
        boolean administered = store.grants().stream().anyMatch(grant ->
                grant.role().verbs().contains(Verb.TOKEN) && grant.scope().equals(Scope.ALL));
        return administered ? Optional.empty() : Optional.of(written(usual));
    }

    private Optional<Path> taken(Path file) {
        String text = read(file);
        if (text.isEmpty()) return Optional.of(written(file));
        if (!(AccessToken.read(text) instanceof AccessToken.Reading.Token(var token)))
            throw new IllegalStateException("the file " + file + " holds no token of the form mst_…;"
                    + " empty it, and the server writes one into it");
        if (store.token(token.id()).isEmpty()) add(token);
        return Optional.empty();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, US_ASCII).strip() : "";
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the admin's token from " + file + ": " + e.getMessage(), e);
        }
    }

    private Path written(Path file) {
        var token = AccessToken.make(new SecureRandom());
        try {
            if (file.getParent() != null) Files.createDirectories(file.getParent());
            if (!Files.exists(file))
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token.reveal() + "\n", US_ASCII,
                    StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write the admin's token to " + file + ": " + e.getMessage(), e);
        }
        add(token);
        return file;
    }

    private void add(AccessToken token) {
        long now = clock.millis();
        var all = new Grant(ADMIN, Role.ADMIN, Scope.ALL);
        store.grant(all, deed(now, "grant", ADMIN, all.words()));
        store.add(
                new Token(token.id(), token.hash(), ADMIN, Optional.empty(), "first token", now, now + LIFE.toMillis(), 0),
                deed(now, "token-create", token.id(), ADMIN));
    }

    private static Deed deed(long now, String verb, String target, String detail) {
        return new Deed(0, now, ADMIN, "start of the server", "", verb, target, "DONE", detail);
    }
}
