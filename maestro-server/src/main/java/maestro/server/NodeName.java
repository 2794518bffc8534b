package maestro.server;

import java.io.IOException;
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
            return kept(dataDir); // another process was faster
        } catch (IOException e) {
            throw new IllegalStateException("cannot keep this node's name in " + file + ": " + e.getMessage()
                    + "; make data.dir writable or set node.id", e);
        }
    }
}
