package maestro.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import maestro.server.config.ServerConfig;

/** The name of this node: as configured, or made once and kept in the data folder. */
final class NodeName {
    private static final String FILE = "node-id";

    private NodeName() {}

    /** @throws IllegalStateException when the data folder cannot be written and no name is configured */
    static String of(ServerConfig config) {
        return config.node().id().orElseGet(() -> kept(config.dataDir()));
    }

    private static String kept(Path dataDir) {
        Path file = dataDir.resolve(FILE);
        try {
            if (Files.exists(file)) return Files.readString(file).strip();
            Files.createDirectories(dataDir);
            String name = "node-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            Files.writeString(file, name + "\n", StandardOpenOption.CREATE_NEW);
            return name;
        } catch (FileAlreadyExistsException e) {
            if (Files.isRegularFile(file)) return kept(dataDir); // another process was faster
            throw unusable(dataDir, "it is not a folder", e);
        } catch (AccessDeniedException e) {
            throw unusable(dataDir, "permission denied for " + e.getFile(), e);
        } catch (IOException e) {
            throw unusable(dataDir, e.getMessage(), e);
        }
    }

    private static IllegalStateException unusable(Path dataDir, String why, IOException cause) {
        return new IllegalStateException("the data folder " + dataDir + " cannot be written: " + why
                + "; choose another with --data (setting data.dir)", cause);
    }
}
