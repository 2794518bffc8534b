package maestro.core.rule;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import maestro.core.param.BudgetExceeded;
import maestro.core.row.MessageRow;
import maestro.core.signal.Listener;
import maestro.core.signal.SignalLetter;
import maestro.core.state.Event;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Output;
import maestro.core.wait.Outputs;
import maestro.core.wait.SignalEvaluation;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.json.Json;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;
import maestro.model.signal.SignalRequest;
import maestro.sel.Budget;

/**
 * What a step waits for before it evaluates its params, and what it announces before it succeeds (triggers.md §3, §4). Each
 * open wait is a listener at its signal, by letter; each announcement is answered by letter.
 */
final class WaitRules {
    private WaitRules() {}

    /** Evaluates what the step waits for, unless an earlier attempt did. */
    static void evaluate(Turn turn, RunState run, StepState step) {
        var definition = step.plan().definition();
        if (definition.common().signalDependencies().isEmpty() || !step.dependencies().isEmpty()) {
            StepRules.initialized(turn, run, step);
            return;
        }
        long now = turn.now();
        evaluate(
                turn, run, step,
                (facts, budget) -> SignalEvaluation.dependencies(definition, facts, now, budget),
                dependencies -> evaluated(turn, run, step, dependencies),
                Message.Result.Waits::new);
    }

    private interface Evaluation<T> {
        T within(RunView facts, Budget budget);
    }

    /** Within the turn if a small budget will do, else on another thread. */
    private static <T> void evaluate(
            Turn turn,
            RunState run,
            StepState step,
            Evaluation<T> evaluation,
            Consumer<T> then,
            Function<T, Message.Result> elsewhere) {
        T value;
        try {
            var facts = RunView.live(run, step, turn.config().environment(), turn.random());
            value = evaluation.within(facts, Budget.inline());
        } catch (BudgetExceeded longer) {
            var facts = StepEvaluation.copy(turn, run, step);
            turn.effect(Effect.Compute.of(
                    run, step, facts.during(budget -> elsewhere.apply(evaluation.within(facts, budget)))));
            return;
        } catch (MaestroException wrong) {
            StepEndings.internal(turn, run, step, wrong);
            return;
        }
        then.accept(value);
    }

    static void evaluated(Turn turn, RunState run, StepState step, Dependencies dependencies) {
        if (step.status() == StepStatus.CREATED) {
            turn.emit(new Event.DependenciesSet(run.key(), step.ordinal(), dependencies));
            StepRules.initialized(turn, run, step);
        }
    }

    /** The step waits, if anything is open. */
    static void begin(Turn turn, RunState run, StepState step) {
        turn.reached(run, step, StepStatus.WAITING_FOR_SIGNALS);
        open(run, step, (listener, index) -> {
            var dependency = step.dependencies().all().get(index);
            turn.send(new Letter.ToSignal(
                    dependency.name(), new SignalLetter.Await(listener, dependency.conditions())));
        });
        goOn(turn, run, step);
    }

    private static void goOn(Turn turn, RunState run, StepState step) {
        if (step.dependencies().done()) {
            turn.reached(run, step, StepStatus.EVALUATING_PARAMS);
            StepRules.evaluate(turn, run, step);
        }
    }

    private static void open(RunState run, StepState step, BiConsumer<Listener.Step, Integer> each) {
        for (int i = 0; i < step.dependencies().all().size(); i++) {
            if (!step.dependencies().all().get(i).done()) {
                each.accept(place(run, step, i), i);
            }
        }
    }

    private static Listener.Step place(RunState run, StepState step, int index) {
        return new Listener.Step(run.ownerId(), run.key(), step.ordinal(), step.uuid(), index);
    }

    /** An attempt that waits ends, or need not wait any more: its signals are told. */
    static void letGo(Turn turn, RunState run, StepState step) {
        if (step.status() == StepStatus.WAITING_FOR_SIGNALS) {
            open(run, step, (listener, index) -> turn.send(new Letter.ToSignal(
                    step.dependencies().all().get(index).name(), new SignalLetter.Forget(listener.key()))));
        }
    }

    /** A signal that the step waits for is there. Comes too late when the attempt has ended. */
    static void matched(Turn turn, MessageRow.Key key, Letter.Matched letter) {
        turn.emit(new Event.LetterTaken(key));
        int index = letter.place().index();
        find(turn, letter.place(), StepStatus.WAITING_FOR_SIGNALS)
                .filter(at -> !at.step().dependencies().all().get(index).done())
                .ifPresent(at -> {
                    var now = at.step().dependencies().matched(index, letter.seq(), letter.params());
                    turn.emit(new Event.DependenciesSet(at.run().key(), at.step().ordinal(), now));
                    goOn(turn, at.run(), at.step());
                });
    }

