package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** The triggers of a workflow, for people. */
final class TriggerText {
    private TriggerText() {}

    static String of(JsonNode found, Terminal terminal) {
        var text = new StringBuilder();
        if (found.has("time")) time(text, found, terminal);
        if (found.has("signal")) signal(text, found.path("signal"), terminal);
        return text.isEmpty() ? "Nothing starts it by itself." : text.toString().stripTrailing();
    }

    private static void time(StringBuilder text, JsonNode found, Terminal terminal) {
        var time = found.path("time");
        text.append("Schedule: ").append(text(time, "message")).append(late(time)).append(counts(time)).append("\n");
        for (JsonNode trigger : time.path("triggers")) {
            text.append("\n").append(text(trigger, "words"));
            if (trigger.has("catch_up")) text.append(", catch_up ").append(text(trigger, "catch_up"));
            text.append("\n");
            var table = new Table("NEXT", "LOCAL", "");
            trigger.path("next").forEach(next -> table.row(
                    next.has("time") ? Times.moment(next.path("time")) : "never", text(next, "local"), marks(next)));
            if (!trigger.path("next").isEmpty()) text.append(table.text(terminal)).append("\n");
        }
        if (found.path("past").isEmpty()) return;
        var table = new Table("PAST", "OUTCOME", "RUN", "STATUS", "WHY");
        found.path("past").forEach(past -> table.row(
                Times.moment(past.path("time")), text(past, "outcome"), run(past.path("run")),
                text(past.path("run"), "status"), why(past)));
        text.append("\n").append(table.text(terminal)).append("\n");
    }

    private static String late(JsonNode time) {
        long lag = time.path("lag_ms").asLong(0);
        return lag < 1_000 ? "" : ", late by " + Times.duration(Duration.ofMillis(lag));
    }

    private static String counts(JsonNode time) {
        if (!time.has("fired")) return "";
        long skipped = time.path("skipped").asLong(0);
        return "; fired " + text(time, "fired") + " times" + (skipped == 0 ? "" : ", " + skipped + " missed and left out");
    }

    private static String marks(JsonNode next) {
        var marks = new StringBuilder();
        next.path("marks").forEach(mark -> marks.append(marks.isEmpty() ? "" : ", ").append(switch (mark.asString()) {
            case "DST_SKIPPED" -> "clocks go forward over it";
            case "DST_REPEATED" -> "clocks are set back: happens twice";
            case "FUZZY" -> "starts " + Times.moment(next.path("due_time"));
            default -> mark.asString();
        }));
        return marks.toString();
    }

    private static String run(JsonNode run) {
        return run.isMissingNode() ? "-" : "#" + text(run, "workflow_instance_id");
    }

    private static String why(JsonNode past) {
        if (past.has("message")) return text(past, "message");
        var cause = past.path("run").path("cause");
        if (cause.isMissingNode()) return "";
        return text(cause, "step_id") + (cause.has("message") ? ": " + text(cause, "message") : "");
    }

    private static void signal(StringBuilder text, JsonNode signal, Terminal terminal) {
        if (!text.isEmpty()) text.append("\n");
        text.append("Signals: ").append(text(signal, "message")).append("\n");
        var table = new Table("SIGNALS (COUNTED / LAST)", "FIRED", "SILENT", "LAST TIME", "LAST OUTCOME");
        for (JsonNode trigger : signal.path("triggers")) {
            var names = new StringBuilder();
            trigger.path("signals").forEach(each -> names.append(names.isEmpty() ? "" : " + ").append(text(each, "name"))
                    .append(" (").append(text(each, "checkpoint")).append("/").append(text(each, "last_seq_id")).append(")"));
            table.row(names, text(trigger, "fired"), text(trigger, "silent"), Times.moment(trigger.path("last_time")),
                    text(trigger, "last_outcome"));
        }
        text.append(table.text(terminal)).append("\n");
    }
}
