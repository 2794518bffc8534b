package maestro.core.rule;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import maestro.core.mail.Key;
import maestro.core.permit.Claim;
import maestro.core.permit.Claims;
import maestro.core.permit.TagLetter;
import maestro.core.row.MessageRow;
import maestro.core.state.Event;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.core.template.TemplateRules;
import maestro.model.Tag;
import maestro.model.run.StepStatus;

/**
 * How an attempt gets leave from the tags that it carries (execution.md §8.3): it asks them one after another, all attempts
 * in the same order, and keeps what it has got, so that no circle of waiting can arise. The slots of its own workflow come
 * last. Whatever way the attempt ends, it lets go of all.
 */
final class PermitWalk {
    private PermitWalk() {}

    /** The tags to ask, in the order in which everybody asks. */
    static List<String> tags(Turn turn, RunState run, StepState step) {
        var own = step.plan().definition().common().tags();
        boolean counted = run.head().instanceStepConcurrency().isPresent() && step.plan().type().leaf();
        if (own.isEmpty() && step.templateTags().isEmpty() && !counted) {
            return List.of();
        }
        int shards = turn.config().shards();
        var tags = new TreeSet<String>(Comparator.<String>comparingInt(
                        tag -> ShardNumbers.of(new Key.Tag(tag).text(), shards))
                .thenComparing(Comparator.naturalOrder()));
        TemplateRules.tags(own, step.templateTags()).stream().map(Tag::name).forEach(tags::add);
        if (counted) {
            tags.add(tree(run));
        }
        return List.copyOf(tags);
    }

    /** The tag of all leaf steps in the tree of a run. */
    static String tree(RunState run) {
        return "maestro_" + run.head().correlationId().orElseGet(() -> run.identity().workflowId() + ":"
                + run.identity().instanceId() + ":" + run.identity().runId());
    }

    /** Begins to ask; false: there is nothing to ask for. */
    static boolean begin(Turn turn, RunState run, StepState step) {
        var tags = tags(turn, run, step);
        if (tags.isEmpty()) {
            return false;
        }
        turn.emit(new Event.StepClaims(run.key(), step.ordinal(), new Claims(tags, 0)));
        ask(turn, run, step);
        return true;
    }

    private static void ask(Turn turn, RunState run, StepState step) {
        String tag = step.claims().next();
        var limit = tag.equals(tree(run)) && run.head().instanceStepConcurrency().isPresent()
                ? Optional.of(run.head().instanceStepConcurrency().getAsInt())
                : Optional.<Integer>empty();
        String who = run.identity().text() + "[" + step.id() + "][" + step.attempt() + "]";
        turn.send(new Letter.ToTag(tag, new TagLetter.Ask(new Claim(
                run.ownerId(), run.key(), step.ordinal(), step.uuid(), step.times().waitPermit(), limit, who))));
    }

    /** A tag lets the attempt run; comes too late when it has ended. */
    static void granted(Turn turn, MessageRow.Key key, Letter.Granted granted) {
        turn.emit(new Event.LetterTaken(key));
        turn.state()
                .run(granted.runKey())
                .flatMap(run -> run.find(granted.ordinal()).map(step -> new Rules.At(run, step)))
                .filter(at -> waits(at.step(), granted))
                .ifPresent(at -> {
                    var run = at.run();
                    var step = at.step();
                    turn.emit(new Event.StepClaims(run.key(), step.ordinal(), step.claims().oneMore()));
                    if (!step.claims().complete()) {
                        ask(turn, run, step);
                    } else {
                        turn.note(run, step, "Tag permit acquired");
                        StepRules.permitted(turn, run, step);
                    }
                });
    }

    private static boolean waits(StepState step, Letter.Granted granted) {
        return granted.uuid().equals(step.uuid())
                && step.status() == StepStatus.WAITING_FOR_PERMITS
                && step.ending().isEmpty()
                && !step.claims().complete()
                && step.claims().next().equals(granted.tag());
    }

    /** The attempt ends: it lets go of what it holds, and stands in no line any more. */
    static void letGo(Turn turn, StepState step) {
        step.claims().asked().forEach(tag ->
                turn.send(new Letter.ToTag(tag, new TagLetter.Release(step.uuid()))));
    }
}
