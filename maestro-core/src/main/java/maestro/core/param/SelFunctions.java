package maestro.core.param;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The functions behind {@code params.f(…)} for people: how each is called, and what it gives. Constant. */
public final class SelFunctions {
    /** By signature, in the order to be shown. */
    public static final SequencedMap<String, String> SIGNATURES = signatures();

    private SelFunctions() {}

    private static SequencedMap<String, String> signatures() {
        var all = new LinkedHashMap<String, String>();
        all.put("getFromStep(step_id, name)", "A param of a completed upstream step, or MAESTRO_STEP_STATUS or"
                + " MAESTRO_STEP_END_TIME");
        all.put("getFromStep(field)", "A fact of this step: step_id, step_instance_uuid, step_instance_id,"
                + " step_attempt_id, step_type_info, MAESTRO_STEP_ERROR_RETRIES");
        all.put("getFromInstance(field)", "A fact of this run: INITIATOR_TYPE, INITIATOR_TIMEZONE,"
                + " INITIATOR_RUNNER_NAME, RUN_POLICY, workflow_id, workflow_instance_id, workflow_run_id, owner,"
                + " FIRST_TIME_TRIGGER_TIMEZONE");
        all.put("getFromForeach(foreach_id, step_id, name)", "A param of a step of all iterations of a completed foreach,"
                + " as an array");
        all.put("getFromSubworkflow(subworkflow_id, step_id, name)", "A param of a step in the run that a subworkflow"
                + " step started");
        all.put("getFromSignal(signal, name)", "A param of the signal that started the run");
        all.put("getFromSignal(field)", "A fact of the signal trigger that started the run");
        all.put("getFromSignalOrDefault(signal, name, otherwise)", "A param of the signal that started the run, or"
                + " another value");
        all.put("getFromSignalDependency(index, name)", "A param of a signal that the step waited for");
        all.put("nextUniqueId()", "A number that is given once");
        all.put("getExecutionEnvironment()", "The name of the environment that this server runs in");
        return Collections.unmodifiableSequencedMap(all);
    }
}
