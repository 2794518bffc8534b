package maestro.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL for this platform, unpacked once into a cache that all installations share. */
record Binaries(Path home, String version) {
    private static final int EXECUTABLE = 0100;

    /** The major version, which a data folder must have too. */
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** Safe for several processes at once: each unpacks for itself, one rename wins. */
    static Binaries in(Path cache) {
        var properties = properties();
        String version = properties.getProperty("version");
        try {
            Files.createDirectories(cache);
            String name = "postgresql-" + version + "-" + properties.getProperty("platform");
            Path home = cache.toRealPath().resolve(name);
            if (!Files.isDirectory(home)) {
                unpack(Files.createTempDirectory(cache, "unpacking"), home);
            }
            return new Binaries(home, version);
        } catch (IOException error) {
            throw new EmbeddedFailure("cannot unpack PostgreSQL into " + cache + ": " + error, error);
        }
    }

    private static Properties properties() {
        try (InputStream in = Binaries.class.getResourceAsStream("binaries.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException error) {
            throw new EmbeddedFailure("this build is damaged: binaries.properties is unreadable", error);
        }
    }

    private static void unpack(Path temporary, Path home) throws IOException {
        String archive = "/postgres-" + system() + ".txz";
        try (InputStream packed = Binaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new EmbeddedFailure("this build has no embedded PostgreSQL for this platform (" + system()
                        + "): build it here, or configure a database of your own");
            }
            Path tree = temporary.resolve("tree");
            Files.createDirectory(tree);
            unpack(new TarArchiveInputStream(new XZInputStream(packed)), tree);
            try {
                Files.move(tree, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException error) {
                if (!Files.isDirectory(home)) {
                    throw error;
                } // else another process was faster, with the same content
            }
        } finally {
            Folders.delete(temporary);
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path tree) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = tree.resolve(entry.getName()).normalize();
            if (!path.startsWith(tree)) {
                throw new IOException("archive entry leaves its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
            } else if (entry.isSymbolicLink()) {
                Files.createDirectories(path.getParent());
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.createDirectories(path.getParent());
                Files.copy(tar, path);
                String mode = (entry.getMode() & EXECUTABLE) == 0 ? "rw-r--r--" : "rwxr-xr-x";
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            }
        }
        Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** As the archives are named: {@code linux-x86_64}, {@code darwin-arm_64}. */
    private static String system() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (os.startsWith("mac") ? "darwin" : os)
                + (arch.equals("aarch64") || arch.equals("arm64") ? "-arm_64" : "-x86_64");
    }
}
