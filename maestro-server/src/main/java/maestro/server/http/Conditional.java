package maestro.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Condition;
import maestro.core.rule.DefinitionTag;
import maestro.model.MaestroException;
import maestro.runtime.engine.Engine;

/**
 * Calls that are carried out only where their headers allow it: {@code If-Match} and {@code If-None-Match: *} with the
 * tags of definitions, {@code Idempotency-Key} for pushes and starts.
 */
final class Conditional {
    private static final int KEY_MAX = 255;

    private Conditional() {}

    /** The entity tag of a workflow's definition; it changes with versions, activation and properties. */
    static String tag(WorkflowRow workflow) {
        long snapshot = StoredJson.parse(workflow.detail()).at("/props/create_time").longValue(0);
        return "\"" + DefinitionTag.of(
                workflow.internalId(), workflow.latestVersion(), workflow.activeVersion(), snapshot) + "\"";
    }

    /** The engine, bound to what the call's headers demand. */
    static Engine engine(Engine engine, Call call) {
        return bound(engine, call, Optional.empty());
    }

    /** The engine for a push, which is also carried out once only when it has a key. */
    static Engine pushing(Engine engine, Call call) {
        return bound(engine, call, key(call).map(key -> new Condition.Once(
                digest(call.user().name() + "\n" + key), digest(call.pathText() + "\n" + call.text()))));
    }

    private static Engine bound(Engine engine, Call call, Optional<Condition.Once> once) {
        Optional<String> match = call.header("If-Match").map(String::strip);
        Optional<String> none = call.header("If-None-Match").map(String::strip);
        if (none.isPresent() && !none.get().equals("*"))
            throw MaestroException.badRequest("If-None-Match of a change can only be '*'");
        Set<String> tags = match.filter(text -> !text.equals("*")).map(Conditional::tags).orElse(Set.of());
        var condition = new Condition(none.isPresent(), match.isPresent(), tags, once);
        return condition.trivial() ? engine : engine.given(condition);
    }

    private static Set<String> tags(String header) {
        var tags = new HashSet<String>();
        for (String part : header.split(",")) {
            String tag = part.strip();
            if (tag.length() < 2 || !tag.startsWith("\"") || !tag.endsWith("\""))
                throw MaestroException.badRequest("If-Match must list entity tags in quotes, or be '*'");
            tags.add(tag.substring(1, tag.length() - 1));
        }
        return tags;
    }

    /** The request id of a start that has a key instead. */
    static Optional<UUID> requestId(Call call, String workflowId) {
        return key(call).map(key -> UUID.nameUUIDFromBytes(
                ("start\n" + workflowId + "\n" + call.user().name() + "\n" + key).getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<String> key(Call call) {
        Optional<String> key = call.header("Idempotency-Key").map(String::strip);
        if (key.isPresent() && (key.get().isEmpty() || key.get().length() > KEY_MAX))
            throw MaestroException.badRequest("Idempotency-Key must have 1 to " + KEY_MAX + " characters");
        return key;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
