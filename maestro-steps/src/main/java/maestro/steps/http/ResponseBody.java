package maestro.steps.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/** The body of a response as text: decompressed, at most as long as the server takes it. */
final class ResponseBody {
    /** Nobody applies more, and each takes memory. */
    private static final int ENCODINGS_MAX = 3;

    private ResponseBody() {}

    /**
     * @param bytesMax counted after decompression
     * @throws Unreadable when it is longer, or encoded in another way than gzip and deflate
     * @throws IOException when it breaks off or is damaged
     */
    static String read(ClassicHttpResponse response, int bytesMax) throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        var encodings = encodings(response);
        if (encodings.isEmpty() && entity.getContentLength() > bytesMax) {
            throw tooLong(response, bytesMax);
        }
        byte[] bytes;
        try {
            bytes = decoded(response, entity.getContent(), encodings).readNBytes(bytesMax + 1);
        } catch (ZipException | EOFException damaged) {
            throw new IOException("the response (status " + response.getCode() + ") is no valid "
                    + String.join(", ", encodings) + ": " + damaged.getMessage(), damaged);
        }
        if (bytes.length > bytesMax) {
            throw tooLong(response, bytesMax);
        }
        return new String(bytes, charset(entity));
    }

    private static Unreadable tooLong(ClassicHttpResponse response, int bytesMax) {
        return new Unreadable(
                "The response (status " + response.getCode() + ") is longer than the " + bytesMax
                        + " bytes that this server takes",
                response.getCode());
    }

    /** In the order in which they were applied. */
    private static List<String> encodings(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders("Content-Encoding"))
                .flatMap(header -> Arrays.stream(header.getValue().split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !name.equals("identity"))
                .toList();
    }

    private static InputStream decoded(ClassicHttpResponse response, InputStream sent, List<String> encodings)
            throws IOException {
        if (encodings.size() > ENCODINGS_MAX) {
            throw new Unreadable(
                    "The response is encoded " + encodings.size() + " times; at most " + ENCODINGS_MAX + " are read",
                    response.getCode());
        }
        InputStream in = sent;
        for (String encoding : encodings.reversed()) {
            var next = new PushbackInputStream(in, 2);
            byte[] start = next.readNBytes(2);
            next.unread(start);
            if (start.length == 0) {
                return next; // of a response without a body only the header speaks
            }
            in = switch (encoding) {
                case "gzip", "x-gzip" -> new GZIPInputStream(next);
                case "deflate" -> new InflaterInputStream(next, new Inflater(!zlib(start)));
                default -> throw new Unreadable(
                        "The response has the Content-Encoding '" + encoding + "', which cannot be read; gzip and deflate"
                                + " can. Ask for one of them, or for none, with the header Accept-Encoding",
                        response.getCode());
            };
        }
        return in;
    }

    /** Deflate is meant to come in a zlib wrapper; some servers leave that out. */
    private static boolean zlib(byte[] start) {
        return start.length == 2
                && (start[0] & 0x0f) == 8
                && ((start[0] & 0xff) << 8 | start[1] & 0xff) % 31 == 0;
    }

    /** What the response says of itself, where this JVM knows it; UTF-8 otherwise. */
    private static Charset charset(HttpEntity entity) {
        var type = ContentType.parseLenient(entity.getContentType());
        return type == null || type.getCharset() == null ? UTF_8 : type.getCharset();
    }

    /** A response that came, but cannot be taken. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Unreadable(String message, int status) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
