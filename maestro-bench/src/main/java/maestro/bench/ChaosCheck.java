package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
    private final Path limitedJournal;
    private final List<String> wrong = new ArrayList<>();

    ChaosCheck(DatabaseConfig database, ChaosLoad load, Path journal, Path limitedJournal) {
        this.database = database;
        this.load = load;
        this.journal = journal;
        this.limitedJournal = limitedJournal;
    }

    long shardsOf(String node) {
        return number("select count(*) from shard where owner = '" + node + "'");
    }

    /** What is wrong; nothing when all is as it must be. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /**
     * @param pairs each workflow and the one that it calls
     * @param limited others, that call none
     */
    ObjectNode look(Map<String, String> pairs, List<Limited> limited) throws InterruptedException {
        long begin = System.nanoTime();
        awaitEnds();
        double settled = (System.nanoTime() - begin) / 1e6;
        var limits = new LimitCheck(limited, this::expect, this::spans);
        double probed = System.currentTimeMillis() / 1e3;
        probe(limited);
        awaitEnds();
        var processes = ProcessJournal.read(limitedJournal);
        limits.lookForLeaks(processes, probed);
        for (var run : load.started()) {
            var status = load.get("/api/v3/workflows/" + run.workflow() + "/instances/" + run.instance())
                    .path("status")
                    .asString("");
            expect(status.equals("SUCCEEDED"), run + " is " + status);
        }
        pairs.forEach((workflow, called) -> checkNumbers(workflow, List.of(workflow, called)));
        limited.forEach(workflow -> checkNumbers(workflow.id(), List.of(workflow.id())));
        checkNothingIsHeld();
        expect(number("select count(*) from shard_message") == 0, "letters are left");
        expect(number("select count(*) from shard where owner not in (select id from node)") == 0, "shards are free");
        long attempts = checkKeys(processes.keys());
        return Json.object()
                .put("settled_after_ms", Math.round(settled))
                .put("runs_checked", load.started().size())
                .put("attempts", attempts)
                .put("step_rows", number("select count(*) from step_attempt"))
                .setAll(limits.look(processes));
    }

    /** As many runs of each at once as may go on, with processes long enough to meet each other. */
    private void probe(List<Limited> limited) throws InterruptedException {
        var random = new SplittableRandom();
        var nap = Json.object();
        nap.putObject(Limited.NAP).put("type", "STRING").put("value", "4");
        for (var workflow : limited) {
            for (int i = 0; i < workflow.runs(); i++) {
                load.start(workflow.id(), nap, random);
            }
        }
    }

    /** Permits are counted from what runs: neither rows nor nodes know of anything that does. */
    private void checkNothingIsHeld() throws InterruptedException {
        expect(number("select count(*) from step_attempt where status between 1 and 9") == 0, "attempts are under way");
        for (var node : load.get("/api/v3/cluster").path("nodes")) {
            String id = node.path("id").asString();
            for (String figure : List.of("attempts_running", "live_runs", "messages_waiting")) {
                expect(node.path(figure).asInt(-1) == 0, id + " says of " + figure + ": " + node.path(figure));
            }
        }
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

    /** The instances are those that were answered, 1 to N; each of the workflows has as many. */
    private void checkNumbers(String workflow, List<String> alike) {
        var answered = new HashMap<Long, Integer>();
        load.started().stream()
                .filter(run -> run.workflow().equals(workflow))
                .forEach(run -> answered.merge(run.instance(), 1, Integer::sum));
        long count = answered.size();
        expect(answered.values().stream().allMatch(times -> times == 1), workflow + ": an instance was answered twice");
        var ids = new TreeSet<>(answered.keySet());
        expect(ids.isEmpty() || ids.getFirst() == 1 && ids.getLast() == count, workflow + ": ids " + ids);
        for (String id : alike) {
            String of = " from run where workflow_id = '" + id + "'";
            expect(number("select count(*)" + of) == count, id + ": runs in the table");
            expect(number("select coalesce(max(instance_id), 0)" + of) == count, id + ": the highest instance id");
        }
    }

    /** No key twice, and each attempt that ended well has been told its key. */
    private long checkKeys(List<String> limited) {
        try {
            var lines = new ArrayList<>(Files.exists(journal) ? Files.readAllLines(journal) : List.<String>of());
            lines.addAll(limited);
            var keys = new HashSet<>(lines);
            expect(keys.size() == lines.size(), lines.size() - keys.size() + " attempt keys were used twice");
            var uuids = new HashSet<String>();
            keys.forEach(key -> uuids.add(key.replaceFirst(":.*", "")));
            long done = number("select count(distinct uuid) from step_attempt"
                    + " where step_id in ('process', 'flaky') or step_id like 'limited%'");
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
        return ask(sql, row -> {
            row.next();
            return row.getLong(1);
        });
    }

    private List<Spans.Span> spans(String sql) {
        return ask(sql, rows -> {
            var spans = new ArrayList<Spans.Span>();
            while (rows.next()) {
                spans.add(new Spans.Span(rows.getLong(1), rows.getLong(2)));
            }
            return spans;
        });
    }

    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> T ask(String sql, Reading<T> reading) {
        for (int i = 0; ; i++) {
            try (Connection db = DriverManager.getConnection(database.url(), database.user(), database.password());
                    var statement = db.createStatement();
                    var rows = statement.executeQuery(sql)) {
                return reading.read(rows);
            } catch (SQLException away) {
                if (i == 300) {
                    throw new IllegalStateException(sql, away);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        }
    }
}
