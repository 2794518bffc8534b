package maestro.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The loops of a definition, as the server writes it. Pure. */
final class LoopSteps {
    private LoopSteps() {}

    /** The ids of all steps in a loop, at any depth; empty for another step. */
    static List<String> inside(JsonNode wrapped) {
        var ids = new ArrayList<String>();
        leavesAndLoops(wrapped, false, ids, false);
        return ids;
    }

    /** The ids of the steps in a loop that write output of their own. */
    static List<String> speaking(JsonNode wrapped) {
        var ids = new ArrayList<String>();
        leavesAndLoops(wrapped, false, ids, true);
        return ids;
    }

    /** The id of a step in its wrapper. */
    static String id(JsonNode wrapped) {
        return wrapped.propertyStream().findFirst().map(only -> only.getValue().path("id").asString("")).orElse("");
    }

    private static void leavesAndLoops(JsonNode wrapped, boolean inLoop, List<String> ids, boolean speakingOnly) {
        for (var only : wrapped.properties()) {
            var step = only.getValue();
            boolean loop = only.getKey().equals("foreach") || only.getKey().equals("while");
            boolean speaks = only.getKey().equals("step") && RunSnapshot.speaks(step.path("type").asString(""));
            if (inLoop && (speaks || !speakingOnly)) ids.add(step.path("id").asString(""));
            if (loop) step.path("steps").forEach(below -> leavesAndLoops(below, true, ids, speakingOnly));
        }
    }
}
