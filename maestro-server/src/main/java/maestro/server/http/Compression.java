package maestro.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Packs answers with gzip for those who take them so. Streams are left as they are: each event must get through at once. */
final class Compression {
    private static final int WORTH_BYTES = 2048;
    /** Half the time of the usual level, for a few per cent more bytes. */
    private static final int LEVEL = 4;
    private static final String ENCODING = "Content-Encoding";

    private Compression() {}

    /** @param accepted the values of Accept-Encoding */
    static Answer.Whole of(Answer.Whole answer, List<String> accepted) {
        boolean text = answer.type().contains("json") || answer.type().startsWith("text/");
        boolean packed = answer.headers().keySet().stream().anyMatch(ENCODING::equalsIgnoreCase);
        if (!text || packed || answer.body().length < WORTH_BYTES) return answer;
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.merge("Vary", "Accept-Encoding", (before, more) -> before + ", " + more);
        if (!taken(accepted)) return new Answer.Whole(answer.status(), answer.type(), answer.body(), headers);
        headers.put(ENCODING, "gzip");
        return new Answer.Whole(answer.status(), answer.type(), gzip(answer.body()), headers);
    }

    /** Named with a weight above zero, or let pass by a star where it is not named. */
    private static boolean taken(List<String> accepted) {
        boolean star = false;
        for (String entry : accepted.stream().flatMap(line -> Arrays.stream(line.split(","))).toList()) {
            String[] parts = entry.toLowerCase(Locale.ROOT).replace(" ", "").split(";", 2);
            boolean wanted = parts.length < 2 || !parts[1].matches("q=0(\\.0*)?");
            if (parts[0].equals("gzip") || parts[0].equals("x-gzip")) return wanted;
            if (parts[0].equals("*")) star = wanted;
        }
        return star;
    }

    private static byte[] gzip(byte[] body) {
        var packed = new ByteArrayOutputStream(body.length / 4);
        try (var out = new Packer(packed)) {
            out.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static final class Packer extends GZIPOutputStream {
        Packer(ByteArrayOutputStream out) throws IOException {
            super(out, 1 << 13);
            def.setLevel(LEVEL);
        }
    }
}
