package maestro.model.definition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import maestro.model.json.Json;
import maestro.model.json.TagJson;
import maestro.model.json.UserJson;
import maestro.model.param.ParamJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes definitions in their canonical form (definition.md §13). */
final class DefinitionWriter {
    private DefinitionWriter() {}

    static ObjectNode request(CreateRequest request) {
        var json = Json.object();
        request.properties().ifPresent(properties -> json.set("properties", properties(properties)));
        json.put("is_active", request.active());
        request.gitInfo().ifPresent(info -> json.set("git_info", Json.node(info)));
        json.set("workflow", workflow(request.workflow()));
        request.extras().forEach((key, value) -> json.set(key, Json.node(value)));
        return json;
    }

    static ObjectNode workflow(Workflow workflow) {
        var json = Json.object();
        json.put("id", workflow.id());
        workflow.name().ifPresent(name -> json.put("name", name));
        workflow.description().ifPresent(text -> json.put("description", text));
        if (shown(workflow.tags().isEmpty(), "tags", workflow.empties())) {
            json.set("tags", TagJson.toJson(workflow.tags()));
        }
        workflow.timeout().ifPresent(timeout -> json.set("timeout", duration(timeout)));
        if (shown(workflow.timeTriggers().isEmpty(), "time_triggers", workflow.empties())) {
            json.set("time_triggers", timeTriggers(workflow.timeTriggers()));
        }
        if (shown(workflow.signalTriggers().isEmpty(), "signal_triggers", workflow.empties())) {
            json.set("signal_triggers", signalTriggers(workflow.signalTriggers()));
        }
        workflow.criticality().ifPresent(value -> json.put("criticality", value.name()));
        workflow.instanceStepConcurrency().ifPresent(n -> json.put("instance_step_concurrency", n));
        if (shown(workflow.params().isEmpty(), "params", workflow.empties())) {
            json.set("params", ParamJson.toJson(workflow.params()));
        }
        HookJson.write(workflow.hooks(), json);
        json.set("steps", steps(workflow.steps()));
        return json;
    }

    private static boolean shown(boolean empty, String key, Set<String> empties) {
        return !empty || empties.contains(key);
    }

    private static ArrayNode steps(List<Step> steps) {
        var json = Json.array();
        steps.forEach(step -> json.add(step(step)));
        return json;
    }

    static ObjectNode step(Step step) {
        var json = Json.object();
        switch (step) {
            case Step.Leaf leaf -> leaf(json.putObject("step"), leaf);
            case Step.Subworkflow call -> {
                var body = common(json.putObject("subworkflow"), call.common());
                call.sync().ifPresent(flag -> body.put("sync", flag));
                call.explicitParams().ifPresent(flag -> body.put("explicit_params", flag));
            }
            case Step.Foreach loop -> {
                var body = common(json.putObject("foreach"), loop.common());
                loop.concurrency().ifPresent(n -> body.put("concurrency", n));
                loop.strictOrdering().ifPresent(flag -> body.put("strict_ordering", flag));
                body.set("steps", steps(loop.body()));
            }
            case Step.While loop -> {
                var body = common(json.putObject("while"), loop.common());
                body.put("condition", loop.condition());
                body.set("steps", steps(loop.body()));
            }
            case Step.Template template -> {
                var body = common(json.putObject("template"), template.common());
                template.subType().ifPresent(text -> body.put("sub_type", text));
            }
        }
        return json;
    }

    private static void leaf(ObjectNode json, Step.Leaf leaf) {
        common(json, leaf.common());
        json.put("type", leaf.type().text());
        leaf.subType().ifPresent(text -> json.put("sub_type", text));
        leaf.subTypeVersion().ifPresent(text -> json.put("sub_type_version", text));
        leaf.retryPolicy().ifPresent(policy -> json.set("retry_policy", RetryJson.toJson(policy)));
    }

