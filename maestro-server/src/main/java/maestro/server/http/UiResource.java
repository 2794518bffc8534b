package maestro.server.http;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import maestro.server.http.UiFiles.UiFile;

/**
 * The web UI below {@code /ui}: its files, and its one page at every other path there, so that each address of the UI can be
 * opened directly. The page gets a nonce of its own with every answer; nothing else may run as script in it. Thread-safe.
 */
final class UiResource {
    private static final String HTML = "text/html";
    private static final String HTML_UTF8 = HTML + ";charset=utf-8";
    private static final String ASSETS = "assets/";
    private static final String POLICY = String.join("; ",
            "default-src 'none'",
            "script-src 'self' 'nonce-%1$s'",
            "style-src 'self' 'nonce-%1$s'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types maestro-worker");
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "json", "application/json",
            "webmanifest", "application/manifest+json",
            "txt", "text/plain;charset=utf-8");
    private static final String[] PRODUCED = {
        HTML, "text/javascript", "text/css", "text/plain", "image/svg+xml", "image/png", "image/x-icon", "font/woff2",
        "application/json", "application/manifest+json"
    };

    private final UiFiles files;
    private final String base;
    private final String page;
    private final SecureRandom random = new SecureRandom();

    /** @param base the path below which a proxy shows the server; empty: none */
    UiResource(UiFiles files, String base) {
        this.files = files;
        this.base = base;
        this.page = files.page()
                .replace("=\"./", "=\"" + base + "/ui/")
                .replace("__BASE__", base)
                .replace("__UI_KIND__", files.kind());
    }

    List<Route> routes() {
        return List.of(
                Route.get("/", this::root).producing(HTML, Route.JSON),
                Route.get("/ui", _ -> moved()).producing(HTML),
                Route.get("/ui/{path...}", this::below).producing(PRODUCED));
    }

    /** Browsers are led to the UI; programs hear that nothing is here. */
    private Answer root(Call call) {
        if (call.accepts(HTML)) return moved();
        throw new Problem(404, "There is nothing at this path");
    }

    private Answer moved() {
        var headers = Map.of("Location", base + "/ui/", "Cache-Control", "no-store");
        return new Answer.Whole(302, HTML_UTF8, new byte[0], headers);
    }

    private Answer below(Call call) {
        String path = call.path("path");
        UiFile file = files.assets().get(path);
        if (file != null) return asset(path, file, call.header("Accept-Encoding").orElse(""));
        if (path.startsWith(ASSETS)) throw new Problem(404, "There is no such file in this version of the web UI");
        return page();
    }

    private Answer page() {
        var bytes = new byte[18];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        var headers = Map.of(
                "Content-Security-Policy", POLICY.formatted(nonce),
                "Cache-Control", "no-store",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cross-Origin-Opener-Policy", "same-origin");
        byte[] body = page.replace("__NONCE__", nonce).getBytes(StandardCharsets.UTF_8);
        return new Answer.Whole(200, HTML_UTF8, body, headers);
    }

    private static Answer asset(String path, UiFile file, String encodings) {
        var headers = new TreeMap<String, String>();
        headers.put("Vary", "Accept-Encoding");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Cache-Control", path.startsWith(ASSETS) ? "public, max-age=31536000, immutable" : "no-cache");
        Optional<byte[]> brotli = file.brotli().filter(_ -> takes(encodings, "br"));
        Optional<byte[]> gzip = file.gzip().filter(_ -> takes(encodings, "gzip"));
        if (brotli.isPresent()) headers.put("Content-Encoding", "br");
        else if (gzip.isPresent()) headers.put("Content-Encoding", "gzip");
        byte[] body = brotli.or(() -> gzip).orElseGet(file::identity);
        return new Answer.Whole(200, typeOf(path), body, headers);
    }

    private static boolean takes(String encodings, String wanted) {
        return List.of(encodings.toLowerCase(Locale.ROOT).split(",")).stream()
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding -> coding.equals(wanted)
                        || coding.startsWith(wanted + ";") && !coding.matches(".*;q=0(\\.0*)?"));
    }

    private static String typeOf(String path) {
        return TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    }
}
