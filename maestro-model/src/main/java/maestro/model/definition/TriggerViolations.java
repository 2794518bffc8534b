package maestro.model.definition;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import maestro.model.id.Ids;

/** The field rules of triggers (definition.md §9). */
final class TriggerViolations {
    static final int SIGNALS_MAX = 8;

    private final Violations violations;
    private final CronRules cron;

    TriggerViolations(Violations violations, CronRules cron) {
        this.violations = violations;
        this.cron = cron;
    }

    void check(Workflow workflow) {
        for (int i = 0; i < workflow.timeTriggers().size(); i++) {
            time("workflow.timeTriggers[" + i + "]", workflow.timeTriggers().get(i));
        }
        for (int i = 0; i < workflow.signalTriggers().size(); i++) {
            signal("workflow.signalTriggers[" + i + "]", workflow.signalTriggers().get(i));
        }
    }

    void time(String path, TimeTrigger trigger) {
        var zone = trigger.timezone().filter(text -> !text.isBlank());
        var zoneProblem = zone.flatMap(TriggerViolations::zoneProblem);
        violations.addIf(path + ".timezone", zoneProblem);
        trigger.fuzzyMaxDelay()
                .ifPresent(delay -> violations.addIf(path + ".fuzzyMaxDelay", Durations.problem(delay)));
        switch (trigger) {
            case TimeTrigger.Cron(var text, _, _, _) -> {
                var problem = CronRules.problem(text);
                violations.addIf(path + ".cron", problem);
                if (problem.isEmpty() && zoneProblem.isEmpty()) {
                    violations.addIf(path, cron.tooOften(text, zone));
                }
            }
            case TimeTrigger.Predefined(var expression, _, _, _) -> {
                if (!TriggerReader.SCHEDULES.contains(expression)) {
                    violations.add(
                            path + ".expression",
                            "'" + brief(expression) + "' is unknown; use hourly, daily, weekly, monthly or yearly");
                }
            }
        }
    }

    private static Optional<String> zoneProblem(String zone) {
        try {
            ZoneId.of(zone);
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("'" + brief(zone) + "' is no time zone; use a name such as Europe/Madrid or an offset");
        }
    }

    private void signal(String path, SignalTrigger trigger) {
        if (trigger.definitions().isEmpty()) {
            violations.add(path, "names no signal; give 'definitions' at least one");
        }
        if (trigger.definitions().size() > SIGNALS_MAX) {
            violations.add(
                    path,
                    "names " + trigger.definitions().size() + " signals, at most " + SIGNALS_MAX + " are allowed");
        }
        trigger.definitions().forEach((name, entry) -> {
            violations.addIf(path, Ids.nameProblem(name).map(problem -> "signal name " + problem));
            for (String key : entry.joinKeys()) {
                if (entry.matchParams().containsKey(key)) {
                    violations.add(path, "join key '" + brief(key) + "' is also a match param; remove one");
                }
            }
        });
        List<Integer> sizes = trigger.definitions().values().stream()
                .map(entry -> entry.joinKeys().size())
                .distinct()
                .toList();
        if (sizes.size() > 1) {
            violations.add(path, "has join_keys of different lengths " + sizes + "; each signal needs as many");
        }
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
