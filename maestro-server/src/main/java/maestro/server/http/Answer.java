package maestro.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;

/** What a handler answers. */
public sealed interface Answer {
    int status();

    String type();

    Map<String, String> headers();

    /** A body known as a whole; empty bytes without a type mean no body. */
    record Whole(int status, String type, byte[] body, Map<String, String> headers) implements Answer {}

    /** A body written piece by piece, for as long as the writer takes. */
    record Stream(String type, Writer writer) implements Answer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Cache-Control", "no-cache", "X-Accel-Buffering", "no");
        }
    }

    /** Writes a stream; returns at its end, throws when the reader has gone or the server stops. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static Answer json(JsonNode body) {
        return json(200, body);
    }

    static Answer json(int status, JsonNode body) {
        return new Whole(status, Route.JSON, Json.bytes(body), Map.of());
    }

    static Answer json(List<? extends JsonNode> elements) {
        return json(Json.array().addAll(elements));
    }

    /** The answer for a resource with this entity tag; 304 without a body where the caller has it already. */
    static Answer tagged(JsonNode body, String tag, Call call) {
        var headers = Map.of("ETag", tag);
        boolean known = call.header("If-None-Match").filter(text -> text.equals("*") || text.contains(tag)).isPresent();
        return known
                ? new Whole(304, Route.JSON, new byte[0], headers)
                : new Whole(200, Route.JSON, Json.bytes(body), headers);
    }

    /** The answer of a change, with the entity tag of what it made. */
    static Answer changed(JsonNode body, String tag) {
        return new Whole(200, Route.JSON, Json.bytes(body), Map.of("ETag", tag));
    }

    static Answer text(String type, String body) {
        return new Whole(200, type, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
