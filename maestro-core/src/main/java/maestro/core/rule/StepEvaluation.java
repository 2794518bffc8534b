package maestro.core.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import maestro.core.param.Clocked;
import maestro.core.param.Conditions;
import maestro.core.param.Interpolation;
import maestro.core.param.MergeContext;
import maestro.core.param.OutputParams;
import maestro.core.param.ParamScope;
import maestro.core.param.RunFacts;
import maestro.core.param.StepParams;
import maestro.core.param.StepRunParams;
import maestro.core.retry.RetrySpec;
import maestro.core.row.RestartConfig;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.core.template.TemplateRules;
import maestro.model.MaestroException;
import maestro.model.definition.DurationText;
import maestro.model.definition.Durations;
import maestro.model.definition.RetryPolicy;
import maestro.model.definition.Step;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.sel.Budget;

/**
 * What a step evaluates on its way. Within a turn only with a small budget: what needs more is handed out as a supplier
 * for another thread, so that no expression holds up its shard.
 */
final class StepEvaluation {
    private StepEvaluation() {}

    static Map<String, Param> params(Turn turn, RunState run, StepState step) {
        var facts = RunView.live(run, step, turn.config().environment(), turn.random());
        var params = StepParams.evaluate(merged(turn.config(), run, step), facts, turn.now(), Budget.inline());
        return Sleeps.checked(step.plan().type(), params);
    }

    static Effect.Work paramsElsewhere(Turn turn, RunState run, StepState step) {
        var facts = copy(turn, run, step);
        long now = turn.now();
        if (TemplateRules.consulted(step.plan().definition())) {
            return templated(turn.config(), run, step, facts, now);
        }
        var merged = merged(turn.config(), run, step);
        var type = step.plan().type();
        return facts.during(budget -> new Message.Result.Params(
                Sleeps.checked(type, StepParams.evaluate(merged, facts, now, budget)), List.of()));
    }

    /** Job templates are looked up where waiting is allowed. */
    private static Effect.Work templated(
            RuleConfig config, RunState run, StepState step, RunView facts, long now) {
        var definition = step.plan().definition();
        var workflow = run.head().params();
        var given = given(run, step);
        return facts.during(budget -> {
            var template = TemplateRules.of(config.templates(), definition, workflow);
            var merged = StepParams.merged(config.catalogue(), definition, template.params(), workflow, given);
            return new Message.Result.Params(
                    StepParams.evaluate(merged, facts, now, budget), List.copyOf(template.tags()));
        });
    }

    private static Map<String, ParamDefinition> merged(RuleConfig config, RunState run, StepState step) {
        var definition = step.plan().definition();
        var given = given(run, step);
        if (given.none()) {
            return run.plan().memo(step.id(), () -> StepParams.shared(config.catalogue(), definition));
        }
        return StepParams.merged(config.catalogue(), definition, Map.of(), run.head().params(), given);
    }

    /** What a user said who restarted this very step goes before what the run was started with. */
    private static StepRunParams given(RunState run, StepState step) {
        var given = step.restart()
                .map(RestartConfig::stepParamsHere)
                .orElse(run.head().stepRunParams())
                .getOrDefault(step.id(), Map.of());
        boolean restarts = step.restart().isPresent() || !run.head().policy().fresh();
        return new StepRunParams(given, Map.of(), MergeContext.of(run.head().initiator().type(), restarts));
    }

    /** Of a step that ended before its params were evaluated, only those are that a condition needs (§4.3). */
    static Message.Decided conditions(Turn turn, RunState run, StepState step) {
        var facts = RunView.live(run, step, turn.config().environment(), turn.random());
        return decision(turn.config(), run, step, facts, turn.now()).apply(Budget.inline());
    }

    static Effect.Work conditionsElsewhere(Turn turn, RunState run, StepState step) {
        var facts = copy(turn, run, step);
        var decision = decision(turn.config(), run, step, facts, turn.now());
        return facts.during(budget -> new Message.Result.Conditions(decision.apply(budget)));
    }

