package maestro.server.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import maestro.core.cron.Schedules;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.StepParams;
import maestro.core.param.WorkflowParams;
import maestro.core.template.TemplateRules;
import maestro.core.template.Templates;
import maestro.model.definition.Workflow;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import tools.jackson.databind.node.ObjectNode;

/** What a definition amounts to, on request (definition.md §13): merged params and when it fires next. */
public final class EnrichedExtras {
    private static final String TEMPLATE_VERSION = "job_template_version";

    private EnrichedExtras() {}

    /** @param nowMillis epoch milliseconds, after which its time triggers fire next */
    public static ObjectNode of(Workflow workflow, ParamCatalogue catalogue, Templates templates, long nowMillis) {
        var extras = Json.object();
        var params = WorkflowParams.enriched(catalogue, workflow.params());
        extras.set("workflow_params", ParamJson.toJson(params));
        var steps = extras.putObject("step_params");
        var version = templateVersion(workflow);
        for (var step : workflow.steps()) {
            var template = TemplateRules.of(templates, step, version);
            steps.set(step.id(), ParamJson.toJson(StepParams.enriched(catalogue, step, template.params(), params)));
        }
        schedule(extras, workflow, Instant.ofEpochMilli(nowMillis));
        return extras;
    }

    private static Map<String, Param> templateVersion(Workflow workflow) {
        ParamDefinition written = workflow.params().get(TEMPLATE_VERSION);
        return written != null && written.body() instanceof ParamBody.Literal(var value)
                ? Map.of(TEMPLATE_VERSION, Param.of(written, value, 0))
                : Map.of();
    }

    private static void schedule(ObjectNode extras, Workflow workflow, Instant now) {
        var times = new ArrayList<Long>();
        for (var trigger : workflow.timeTriggers()) {
            Optional<Instant> next = Schedules.next(trigger, now);
            next.ifPresent(at -> times.add(at.toEpochMilli()));
        }
        if (times.isEmpty()) return;
        extras.put("next_execution_time", times.stream().mapToLong(Long::longValue).min().orElseThrow());
        var all = extras.putArray("next_execution_times");
        times.forEach(all::add);
    }
}
