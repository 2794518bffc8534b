package maestro.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void theVersionIsThatOfTheLastMigration() throws Exception {
        try (var files = Files.list(Path.of("src/main/resources").resolve(Schema.MIGRATIONS))) {
            var versions = files.map(file -> file.getFileName().toString())
                    .map(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .sorted()
                    .toList();
            assertThat(versions).endsWith(Integer.parseInt(Schema.VERSION));
        }
    }

    @Test
    void aMigrationMayTakeAsLongAsItTakes() {
        var source = Schema.source(DatabaseConfig.of("jdbc:postgresql://localhost/maestro", "amy", ""));
        assertThat(source.getSocketTimeout()).isZero();
        assertThat(source.getTcpKeepAlive()).isTrue();
    }
}
