package maestro.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import maestro.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeNameTest {
    @TempDir
    Path folder;

    private static String of(Path dataDir) {
        return NodeName.of(
                ServerConfig.load(Optional.empty(), Map.of(), Map.of("data.dir", dataDir.toString())).config());
    }

    @Test
    void aNameIsMadeOnceAndKept() {
        String name = of(folder.resolve("new"));
        assertThat(name).startsWith("node-");
        assertThat(of(folder.resolve("new"))).isEqualTo(name);
        assertThat(of(folder.resolve("other"))).isNotEqualTo(name);
    }

    @Test
    void aFileInPlaceOfTheFolderIsToldWithWhatToDo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> of(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(file.toString(), "not a folder", "--data");
    }

    @Test
    void aFolderThatCannotBeMadeIsToldWithWhatToDo() {
        assertThatThrownBy(() -> of(Path.of("/proc/maestro")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("/proc/maestro", "cannot be written", "--data");
    }
}
