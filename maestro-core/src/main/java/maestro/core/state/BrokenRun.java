package maestro.core.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What was decided about a run cannot be written, which shows only when the batch is made: the shard's memory is thrown
 * away, and the run is set aside or refused when it is loaded again.
 */
public final class BrokenRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RunState root;

    /** @param run an outermost run or an iteration below one */
    public BrokenRun(RunState run, Throwable cause) {
        super("run " + run.root().identity().text() + " cannot be written: " + cause.getMessage(), cause);
        this.root = run.root();
    }

    /** The outermost run. */
    public RunState root() {
        return root;
    }

    /** The keys of the run and of its live iterations. */
    public List<Long> keys() {
        var keys = new ArrayList<Long>();
        EvolveRun.keys(root, keys);
        return List.copyOf(keys);
    }
}