    private static ObjectNode common(ObjectNode json, Step.Common common) {
        json.put("id", common.id());
        common.name().ifPresent(name -> json.put("name", name));
        common.description().ifPresent(text -> json.put("description", text));
        json.set("transition", transition(common.transition()));
        common.failureMode().ifPresent(mode -> json.put("failure_mode", mode.name()));
        if (shown(common.tags().isEmpty(), "tags", common.empties())) {
            json.set("tags", TagJson.toJson(common.tags()));
        }
        common.timeout().ifPresent(timeout -> json.set("timeout", duration(timeout)));
        if (!common.signalDependencies().isEmpty()) {
            json.set("signal_dependencies", SignalJson.dependenciesToJson(common.signalDependencies()));
        }
        if (!common.signalOutputs().isEmpty()) {
            json.set("signal_outputs", SignalJson.outputsToJson(common.signalOutputs()));
        }
        if (shown(common.params().isEmpty(), "params", common.empties())) {
            json.set("params", ParamJson.toJson(common.params()));
        }
        return json;
    }

    static ObjectNode transition(Transition transition) {
        var json = Json.object();
        if (!transition.predecessors().isEmpty()) {
            json.set("predecessors", Json.node(transition.predecessors()));
        }
        if (!transition.successors().isEmpty()) {
            json.set("successors", Json.node(transition.successors()));
        }
        return json;
    }

    static ObjectNode properties(Properties properties) {
        var json = Json.object();
        properties.owner().ifPresent(owner -> json.set("owner", UserJson.toJson(owner)));
        properties.accessControl().ifPresent(tree -> json.set("access_control", Json.node(tree)));
        properties.runStrategy().ifPresent(strategy -> json.set("run_strategy", runStrategy(strategy)));
        properties.stepConcurrency().ifPresent(n -> json.put("step_concurrency", n));
        properties.alerting().ifPresent(tree -> json.set("alerting", Json.node(tree)));
        properties.alertingDisabled().ifPresent(flag -> json.put("alerting_disabled", flag));
        properties.signalTriggerDisabled().ifPresent(flag -> json.put("signal_trigger_disabled", flag));
        properties.timeTriggerDisabled().ifPresent(flag -> json.put("time_trigger_disabled", flag));
        properties.description().ifPresent(text -> json.put("description", text));
        properties.tags().ifPresent(tags -> json.set("tags", TagJson.toJson(tags)));
        return json;
    }

    static ObjectNode runStrategy(RunStrategy strategy) {
        return Json.object()
                .put("rule", strategy.rule().name())
                .put("workflow_concurrency", strategy.workflowConcurrency());
    }

    private static JsonNode duration(DurationText duration) {
        return duration.number() ? Json.node(new BigDecimal(duration.text())) : Json.node(duration.text());
    }

    static ArrayNode timeTriggers(List<TimeTrigger> triggers) {
        var json = Json.array();
        for (var trigger : triggers) {
            var entry = json.addObject();
            switch (trigger) {
                case TimeTrigger.Cron cron -> entry.put("type", "CRON").put("cron", cron.cron());
                case TimeTrigger.Predefined schedule ->
                    entry.put("type", "PREDEFINED").put("expression", schedule.expression());
            }
            trigger.timezone().ifPresent(zone -> entry.put("timezone", zone));
            trigger.fuzzyMaxDelay().ifPresent(delay -> entry.set("fuzzy_max_delay", duration(delay)));
            trigger.catchUp().ifPresent(catchUp -> entry.set("catch_up", catchUp.toJson()));
        }
        return json;
    }

    static ArrayNode signalTriggers(List<SignalTrigger> triggers) {
        var json = Json.array();
        for (var trigger : triggers) {
            var entry = json.addObject();
            if (!trigger.definitions().isEmpty()) {
                var definitions = entry.putObject("definitions");
                trigger.definitions().forEach((signal, body) -> signalEntry(definitions.putObject(signal), body));
            }
            if (!trigger.params().isEmpty()) {
                entry.set("params", ParamJson.toJson(trigger.params()));
            }
            trigger.condition().ifPresent(text -> entry.put("condition", text));
            trigger.dedupExpr().ifPresent(text -> entry.put("dedup_expr", text));
        }
        return json;
    }

    private static void signalEntry(ObjectNode json, SignalTrigger.Entry entry) {
        if (!entry.matchParams().isEmpty()) {
            var matches = json.putObject("match_params");
            for (Map.Entry<String, SignalTrigger.Match> match : entry.matchParams().entrySet()) {
                matches.putObject(match.getKey())
                        .<ObjectNode>set("value", Json.node(match.getValue().value()))
                        .put("operator", match.getValue().operator());
            }
        }
        if (!entry.joinKeys().isEmpty()) {
            json.set("join_keys", Json.node(entry.joinKeys()));
        }
    }
}
