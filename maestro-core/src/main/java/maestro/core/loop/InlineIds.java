package maestro.core.loop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.UUID;
import maestro.model.definition.StepType;

/** The ids of loop bodies and their iterations (composite-steps.md §1.1, §1.2). */
public final class InlineIds {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    public static final String FOREACH_PREFIX = "maestro_foreach";
    public static final String WHILE_PREFIX = "maestro_while";

    private InlineIds() {}

    /** Whether a workflow id names a loop's body. */
    public static boolean inline(String workflowId) {
        return workflowId.startsWith(FOREACH_PREFIX) || workflowId.startsWith(WHILE_PREFIX);
    }

    /**
     * The workflow id of a loop step's iterations.
     *
     * @param internalId of the outermost real workflow
     * @param rootInstanceId instance id of the nearest run that is no iteration
     * @param workflowId own workflow id of the run that holds the step, perhaps inline
     * @param instanceId own instance id of that run
     */
    public static String of(
            StepType type, long internalId, long rootInstanceId, String stepId, long instanceId, String workflowId) {
        String prefix = type == StepType.WHILE ? WHILE_PREFIX : FOREACH_PREFIX;
        String root = base62(rootInstanceId);
        return prefix + "_" + new StringBuilder(base62(internalId)).reverse() + "_" + DIGITS.charAt(root.length()) + root
                + "_" + md5(stepId + "@" + instanceId + "@" + workflowId);
    }

    /** The number of the outermost real workflow that an inline id belongs to; empty when it is none. */
    public static OptionalLong internalId(String inlineId) {
        String[] parts = inlineId.split("_");
        if (!inline(inlineId) || parts.length != 5 || parts[2].isEmpty() || parts[2].length() > 11) return OptionalLong.empty();
        long number = 0;
        for (char digit : new StringBuilder(parts[2]).reverse().toString().toCharArray()) {
            int value = DIGITS.indexOf(digit);
            if (value < 0) return OptionalLong.empty();
            number = number * 62 + value;
        }
        return OptionalLong.of(number);
    }

    /** Most significant digit first. */
    private static String base62(long number) {
        var text = new StringBuilder();
        long rest = number;
        do {
            text.append(DIGITS.charAt((int) (rest % 62)));
            rest /= 62;
        } while (rest > 0);
        return text.reverse().toString();
    }

    private static String md5(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has MD5", missing);
        }
    }

    /** @param index from 0 */
    public static UUID foreachUuid(String inlineId, long loopRunId, long index) {
        return uuid("[" + inlineId + "][" + loopRunId + "][" + index + "]");
    }

    /** @param iteration from 1 */
    public static UUID whileUuid(String inlineId, long iteration, long loopRunId) {
        return uuid("[" + inlineId + "][" + iteration + "][" + loopRunId + "]");
    }

    /** Of the run of an iteration, whatever the kind of its loop. */
    public static UUID iterationUuid(String inlineId, long instanceId, long runId) {
        return inlineId.startsWith(WHILE_PREFIX)
                ? whileUuid(inlineId, instanceId, runId)
                : foreachUuid(inlineId, runId, instanceId - 1);
    }

    private static UUID uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
