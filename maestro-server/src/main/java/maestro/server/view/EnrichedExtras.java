package maestro.server.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.core.cron.Schedules;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.StepParams;
import maestro.core.param.WorkflowParams;
import maestro.core.template.TemplateRules;
import maestro.core.template.Templates;
import maestro.model.MaestroException;
import maestro.model.definition.Step;
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
            var template = TemplateRules.of(templates, step, version).params();
            steps.set(step.id(), ParamJson.toJson(stepParams(catalogue, step, template, params)));
        }
        schedule(extras, workflow, Instant.ofEpochMilli(nowMillis));
        return extras;
    }

    /** A workflow param that fits its template only once it is evaluated is left out, as a run is yet to show it. */
    private static Map<String, ParamDefinition> stepParams(
            ParamCatalogue catalogue,
            Step step,
            Map<String, ParamDefinition> template,
            Map<String, ParamDefinition> workflow) {
        var all = new LinkedHashMap<>(workflow);
        for (String name : template.keySet()) {
            if (!workflow.containsKey(name)) continue;
            try {
                StepParams.enriched(catalogue, step, template, Map.of(name, workflow.get(name)));
            } catch (MaestroException _) {
                all.remove(name);
            }
        }
        return StepParams.enriched(catalogue, step, template, all);
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