    private static Function<Budget, Message.Decided> decision(
            RuleConfig config, RunState run, StepState step, RunFacts facts, long now) {
        var texts = step.plan().conditions();
        var params = step.params();
        if (step.times().waitPermit() > 0) {
            return budget -> new Message.Decided(prepared(texts, params, facts, now, budget), params);
        }
        var merged = merged(config, run, step);
        return budget -> unprepared(texts, merged, facts, now, budget);
    }

    private static boolean[] prepared(
            List<String> texts, Map<String, Param> params, RunFacts facts, long now, Budget budget) {
        var results = new boolean[texts.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = Conditions.evaluate(texts.get(i), params, facts, now, budget);
        }
        return results;
    }

    private static Message.Decided unprepared(
            List<String> texts, Map<String, ParamDefinition> merged, RunFacts facts, long now, Budget budget) {
        var results = new boolean[texts.size()];
        var params = new LinkedHashMap<String, Param>();
        for (int i = 0; i < results.length; i++) {
            var decided = Conditions.evaluateUnprepared(texts.get(i), merged, facts, now, budget);
            results[i] = decided.value();
            params.putAll(decided.params());
        }
        return new Message.Decided(results, params);
    }

    static RunView copy(Turn turn, RunState run, StepState step) {
        var random = new SplittableRandom(turn.random().nextLong());
        return RunView.copy(run, step, turn.config(), random);
    }

    /** What a failed attempt reports changes nothing about its failure: outputs that do not fit are left out. */
    static Map<String, Param> withKnown(StepState step, Map<String, Param> outputs) {
        try {
            return outputs.isEmpty() ? step.params() : OutputParams.merge(step.params(), outputs);
        } catch (MaestroException unfit) {
            return step.params();
        }
    }

    static Map<String, Param> withOutputs(StepState step, Map<String, Param> outputs) {
        return OutputParams.merge(step.params(), outputs);
    }

    /** Read once a run, with workflow params alone; a policy that cannot be read becomes the default (Q7). */
    static RetrySpec retrySpec(Turn turn, RunState run, StepState step) {
        var spec = written(turn, run, step);
        boolean unsaid = step.plan().definition() instanceof Step.Leaf leaf
                && leaf.type().script()
                && leaf.retryPolicy().flatMap(RetryPolicy::backoff).isEmpty();
        return unsaid ? spec.with(turn.config().scriptBackoff()) : spec;
    }

    private static RetrySpec written(Turn turn, RunState run, StepState step) {
        try {
            return step.plan().retry().resolve(text -> workflowText(turn, run, text, "retry policy of step", step));
        } catch (IllegalArgumentException | MaestroException unreadable) {
            return RetrySpec.DEFAULT;
        }
    }

    /** The step timeout in milliseconds; 0: none is written. */
    static long timeoutMillis(Turn turn, RunState run, StepState step) {
        var written = step.plan().definition().common().timeout();
        if (written.isEmpty()) {
            return 0;
        }
        return seconds(written.get(), workflowText(turn, run, written.get().text(), "timeout of step", step)) * 1_000;
    }

    private static String workflowText(Turn turn, RunState run, String text, String label, StepState step) {
        var scope = ParamScope.workflow(run.head().params(), new Clocked(turn.now(), turn.random()));
        return Interpolation.text(text, label + " [" + step.id() + "]", scope);
    }

    /** @throws MaestroException BAD_REQUEST when the text is not a duration between 0 (exclusive) and 120 days */
    static long seconds(DurationText written, String text) {
        long seconds = Durations.seconds(written, text).orElse(0);
        if (seconds <= 0 || seconds > Durations.SECONDS_MAX) {
            throw MaestroException.badRequest("Timeout [" + written.text() + "] gives [" + text
                    + "], which is not a duration above 0 and up to 120 days");
        }
        return seconds;
    }

    /** When a Sleep step has slept longer than it was told to. */
    static long sleepEnd(StepState step) {
        return Sleeps.end(step.times().start(), step.params());
    }
}
