package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterCommandTest {
    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nodesAndShardsAreTablesAndWhatIsUnknownOrUnownedIsMarked() {
        server.on("GET /api/v3/cluster", 200, """
                {"answered_by": "north", "lease_ms": 5000, "nodes": [
                  {"id": "north", "address": "http://10.0.0.1:8080", "version": "1", "state": "UP",
                   "heartbeat_age_ms": 430, "shards": 1, "live_runs": 7, "messages_waiting": 0, "attempts_running": 2},
                  {"id": "south", "address": "http://10.0.0.2:8080", "version": "1", "state": "SILENT",
                   "heartbeat_age_ms": 61000, "shards": 0}],
                 "shards": [
                  {"shard": 0, "owner": "north", "epoch": 3, "sequence": 99, "live_runs": 7, "messages_waiting": 0,
                   "lag_ms": 1},
                  {"shard": 1, "owner": "", "epoch": 4, "sequence": 12}]}""");
        var called = maestro("cluster", "status", "--shards", "--server", server.url());
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out().lines().map(line -> line.replaceAll(" +", " "))).containsExactly(
                "NODE STATE HEARTBEAT SHARDS RUNS WAITING ATTEMPTS VERSION ADDRESS",
                "north UP 0.4s 1 7 0 2 1 http://10.0.0.1:8080",
                "south SILENT 1m1s 0 ? ? ? 1 http://10.0.0.2:8080",
                "",
                "SHARD OWNER EPOCH SEQUENCE RUNS WAITING LAG",
                "0 north 3 99 7 0 1 ms",
                "1 - 4 12 ? ? ? ms",
                "1 of 2 shards have no owner at the moment.");
    }
}