    private static Optional<Rules.At> find(Turn turn, Listener.Step place, StepStatus status) {
        return turn.state()
                .run(place.runKey())
                .flatMap(run -> run.find(place.ordinal()).map(step -> new Rules.At(run, step)))
                .filter(at -> place.uuid().equals(at.step().uuid())
                        && at.step().status() == status
                        && at.step().ending().isEmpty());
    }

    /** A user does not want it to wait any more. */
    static void bypass(Turn turn, RunState run, StepState step, User user) {
        letGo(turn, run, step);
        var entry = TimelineEvent.info(
                turn.now(), "Signal step dependencies have been bypassed by user [" + user.name() + "]");
        turn.emit(new Event.DependenciesSet(run.key(), step.ordinal(), step.dependencies().skipped(entry)));
        goOn(turn, run, step);
    }

    /** The step has done its work: it announces what it has to, then it succeeds. */
    static void announce(Turn turn, RunState run, StepState step) {
        var definition = step.plan().definition();
        if (!SignalEvaluation.announces(definition, step.artifacts())) {
            StepEndings.complete(turn, run, step, StepStatus.SUCCEEDED);
            return;
        }
        var params = step.params();
        var artifacts = step.artifacts();
        long now = turn.now();
        evaluate(
                turn, run, step,
                (facts, budget) -> SignalEvaluation.outputs(definition, params, artifacts, facts, now, budget),
                outputs -> announce(turn, run, step, outputs),
                Message.Result.Announces::new);
    }

    static void announce(Turn turn, RunState run, StepState step, Outputs outputs) {
        turn.emit(new Event.OutputsSet(run.key(), step.ordinal(), outputs));
        dynamicInfo(step).ifPresent(entry -> turn.note(run, step, entry));
        for (int i = 0; i < outputs.all().size(); i++) {
            var output = outputs.all().get(i);
            turn.send(new Letter.ToSignal(
                    output.name(), new SignalLetter.Announce(place(run, step, i), request(turn, run, step, output))));
        }
        if (outputs.isEmpty()) {
            StepEndings.complete(turn, run, step, StepStatus.SUCCEEDED);
        }
    }

    private static Optional<TimelineEvent> dynamicInfo(StepState step) {
        return Optional.ofNullable(step.artifacts().get(SignalEvaluation.DYNAMIC))
                .map(artifact -> artifact.get("info"))
                .flatMap(info -> {
                    try {
                        return Optional.of(TimelineEvent.fromJson(Json.node(info)));
                    } catch (MaestroException unreadable) {
                        return Optional.empty();
                    }
                });
    }

    private static SignalRequest request(Turn turn, RunState run, StepState step, Output output) {
        var payload = new LinkedHashMap<>(output.payload());
        var source = new LinkedHashMap<String, Object>();
        source.put("workflow_id", run.identity().workflowId());
        source.put("workflow_instance_id", run.identity().instanceId());
        source.put("workflow_run_id", run.identity().runId());
        source.put("step_id", step.id());
        source.put("step_attempt_id", (long) step.attempt());
        source.put("step_instance_id", step.seq());
        payload.put("signal_source", source);
        return new SignalRequest(
                output.name(), output.params(), payload, Optional.empty(), Optional.of(turn.now()));
    }

    /** One of the step's announcements has its number. */
    static void announced(Turn turn, MessageRow.Key key, Letter.Announced letter) {
        turn.emit(new Event.LetterTaken(key));
        find(turn, letter.place(), StepStatus.FINISHING).ifPresent(at -> {
            var outputs = at.step().outputs().announced(letter.place().index(), letter.seq(), letter.atMillis());
            if (outputs.done()) {
                outputs = outputs.with(TimelineEvent.info(turn.now(), "All signals of the step are announced."));
            }
            turn.emit(new Event.OutputsSet(at.run().key(), at.step().ordinal(), outputs));
            if (outputs.done()) {
                StepEndings.complete(turn, at.run(), at.step(), StepStatus.SUCCEEDED);
            }
        });
    }

    /** Goes on after recovery: what has left is answered by letter. */
    static void resumeAnnouncing(Turn turn, RunState run, StepState step) {
        if (step.outputs().isEmpty()) {
            announce(turn, run, step);
        } else if (step.outputs().done()) {
            StepEndings.complete(turn, run, step, StepStatus.SUCCEEDED);
        }
    }
}
