package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import maestro.model.json.Json;
import maestro.store.DatabaseConfig;
import tools.jackson.databind.node.ObjectNode;

/** Looks at files, interface and tables after the breaking: nothing lost, nothing twice, nothing stuck. One thread. */
final class ChaosCheck {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(180);

    private final DatabaseConfig database;
    private final ChaosLoad load;
    private final Path journal;
    private final List<String> wrong = new ArrayList<>();

    ChaosCheck(DatabaseConfig database, ChaosLoad load, Path journal) {
        this.database = database;
        this.load = load;
        this.journal = journal;
    }

    long shardsOf(String node) {
        return number("select count(*) from shard where owner = '" + node + "'");
    }

    /** What is wrong; nothing when all is as it must be. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** @param pairs each workflow and the one that it calls */
    ObjectNode look(Map<String, String> pairs) throws InterruptedException {
        long begin = System.nanoTime();
        awaitEnds();
        double settled = (System.nanoTime() - begin) / 1e6;
        for (var run : load.started()) {
            var status = load.get("/api/v3/workflows/" + run.workflow() + "/instances/" + run.instance())
                    .path("status")
                    .asString("");
            expect(status.equals("SUCCEEDED"), run + " is " + status);
        }
        pairs.forEach(this::checkNumbers);
        expect(number("select count(*) from shard_message") == 0, "letters are left");
        expect(number("select count(*) from shard where owner not in (select id from node)") == 0, "shards are free");
        long attempts = checkKeys();
        return Json.object()
                .put("settled_after_ms", Math.round(settled))
                .put("runs_checked", load.started().size())
                .put("attempts", attempts)
                .put("step_rows", number("select count(*) from step_attempt"));
    }

    private void awaitEnds() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (number("select count(*) from run where live") > 0) {
            if (System.nanoTime() > until) {
                expect(false, number("select count(*) from run where live") + " runs do not end");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** The instances are those that were answered, 1 to N, each of them called the other workflow once. */
    private void checkNumbers(String workflow, String called) {
        var answered = new HashMap<Long, Integer>();
        load.started().stream()
                .filter(run -> run.workflow().equals(workflow))
                .forEach(run -> answered.merge(run.instance(), 1, Integer::sum));
        long count = answered.size();
        expect(answered.values().stream().allMatch(times -> times == 1), workflow + ": an instance was answered twice");
        var ids = new TreeSet<>(answered.keySet());
        expect(ids.isEmpty() || ids.getFirst() == 1 && ids.getLast() == count, workflow + ": ids " + ids);
        for (String id : List.of(workflow, called)) {
            String of = " from run where workflow_id = '" + id + "'";
            expect(number("select count(*)" + of) == count, id + ": runs in the table");
            expect(number("select coalesce(max(instance_id), 0)" + of) == count, id + ": the highest instance id");
        }
    }

    /** No key twice, and each attempt that ended well has been told its key. */
    private long checkKeys() {
        try {
            var lines = Files.exists(journal) ? Files.readAllLines(journal) : List.<String>of();
            var keys = new HashSet<>(lines);
            expect(keys.size() == lines.size(), lines.size() - keys.size() + " attempt keys were used twice");
            var uuids = new HashSet<String>();
            keys.forEach(key -> uuids.add(key.replaceFirst(":.*", "")));
            long done = number("select count(distinct uuid) from step_attempt where step_id in ('process', 'flaky')");
            expect(uuids.size() >= done, "processes of " + (done - uuids.size()) + " steps never ran");
            return lines.size();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void expect(boolean so, String what) {
        if (!so) {
            wrong.add(what);
        }
    }

    private long number(String sql) {
        for (int i = 0; ; i++) {
            try (Connection db = DriverManager.getConnection(database.url(), database.user(), database.password());
                    var statement = db.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            } catch (SQLException away) {
                if (i == 300) {
                    throw new IllegalStateException(sql, away);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        }
    }
}
