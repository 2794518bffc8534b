package maestro.runtime.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.permit.AutomaticTags;
import maestro.core.permit.Claim;
import maestro.core.permit.ClaimRow;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.rule.ParallelLimits;
import maestro.core.wait.Dependency;
import maestro.core.why.Subject;
import maestro.core.why.Waits;
import maestro.model.permit.TagPermit;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Signals;
import maestro.runtime.store.TagPermits;

/** What is stored of the signals and tags that steps wait for. */
record WaitReads(Reads reads, Signals signals, TagPermits tags) {
    private static final int HOLDERS_MAX = 5;
    /** A place in line is looked for among so many. */
    private static final int LINE_MAX = 1_000;

    Waits signals(StepDetail detail) {
        var names = detail.dependencies().all().stream()
                .filter(each -> !each.done())
                .map(Dependency::name)
                .distinct()
                .toList();
        return names.isEmpty() ? Waits.NONE : Waits.signals(signals.lastSeqs(names));
    }

    /** The limits of the automatic tags, with the permits that are stored of them. */
    Waits slots(RunRow run, String stepId) {
        return Waits.slots(ParallelLimits.of(RunHead.read(run.head())).stored(
                max(AutomaticTags.of(run.workflowId())), max(AutomaticTags.of(run.workflowId(), stepId))));
    }

    private Optional<Integer> max(String tag) {
        return tags.permit(tag).map(TagPermit::maxAllowed);
    }

    Waits tag(StepRow step, StepDetail detail) {
        String tag = detail.claims().next();
        var line = tags.claims(tag, false, LINE_MAX);
        long ahead = line.stream().takeWhile(row -> !row.uuid().equals(step.uuid())).count();
        var carried = line.stream()
                .filter(row -> row.uuid().equals(step.uuid()))
                .findFirst()
                .flatMap(row -> row.claim().carried());
        var usage = tags.usage(List.of(tag)).getFirst();
        var holders = new ArrayList<Waits.Holder>();
        for (ClaimRow row : tags.claims(tag, true, HOLDERS_MAX)) {
            holder(row.claim()).ifPresent(holders::add);
        }
        return Waits.tag(new Waits.Tag(tag, max(tag).or(() -> carried), usage.held(), ahead, holders));
    }

    private Optional<Waits.Holder> holder(Claim claim) {
        return reads.runByKey(claim.runKey())
                .flatMap(run -> reads.steps(run.runKey()).stream()
                        .filter(step -> step.uuid().equals(claim.uuid()))
                        .findFirst()
                        .map(step -> new Waits.Holder(Subject.of(run, step), claim.askedMillis())));
    }
}
