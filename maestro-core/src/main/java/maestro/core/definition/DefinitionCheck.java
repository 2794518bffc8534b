package maestro.core.definition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import maestro.core.check.Finding;
import maestro.core.check.Finding.Severity;
import maestro.core.check.KeyChecks;
import maestro.core.check.ShortForm;
import maestro.core.check.StaticChecks;
import maestro.core.cron.Schedules;
import maestro.core.param.Clocked;
import maestro.core.param.ParamCatalogue;
import maestro.core.rule.RuleConfig;
import maestro.core.start.DryRun;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.CronRules;
import maestro.model.definition.Definitions;
import maestro.model.definition.DslNotice;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.model.definition.TemplateTypes;
import maestro.model.definition.Workflow;
import maestro.model.source.SourceDocument;
import maestro.model.source.SourceDocument.Form;
import maestro.model.source.SourceDocument.Place;
import maestro.sel.Suggestion;
import tools.jackson.databind.JsonNode;

/**
 * Finds all that is wrong with a definition at once, with its places in the file: the one list behind
 * {@code maestro validate}, a server's answers and editors. Pure.
 */
public final class DefinitionCheck {
    private static final int MISTAKES_MAX = 100;
    private static final List<String> TYPES = Stream.of(StepType.NOOP, StepType.SLEEP, StepType.SHELL, StepType.HTTP,
            StepType.KUBERNETES, StepType.NOTEBOOK).map(type -> type.name().toLowerCase(Locale.ROOT)).toList();

    private final SourceDocument document;
    private final Known known;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> told = new HashSet<>();

    /**
     * What is known besides the file.
     *
     * @param checks finds what looks wrong in a definition that could be read
     * @param dryRun throws what a push would be refused with
     */
    public record Known(
            ParamCatalogue catalogue,
            TemplateTypes templates,
            Function<Workflow, List<Finding>> checks,
            CronRules cron,
            Consumer<CreateRequest> dryRun) {
        /** Nothing: without a server. A type that is no step type may be a job template there. */
        public static Known nothing(long nowMillis) {
            return new Known(ParamCatalogue.STANDARD, (_, _) -> Optional.of(StepType.NOOP), StaticChecks::check,
                    Schedules.rules(() -> Instant.ofEpochMilli(nowMillis)),
                    request -> new DryRun(RuleConfig.DEFAULT).check(request, User.of("validate"),
                            new Clocked(nowMillis, new SplittableRandom(nowMillis))));
        }
    }

    /**
     * @param request empty when errors stand in the way of reading it
     * @param problems in the order of the file
     */
    public record Report(Optional<CreateRequest> request, List<Problem> problems) {
        public boolean valid() {
            return problems.stream().noneMatch(Problem::error);
        }
    }

    private DefinitionCheck(SourceDocument document, Known known) {
        this.document = document;
        this.known = known;
    }

    /** Of a text in whatever form it is. */
    public static Report of(String text, Known known) {
        return of(text, Optional.empty(), known);
    }

    /** @param form empty: told by the text */
    public static Report of(String text, Optional<Form> form, Known known) {
        SourceDocument document;
        try {
            document = form.isPresent() ? SourceDocument.of(text, form.get()) : SourceDocument.of(text);
        } catch (MaestroException malformed) {
            return new Report(Optional.empty(), List.of(malformed(malformed.getMessage())));
        }
        return of(document, known);
    }

    public static Report of(SourceDocument document, Known known) {
        var check = new DefinitionCheck(document, known);
        var request = check.read();
        request.ifPresent(check::rules);
        check.problems.sort(Comparator.comparingInt((Problem problem) -> problem.place().line())
                .thenComparingInt(problem -> problem.place().column()));
        return new Report(request, List.copyOf(check.problems));
    }

    /** Where a parser stopped stands in its message. */
    private static Problem malformed(String message) {
        var at = Pattern.compile("line:? (\\d+), column:? (\\d+)").matcher(message);
        var place = at.find()
                ? new Place("", Integer.parseInt(at.group(1)), Integer.parseInt(at.group(2)))
                : new Place("", 0, 0);
        return new Problem(Severity.ERROR, "MALFORMED", "", place, message, Optional.empty());
    }

