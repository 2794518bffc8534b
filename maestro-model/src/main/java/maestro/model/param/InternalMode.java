package maestro.model.param;

/** What defaults and templates demand of a param (parameters.md §3). */
public enum InternalMode {
    REQUIRED(ParamMode.MUTABLE), PROVIDED(ParamMode.MUTABLE), OPTIONAL(ParamMode.MUTABLE), RESERVED(ParamMode.CONSTANT);

    private final ParamMode implied;

    InternalMode(ParamMode implied) {
        this.implied = implied;
    }

    public ParamMode implied() {
        return implied;
    }
}
