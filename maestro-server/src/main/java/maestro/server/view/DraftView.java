package maestro.server.view;

import java.util.List;
import maestro.core.dag.Plan;
import maestro.core.dag.PlanStep;
import maestro.model.json.Json;
import tools.jackson.databind.node.ArrayNode;

/** The graph of a definition that may not be stored yet. */
public final class DraftView {
    private DraftView() {}

    /** Steps in topological order, those of a loop inside it. */
    public static ArrayNode of(Plan plan) {
        var steps = Json.array();
        for (PlanStep step : plan.steps()) {
            var view = steps.addObject().put("id", step.id()).put("type", step.type().text());
            List<Integer> next = step.successors();
            if (!next.isEmpty()) {
                var successors = view.putObject("successors");
                for (int i = 0; i < next.size(); i++)
                    successors.put(plan.step(next.get(i)).id(), step.conditions().get(i));
            }
            step.body().ifPresent(body -> view.set("steps", of(body)));
        }
        return steps;
    }
}