    /** Takes out what cannot be read and tries again, so that one mistake does not hide the others. */
    private Optional<CreateRequest> read() {
        var copy = document.tree().deepCopy();
        List<DslNotice> notices = List.of();
        for (int i = 0; i < MISTAKES_MAX; i++) {
            try {
                CreateRequest request;
                if (document.form() == Form.SHORT) {
                    var read = ShortForm.read(copy, known.templates(), known.catalogue());
                    request = read.request();
                    notices = read.notices();
                } else {
                    request = Definitions.fromJson(copy);
                }
                notices(request, notices);
                return Optional.of(request);
            } catch (MaestroException wrong) {
                if (!wrong.errors().isEmpty()) {
                    wrong.errors().forEach(this::rule);
                    return Optional.empty();
                }
                mistake(wrong);
                if (!repaired(copy, wrong)) return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private void mistake(MaestroException wrong) {
        if (!told.add(wrong.place())) return;
        var message = wrong.place().isEmpty() || !wrong.getMessage().startsWith(wrong.place() + ": ")
                ? wrong.getMessage()
                : wrong.getMessage().substring(wrong.place().length() + 2);
        int cut = message.indexOf(": unknown field");
        var name = wrong.place().substring(wrong.place().lastIndexOf('.') + 1);
        problems.add(new Problem(Severity.ERROR, "UNREADABLE", wrong.place(), document.place(wrong.place()),
                cut < 0 ? message : message.substring(cut + 2), Suggestion.nearest(wrong.options(), name)));
    }

    private boolean repaired(JsonNode copy, MaestroException wrong) {
        if (wrong.getMessage().endsWith("field 'type' is missing")) {
            return document.put(copy, wrong.place(), "type", "noop");
        }
        told.add(wrong.place().replaceFirst("\\.type$", ""));
        return document.remove(copy, wrong.place());
    }

    private void notices(CreateRequest request, List<DslNotice> notices) {
        KeyChecks.of(request.workflow(), notices, known.catalogue(), document).forEach(this::finding);
    }

    private void rules(CreateRequest request) {
        Definitions.violations(request, known.cron()).forEach(this::rule);
        known.checks().apply(request.workflow()).forEach(this::finding);
        templates("workflow.steps", request.workflow().steps());
        if (problems.stream().anyMatch(Problem::error)) return;
        try {
            known.dryRun().accept(request);
        } catch (MaestroException refused) {
            problems.add(new Problem(Severity.ERROR, "DRY_RUN", "workflow", dryRunPlace(refused.getMessage()),
                    refused.getMessage(), Optional.empty()));
        }
    }

    /** Types that only a server can know: a misspelt one of ours is an error all the same. */
    private void templates(String path, List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            var at = path + "[" + i + "]";
            templates(at + ".steps", steps.get(i).body());
            if (!(steps.get(i) instanceof Step.Leaf leaf) || leaf.type() != StepType.NOOP || leaf.subType().isEmpty()) {
                continue;
            }
            var near = Suggestion.nearest(TYPES, leaf.subType().get());
            problems.add(new Problem(near.isPresent() ? Severity.ERROR : Severity.WARNING, "UNKNOWN_TYPE", at + ".type",
                    document.place(at + ".type"), "'" + leaf.subType().get() + "' is no step type; it works only where a"
                    + " job template of that name is", near));
        }
    }

    /** The dry run names steps by their ids. */
    private Place dryRunPlace(String message) {
        var step = Pattern.compile("^Step \\[([^\\]]+)]").matcher(message);
        if (!step.find()) return document.place("workflow");
        return document.idOf(step.group(1)).orElseGet(() -> document.place("workflow"));
    }

    /** @param text path and sentence, as the field rules give them */
    private void rule(String text) {
        int end = 0;
        for (int depth = 0; end < text.length() && (depth > 0 || text.charAt(end) != ' '); end++) {
            depth += text.charAt(end) == '[' ? 1 : text.charAt(end) == ']' ? -1 : 0;
        }
        var path = text.substring(0, end);
        if (!told.add(text)) return;
        problems.add(new Problem(
                Severity.ERROR, "RULE", path, document.place(path), text.substring(Math.min(text.length(), end + 1)),
                Optional.empty()));
    }

    private void finding(Finding finding) {
        problems.add(new Problem(finding.severity(), finding.kind().name(), finding.path(),
                document.place(finding.path(), finding.line(), finding.column()), finding.message(), finding.suggestion()));
    }
}
