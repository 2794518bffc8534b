package maestro.model.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.model.id.Ids;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.param.ParamJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads, checks and writes {@link Hook}s. Pure and thread-safe. */
public final class HookJson {
    private static final int URL_MAX = 2_000;
    private static final int HEADERS_MAX = 20;
    private static final Pattern URL = Pattern.compile(
            "(?i)https?://(?:\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::\\d{1,5})?(?:[/?#][\\x21-\\x7e]*)?");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]{0,4000}");

    private HookJson() {}

    static Hooks hooks(Fields workflow) {
        return new Hooks(list(workflow, "on_failure"), list(workflow, "on_success"));
    }

    /** One hook or a list of them. */
    private static List<Hook> list(Fields workflow, String key) {
        var node = workflow.node(key);
        if (node.isEmpty()) return List.of();
        if (!node.get().isArray()) return List.of(hook(workflow.inside(node.get(), workflow.at(key))));
        var hooks = new ArrayList<Hook>();
        for (var element : workflow.list(key)) {
            hooks.add(hook(workflow.inside(element, workflow.at(key) + "[" + hooks.size() + "]")));
        }
        return hooks;
    }

    /** Reads what {@link #toJson(Hook)} wrote. */
    public static Hook read(JsonNode json) {
        return hook(Fields.of(json, "hook", true));
    }

    private static Hook hook(Fields fields) {
        var workflow = fields.text("workflow");
        var webhook = fields.node("webhook");
        if (workflow.isPresent() == webhook.isPresent()) {
            throw Scalars.problem(fields.path(), "needs one of 'workflow', the id of a workflow to start, and"
                    + " 'webhook', a URL to call");
        }
        var hook = workflow.isPresent()
                ? new Hook.Start(workflow.get(), WorkflowReader.params(fields, "params"))
                : webhook(webhook.get(), fields);
        fields.end();
        return hook;
    }

    private static Hook webhook(JsonNode node, Fields outer) {
        if (node.isString()) return new Hook.Webhook(node.stringValue(), Map.of());
        var fields = outer.inside(node, outer.at("webhook"));
        var headers = new LinkedHashMap<String, String>();
        fields.members("headers").forEach((name, value) ->
                headers.put(name, Scalars.text(value, Fields.member(fields.at("headers"), name))));
        var hook = new Hook.Webhook(fields.requiredText("url"), headers);
        fields.end();
        return hook;
    }

    static void write(Hooks hooks, ObjectNode json) {
        if (!hooks.onFailure().isEmpty()) json.set("on_failure", list(hooks.onFailure()));
        if (!hooks.onSuccess().isEmpty()) json.set("on_success", list(hooks.onSuccess()));
    }

    private static ArrayNode list(List<Hook> hooks) {
        var json = Json.array();
        hooks.forEach(hook -> json.add(toJson(hook)));
        return json;
    }

    /** The canonical form. */
    public static ObjectNode toJson(Hook hook) {
        var json = Json.object();
        switch (hook) {
            case Hook.Start(var workflowId, var params) -> {
                json.put("workflow", workflowId);
                if (!params.isEmpty()) json.set("params", ParamJson.toJson(params));
            }
            case Hook.Webhook(var url, var headers) -> {
                var webhook = json.putObject("webhook").put("url", url);
                if (!headers.isEmpty()) webhook.set("headers", Json.node(headers));
            }
        }
        return json;
    }

    /** The field rules. */
    static void check(Hooks hooks, Violations violations) {
        check("workflow.onFailure", hooks.onFailure(), violations);
        check("workflow.onSuccess", hooks.onSuccess(), violations);
    }

    private static void check(String path, List<Hook> hooks, Violations violations) {
        if (hooks.size() > Hook.MAX) {
            violations.add(path, "has " + hooks.size() + " entries, at most " + Hook.MAX + " are allowed");
        }
        for (int i = 0; i < hooks.size(); i++) {
            String at = path + "[" + i + "]";
            switch (hooks.get(i)) {
                case Hook.Start(var workflowId, var params) -> {
                    violations.addIf(at + ".workflow", Ids.workflowProblem(workflowId));
                    violations.params(at, params);
                }
                case Hook.Webhook(var url, var headers) -> {
                    violations.addIf(at + ".webhook.url", urlProblem(url));
                    violations.addIf(at + ".webhook.headers", headersProblem(headers));
                }
            }
        }
    }

    private static Optional<String> urlProblem(String url) {
        if (url.length() > URL_MAX) return Optional.of("has " + url.length() + " characters, at most " + URL_MAX);
        return URL.matcher(url).matches()
                ? Optional.empty()
                : Optional.of("must be a URL with a host that begins with http:// or https://, without a user or"
                        + " password; send these in a header");
    }

    private static Optional<String> headersProblem(Map<String, String> headers) {
        if (headers.size() > HEADERS_MAX) return Optional.of("has more than " + HEADERS_MAX + " headers");
        return headers.entrySet().stream()
                .filter(header -> !HEADER.matcher(header.getKey()).matches()
                        || !HEADER_VALUE.matcher(header.getValue()).matches())
                .findFirst()
                .map(header -> "holds a name or value that no header can have: " + Scalars.shown(header.getKey()));
    }
}
