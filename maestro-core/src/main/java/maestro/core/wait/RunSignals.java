package maestro.core.wait;

import java.util.Map;
import maestro.core.param.SignalFacts;
import maestro.model.MaestroException;
import maestro.model.param.Param;

/**
 * What a run knows of the signals that started it.
 *
 * @param trigger params of the trigger, as evaluated
 * @param instances params of the consumed instances, by the name of the signal
 */
public record RunSignals(Map<String, Param> trigger, Map<String, Map<String, Object>> instances)
        implements SignalFacts {
    @Override
    public Object ofTrigger(String name) {
        var param = trigger.get(name);
        return param != null ? param.result() : SignalFacts.NONE.ofTrigger(name);
    }

    @Override
    public Object ofSignal(String signal, String name) {
        var params = instances.get(signal);
        if (params == null) {
            return SignalFacts.NONE.ofSignal(signal, name);
        }
        var value = params.get(name);
        if (value == null) {
            throw MaestroException.badRequest(
                    "the instance of signal [" + signal + "] that started the run has no param [" + name + "]");
        }
        return value;
    }
}
