package maestro.core.param;

/**
 * An evaluation went past its <em>provisional</em> budget: not an error of its author yet. Do the whole evaluation again
 * where it may take long, with a larger budget; nothing has happened so far.
 */
public final class BudgetExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetExceeded(String what) {
        super("over the provisional budget: " + what, null, false, false);
    }

    /** What must be read for the evaluation takes longer than a provisional budget allows for. */
    public static BudgetExceeded byReading(String what) {
        return new BudgetExceeded("reads " + what);
    }
}
