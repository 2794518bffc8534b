package maestro.model.param;

/** Who may change a param, in rising strictness (parameters.md §3). */
public enum ParamMode {
    MUTABLE, MUTABLE_ON_START_RESTART, MUTABLE_ON_START, IMMUTABLE, CONSTANT;

    public boolean stricterThan(ParamMode other) {
        return compareTo(other) > 0;
    }
}
