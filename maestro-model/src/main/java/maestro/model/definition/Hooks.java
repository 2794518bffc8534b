package maestro.model.definition;

import java.util.List;

/**
 * What a workflow does when one of its runs has ended. Immutable.
 *
 * @param onFailure after FAILED and TIMED_OUT; a run that somebody stopped is none of them
 * @param onSuccess after SUCCEEDED
 */
public record Hooks(List<Hook> onFailure, List<Hook> onSuccess) {
    public static final Hooks NONE = new Hooks(List.of(), List.of());

    public Hooks {
        onFailure = List.copyOf(onFailure);
        onSuccess = List.copyOf(onSuccess);
    }
}
