package maestro.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import maestro.bench.ProcessJournal.Entry;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether permits were what ran: never more at once than a limit allows, by the times in the tables and by those that
 * processes wrote themselves. One thread.
 */
final class LimitCheck {
    private final List<Limited> workflows;
    private final BiConsumer<Boolean, String> expect;
    private final Function<String, List<Spans.Span>> spans;

    /**
     * @param expect is told what must be so
     * @param spans runs a query for begins and ends
     */
    LimitCheck(
            List<Limited> workflows, BiConsumer<Boolean, String> expect, Function<String, List<Spans.Span>> spans) {
        this.workflows = List.copyOf(workflows);
        this.expect = expect;
        this.spans = spans;
    }

    ObjectNode look(ProcessJournal journal) {
        var figures = Json.object();
        int leftBehind = 0;
        int besides = 0;
        for (var workflow : workflows) {
            String id = workflow.id();
            int runs = Spans.mostAtOnce(spans.apply(
                    "select start_millis, end_millis from run where workflow_id = '" + id + "' and start_millis > 0"));
            int attempts = Spans.mostAtOnce(spans.apply("select start_millis, end_millis from step_attempt"
                    + " where step_id like '" + id + "-_' and start_millis > 0"));
            var counting = journal.counting(id);
            expect.accept(counting.stream().allMatch(entry -> entry.end().isPresent()),
                    id + ": an attempt succeeded whose process did not end");
            int processes = mostAtOnce(counting);
            atMost(workflow.runs(), runs, id + ": runs at once");
            atMost(workflow.processes(), attempts, id + ": attempts at once");
            atMost(workflow.processes(), processes, id + ": processes at once");
            var all = journal.of(id);
            leftBehind += all.size() - counting.size();
            besides += Math.max(0, mostAtOnce(all) - workflow.processes());
            figures.put(id, runs + " of " + workflow.runs() + " runs, " + processes + " of " + workflow.processes()
                    + " processes, " + counting.size() + " attempts");
        }
        return Json.object()
                .put("processes_left_behind", leftBehind)
                .put("workflows_beyond_their_limit_with_those", besides)
                .set("most_at_once", figures);
    }

    /** A permit that nobody gave back would be missing when as many runs as may go on want all of them. */
    void lookForLeaks(ProcessJournal journal, double sinceSeconds) {
        for (var workflow : workflows) {
            var probes = journal.counting(workflow.id()).stream()
                    .filter(entry -> entry.begin() > sinceSeconds)
                    .toList();
            int processes = mostAtOnce(probes);
            expect.accept(processes == workflow.processes(), workflow.id() + ": in the end " + processes
                    + " processes ran at once where " + workflow.processes() + " may");
        }
    }

    private void atMost(int limit, int found, String what) {
        expect.accept(found <= limit, what + ": " + found + " where " + limit + " may");
    }

    private static int mostAtOnce(Collection<Entry> entries) {
        var complete = new ArrayList<Spans.Span>();
        entries.stream().filter(entry -> entry.end().isPresent()).map(Entry::span).forEach(complete::add);
        return Spans.mostAtOnce(complete);
    }
}
