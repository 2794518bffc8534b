package maestro.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The files of the web UI, as the build of {@code maestro-ui} left them on the class path, held in memory. Immutable.
 *
 * @param page the page, with {@code ./} before its links and {@code __NONCE__} for the nonce
 * @param kind how the UI came to be: {@code built}, {@code prebuilt} or {@code none}
 */
record UiFiles(String page, Map<String, UiFile> assets, String kind) {
    private static final String FOLDER = "/maestro/ui/";
    private static final String NO_UI = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Maestro</title>
            <h1>This program was built without its web UI</h1>
            <p>Its API is described at <a href="./../api/docs">/api/docs</a>.</p></html>
            """;

    /** One file: as it is, or gzipped and with brotli. */
    record UiFile(Optional<byte[]> plain, Optional<byte[]> gzip, Optional<byte[]> brotli) {
        /** As it is, unpacked when it is kept packed only. */
        byte[] identity() {
            return plain.orElseGet(() -> {
                try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip.orElseThrow()))) {
                    return in.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** What is on the class path; a page that says so when nothing is. */
    static UiFiles ofProgram() {
        Optional<byte[]> page = read("index.html");
        if (page.isEmpty()) return new UiFiles(NO_UI, Map.of(), "none");
        var assets = new HashMap<String, UiFile>();
        for (String name : read("files.txt").map(UiFiles::lines).orElse(List.of()))
            assets.put(name, new UiFile(read(name), read(name + ".gz"), read(name + ".br")));
        String kind = read("kind.txt").map(UiFiles::lines).map(List::getFirst).orElse("none");
        return new UiFiles(text(page.get()), Map.copyOf(assets), kind);
    }

    private static List<String> lines(byte[] file) {
        return text(file).lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream in = UiFiles.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
