package maestro.model.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Retry policies as JSON (definition.md §7). */
final class RetryJson {
    private static final BigDecimal NUMBER_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private RetryJson() {}

    private enum Kind {
        EXPONENTIAL_BACKOFF, FIXED_BACKOFF
    }

    static RetryPolicy policy(Fields fields) {
        var limits = perClass(fields, "retry_limit");
        var backoff =
                fields.node("backoff").map(node -> backoff(fields.inside(node, fields.at("backoff"))));
        fields.end();
        return new RetryPolicy(limits.error(), limits.platform(), limits.timeout(), backoff);
    }

    private static Backoff backoff(Fields fields) {
        Kind kind = Scalars.choice(fields.required("type"), Kind.class, fields.at("type"));
        var base = perClass(fields, "retry_backoff_in_secs");
        Backoff backoff = switch (kind) {
            case FIXED_BACKOFF -> new Backoff.Fixed(base);
            case EXPONENTIAL_BACKOFF ->
                new Backoff.Exponential(
                        base, perClass(fields, "retry_exponent"), perClass(fields, "retry_limit_in_secs"));
        };
        fields.end();
        return backoff;
    }

    private static Backoff.PerClass perClass(Fields fields, String suffix) {
        return new Backoff.PerClass(
                setting(fields, "error_" + suffix),
                setting(fields, "platform_" + suffix),
                setting(fields, "timeout_" + suffix));
    }

    private static Optional<ParsableLong> setting(Fields fields, String key) {
        return fields.node(key).map(node -> {
            if (node.isString()) {
                return new ParsableLong(node.stringValue(), false);
            }
            if (node.isNumber()) {
                var number = node.decimalValue().setScale(0, RoundingMode.DOWN);
                if (number.signum() >= 0 && node.decimalValue().signum() >= 0 && number.compareTo(NUMBER_MAX) <= 0) {
                    return new ParsableLong(number.toString(), true);
                }
            }
            throw Scalars.expected("a number of at least 0, or text", node, fields.at(key));
        });
    }

    static ObjectNode toJson(RetryPolicy policy) {
        var json = Json.object();
        put(
                json,
                new Backoff.PerClass(policy.errorLimit(), policy.platformLimit(), policy.timeoutLimit()),
                "retry_limit");
        policy.backoff().ifPresent(backoff -> json.set("backoff", toJson(backoff)));
        return json;
    }

    static ObjectNode toJson(Backoff backoff) {
        var json = Json.object();
        switch (backoff) {
            case Backoff.Fixed(var base) -> {
                json.put("type", Kind.FIXED_BACKOFF.name());
                put(json, base, "retry_backoff_in_secs");
            }
            case Backoff.Exponential(var base, var exponent, var limit) -> {
                json.put("type", Kind.EXPONENTIAL_BACKOFF.name());
                put(json, base, "retry_backoff_in_secs");
                put(json, exponent, "retry_exponent");
                put(json, limit, "retry_limit_in_secs");
            }
        }
        return json;
    }

    private static void put(ObjectNode json, Backoff.PerClass settings, String suffix) {
        settings.error().ifPresent(value -> json.set("error_" + suffix, toJson(value)));
        settings.platform().ifPresent(value -> json.set("platform_" + suffix, toJson(value)));
        settings.timeout().ifPresent(value -> json.set("timeout_" + suffix, toJson(value)));
    }

    private static JsonNode toJson(ParsableLong value) {
        return value.number() ? Json.node(Long.parseLong(value.text())) : Json.node(value.text());
    }
}
