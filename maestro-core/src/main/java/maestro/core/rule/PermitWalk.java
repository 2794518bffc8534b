package maestro.core.rule;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import maestro.core.mail.Key;
import maestro.core.permit.AutomaticTags;
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
 * How an attempt gets leave from the tags that it carries (execution.md §8.3): it asks them one after another. Where it
 * has to wait it gives back what it has got from others, so that it holds nothing up that it cannot use, and asks them
 * again when its turn has come. After a few such rounds it insists: it keeps what it gets, and asks in the order that
 * is the same for all who insist, so that no circle of waiting can arise. The slots of its own workflow come last.
 * Whatever way the attempt ends, it lets go of all.
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
        return AutomaticTags.PREFIX + run.head().correlationId().orElseGet(() -> run.identity().workflowId() + ":"
                + run.identity().instanceId() + ":" + run.identity().runId());
    }

    /** Begins to ask; false: there is nothing to ask for. */
    static boolean begin(Turn turn, RunState run, StepState step) {
        var tags = tags(turn, run, step);
        if (tags.isEmpty()) {
            return false;
        }
        turn.emit(new Event.StepClaims(run.key(), step.ordinal(), Claims.of(tags)));
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
                run.ownerId(), run.key(), step.ordinal(), step.uuid(), step.times().waitPermit(),
                step.claims().insists(), limit, who))));
    }

    /** A tag lets the attempt run; comes too late when it has ended. */
    static void granted(Turn turn, MessageRow.Key key, Letter.Granted granted) {
        turn.emit(new Event.LetterTaken(key));
        find(turn, granted).ifPresent(at -> {
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

    /** A tag lets the attempt wait: nobody else shall wait for what it has. */
    static void queued(Turn turn, MessageRow.Key key, Letter.Queued queued) {
        turn.emit(new Event.LetterTaken(key));
        find(turn, queued).ifPresent(at -> {
            var run = at.run();
            var step = at.step();
            var claims = step.claims();
            turn.note(run, step, "The step is still waiting for tag permit");
            if (claims.insists() || claims.granted() == 0) {
                return;
            }
            if (claims.patient()) {
                claims.held().forEach(tag -> release(turn, step, tag));
                turn.emit(new Event.StepClaims(run.key(), step.ordinal(), claims.bounced()));
            } else {
                claims.asked().forEach(tag -> release(turn, step, tag));
                turn.emit(new Event.StepClaims(run.key(), step.ordinal(), Claims.insisting(tags(turn, run, step))));
                ask(turn, run, step);
            }
        });
    }

    /** The step that waits for the answer; empty: it has ended, or waits for another one. */
    private static Optional<Rules.At> find(Turn turn, Letter.OfTag answer) {
        return turn.state()
                .run(answer.runKey())
                .flatMap(run -> run.find(answer.ordinal()).map(step -> new Rules.At(run, step)))
                .filter(at -> waits(at.step(), answer));
    }

    private static boolean waits(StepState step, Letter.OfTag answer) {
        return answer.uuid().equals(step.uuid())
                && step.status() == StepStatus.WAITING_FOR_PERMITS
                && step.ending().isEmpty()
                && !step.claims().complete()
                && step.claims().next().equals(answer.tag())
                && step.claims().insists() == answer.insists();
    }

    private static void release(Turn turn, StepState step, String tag) {
        turn.send(new Letter.ToTag(tag, new TagLetter.Release(step.uuid())));
    }

    /** The attempt ends: it lets go of what it holds, and stands in no line any more. */
    static void letGo(Turn turn, StepState step) {
        step.claims().asked().forEach(tag -> release(turn, step, tag));
    }
}
