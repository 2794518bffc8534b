package maestro.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
    private final Binaries binaries = Binaries.in(EmbeddedPostgres.cache());

    @TempDir
    private Path temporary;

    /** For an ordinary user there is one way; for root there are some, of which this machine may allow only a few. */
    private List<Account> ways(Path folder) throws Exception {
        var account = Account.forData(folder, binaries);
        return account.prefix().isEmpty() ? List.of(account) : Account.candidates(folder).stream()
                .filter(way -> way.probe(folder, binaries).ok())
                .toList();
    }

    @Test
    void eachWayThatPassesItsProbeCanMakeADatabase() throws Exception {
        var ways = ways(Files.createDirectory(temporary.resolve("first")));
        assertThat(ways).isNotEmpty();
        for (int i = 0; i < ways.size(); i++) {
            var way = ways.get(i);
            Path folder = Files.createDirectory(temporary.resolve("way" + i));
            if (way.uid() >= 0) {
                Folders.give(folder, way.uid(), way.gid());
            }
            var data = new DataFolder(folder.toRealPath(), binaries, way);
            data.prepare();
            assertThat(data.data().resolve("PG_VERSION")).as(way.toString()).hasContent(binaries.major());
        }
    }
}
