package maestro.core.state;

/** Counts the leaf steps of a live run (execution.md §9.2). */
public final class Rollups {
    private Rollups() {}

    /** A leaf counts once; a loop that has iterations and a subworkflow that was heard of count as what is in them. */
    public static Rollup of(RunState run) {
        var rollup = new Rollup();
        String place = run.identity().workflowId() + ":" + run.identity().runId();
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            var step = run.step(ordinal);
            if (!step.created()) {
                continue;
            }
            if (step.loop != null && (step.loop.rollup.total() > 0 || !step.loop.running.isEmpty())) {
                rollup.add(step.loop.rollup);
                step.loop.running.values().forEach(child -> rollup.add(of(child)));
            } else if (step.child != null && !step.child.overview().isEmpty()) {
                rollup.add(step.child.rollup());
            } else {
                String name = run.identity().instanceId() + ":" + step.id() + ":" + step.attempt();
                rollup.add(step.status(), place, name);
            }
        }
        return rollup;
    }
}
