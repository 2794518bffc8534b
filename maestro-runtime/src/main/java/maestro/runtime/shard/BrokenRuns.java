package maestro.runtime.shard;

import java.util.List;
import maestro.core.state.BrokenRun;

/** Why a shard starts afresh: what was decided about these runs cannot be written. */
public final class BrokenRuns extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<BrokenRun> runs;

    public BrokenRuns(List<BrokenRun> runs) {
        super(runs.getFirst().getMessage(), runs.getFirst());
        this.runs = List.copyOf(runs);
    }

    public List<BrokenRun> runs() {
        return runs;
    }
}
