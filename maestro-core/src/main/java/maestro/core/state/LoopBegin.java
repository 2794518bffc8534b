package maestro.core.state;

/** How a loop's state begins, and what an earlier attempt left of it (composite-steps.md §2.6, §3.4). */
final class LoopBegin {
    private LoopBegin() {}

    /** What the attempt before the one being made left: of this run, or of an earlier one. */
    static LoopState earlier(RunState run, StepState step) {
        if (step.plan.body().isEmpty()) {
            return null;
        }
        if (step.attempt.loop != null || step.attempt.earlier != null) {
            return step.attempt.loop != null ? step.attempt.loop : step.attempt.earlier;
        }
        return run.past(step.id()).map(past -> LoopRows.state(past.artifacts())).orElse(null);
    }

    static void foreach(StepState step, Event.ForeachBegun begun) {
        var loop = new LoopState.Foreach(begun.inlineId(), begun.loopRunId(), begun.total(), begun.fingerprint());
        if (step.attempt.earlier instanceof LoopState.Foreach earlier) {
            loop.existed = Math.max(earlier.existed, ForeachNumbers.highest(earlier));
            if (begun.kept().goesOn()) {
                loop.known = Math.max(earlier.known, ForeachNumbers.highest(earlier));
                loop.keep(earlier, begun.kept().statuses(), begun.kept().except());
            }
        }
        step.attempt.loop = loop;
    }

    static void repeated(StepState step, Event.WhileBegun begun) {
        var loop = new LoopState.While(begun.inlineId(), begun.loopRunId());
        if (step.attempt.earlier instanceof LoopState.While earlier) {
            loop.existed = Math.max(earlier.existed, earlier.last);
            if (begun.first() > 0) {
                loop.known = loop.existed;
                loop.from(begun.first(), earlier);
            }
        }
        if (begun.first() == 0) {
            loop.values = begun.values();
        }
        step.attempt.loop = loop;
    }
}
