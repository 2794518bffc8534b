package maestro.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What lies in a data folder: {@code pgdata}, the database; {@code password}, readable by the owner alone;
 * {@code postgres.log}; {@code lock}.
 */
record DataFolder(Path folder, Binaries binaries, Account account) {
    static final String USER = "maestro";
    private static final int PASSWORD_BYTES = 24;
    private static final long LOG_BYTES_MAX = 16 << 20;

    Path data() {
        return folder.resolve("pgdata");
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    /** Makes the folder, readable by its owner alone. */
    static Path create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return folder.toRealPath();
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    /** Initialises what is not yet there; what a crash left half done is thrown away. */
    void prepare() throws IOException {
        if (Files.exists(data())) {
            checkVersion();
            if (!Files.exists(passwordFile())) {
                throw new EmbeddedFailure("the file " + passwordFile() + " is missing: bring it back from a backup, or"
                        + " remove the folder " + folder + " to start anew without its data");
            }
        } else {
            initialise();
        }
        if (Files.exists(log()) && Files.size(log()) > LOG_BYTES_MAX) {
            Files.move(log(), folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void checkVersion() throws IOException {
        String version = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!version.equals(binaries.major())) {
            throw new EmbeddedFailure("the data folder " + folder + " was made by PostgreSQL " + version
                    + ", but this version of Maestro brings PostgreSQL " + binaries.major()
                    + ": dump it with the former version and restore it with this one, or choose another folder");
        }
    }

    private void initialise() throws IOException {
        Path half = folder.resolve("pgdata.new");
        Folders.delete(half);
        writePassword();
        own(passwordFile());
        var made = Command.run(
                folder,
                account.prefix(),
                binaries.program("initdb"),
                "--pgdata=" + half,
                "--username=" + USER,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C");
        if (!made.ok()) {
            Folders.delete(half);
            throw new EmbeddedFailure("cannot initialise a database in " + folder + ": " + lastLines(made.output()));
        }
        Files.writeString(
                half.resolve("postgresql.conf"),
                "\ninclude_if_exists = 'maestro.conf'\n",
                StandardOpenOption.APPEND);
        Files.move(half, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void writePassword() throws IOException {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
    }

    /**
     * Writes the settings of this version.
     *
     * @return whether they are others than before
     */
    boolean writeSettings() throws IOException {
        byte[] settings;
        try (InputStream in = DataFolder.class.getResourceAsStream("maestro.conf")) {
            settings = in.readAllBytes();
        }
        Path file = data().resolve("maestro.conf");
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), settings)) {
            return false;
        }
        Files.write(file, settings);
        own(file);
        return true;
    }

    private void own(Path file) throws IOException {
        if (account.uid() >= 0) {
            Folders.give(file, account.uid(), account.gid());
        }
    }

    /** What the log says since it had {@code from} bytes. */
    String logSince(long from) throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        byte[] all = Files.readAllBytes(log());
        int start = (int) Math.min(from, all.length);
        return new String(all, start, all.length - start, StandardCharsets.UTF_8);
    }

    long logBytes() throws IOException {
        return Files.exists(log()) ? Files.size(log()) : 0;
    }

    static String lastLines(String text) {
        var lines = text.lines().toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 6), lines.size()));
    }
}
