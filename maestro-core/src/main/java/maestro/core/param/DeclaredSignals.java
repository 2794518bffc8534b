package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.util.List;
import maestro.model.definition.SignalTrigger;

/**
 * Signals as a dry run knows them: whatever the definition's triggers declare is there, with a made-up date as its
 * value (parameters.md §11).
 */
public record DeclaredSignals(List<SignalTrigger> triggers) implements SignalFacts {
    private static final Long VALUE = 20220101L;

    public DeclaredSignals {
        triggers = List.copyOf(triggers);
    }

    @Override
    public Object ofTrigger(String name) {
        if (triggers.stream().anyMatch(trigger -> trigger.params().containsKey(name))) return VALUE;
        throw badRequest("no signal trigger of the workflow has a param [" + name + "]");
    }

    @Override
    public Object ofSignal(String signal, String name) {
        if (triggers.stream().anyMatch(trigger -> trigger.definitions().containsKey(signal))) return VALUE;
        throw badRequest("no signal trigger of the workflow names a signal [" + signal + "]");
    }
}
