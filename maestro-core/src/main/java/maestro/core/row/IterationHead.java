package maestro.core.row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import maestro.core.param.ParamDelta;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The head of an iteration, told by what differs from another one of the same loop: its number, its time and its loop
 * values. So a row of it takes tens of bytes instead of a thousand.
 */
public final class IterationHead {
    /** No JSON begins so. */
    private static final byte JOINED = 1;

    /** Follows from the number. */
    private static final String INDEX = "loop_index";

    private static final int LENGTH_AT = 1;
    private static final int MODEL_AT = LENGTH_AT + Integer.BYTES;

    private IterationHead() {}

    /** What makes a head of another iteration of the same loop; empty: they differ in more. */
    public static Optional<byte[]> difference(RunHead model, RunHead head) {
        if (model.iteration().isEmpty() || head.iteration().isEmpty()) {
            return Optional.empty();
        }
        var place = head.iteration().get();
        var rest = model.again(head.params(), head.requestMillis(), place.number());
        if (!rest.equals(head)) {
            return Optional.empty();
        }
        return ParamDelta.of(model.params(), model.requestMillis(), head.params(), head.requestMillis())
                .map(values -> {
                    if (values.path(INDEX).longValue(-1) == place.number() - 1) {
                        values.remove(INDEX);
                    }
                    var json = Json.array().add(place.number()).add(head.requestMillis() - model.requestMillis());
                    if (!values.isEmpty()) {
                        json.add(values);
                    }
                    return Json.text(json).getBytes(StandardCharsets.UTF_8);
                });
    }

    /** A difference together with the model that it is one from: {@link RunHead#read} understands that. */
    public static byte[] joined(byte[] model, byte[] difference) {
        return ByteBuffer.allocate(MODEL_AT + model.length + difference.length)
                .put(JOINED)
                .putInt(model.length)
                .put(model)
                .put(difference)
                .array();
    }

    static boolean isJoined(byte[] bytes) {
        return bytes.length > MODEL_AT && bytes[0] == JOINED;
    }

    static RunHead read(byte[] joined) {
        int split = MODEL_AT + ByteBuffer.wrap(joined).getInt(LENGTH_AT);
        var model = RunHead.read(Arrays.copyOfRange(joined, MODEL_AT, split));
        var difference = StoredJson.parse(Arrays.copyOfRange(joined, split, joined.length));
        long number = difference.get(0).longValue();
        long millis = model.requestMillis() + difference.get(1).longValue();
        var values = difference.size() > 2 ? (ObjectNode) difference.get(2) : Json.object();
        if (!values.has(INDEX) && model.params().containsKey(INDEX)) {
            values.put(INDEX, number - 1);
        }
        var params = ParamDelta.apply(model.params(), model.requestMillis(), values, millis);
        return model.again(params, millis, number);
    }
}
