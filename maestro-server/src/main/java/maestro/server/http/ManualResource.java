package maestro.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import maestro.server.docs.DocsPages;
import maestro.server.docs.DocsSite;

/** The documentation at {@code /docs}, with a search: without scripts, and without anything from elsewhere. */
public final class ManualResource {
    private static final String HTML = "text/html";
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "svg", "image/svg+xml", "png", "image/png", "json", "application/json", "css", "text/css;charset=utf-8");

    private final String base;
    private final Supplier<DocsSite> site;

    /** @param base the path below which a proxy shows the server; empty: none */
    ManualResource(String base) {
        this.base = base;
        this.site = new Once(() -> new DocsSite(ManualResource::resource));
    }

    List<Route> routes() {
        return List.of(
                Route.get("/docs", this::start).producing(HTML),
                Route.get("/docs/{path...}", this::below)
                        .producing(HTML, "text/plain", "text/css", "application/json", "image/svg+xml", "image/png"));
    }

    private Answer start(Call call) {
        var query = call.query("q");
        if (query.isPresent()) return html(200, DocsPages.results(site.get(), base, query.get()));
        var headers = Map.of("Location", base + "/docs/" + DocsSite.START, "Cache-Control", "no-store");
        return new Answer.Whole(302, HTML + ";charset=utf-8", new byte[0], headers);
    }

    private Answer below(Call call) {
        String path = call.path("path");
        if (path.equals("style.css")) return file(path, resource("style.css").orElseThrow());
        if (path.startsWith("schema/")) path = "docs/" + path;
        var page = site.get().page(path);
        if (page.isPresent()) return html(200, DocsPages.page(base, page.get()));
        String wanted = path;
        return site.get()
                .file(path)
                .map(bytes -> file(wanted, bytes))
                .orElseGet(() -> html(404, DocsPages.missing(base)));
    }

    private static Answer html(int status, String page) {
        return new Answer.Whole(status, HTML + ";charset=utf-8", page.getBytes(UTF_8), headers());
    }

    private static Answer file(String path, byte[] bytes) {
        String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain;charset=utf-8");
        return new Answer.Whole(200, type, bytes, headers());
    }

    private static Map<String, String> headers() {
        return new HashMap<>(Map.of(
                "Content-Security-Policy", POLICY, "Cache-Control", "no-cache", "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer"));
    }

    /** Made when the first reader comes: most servers start without one. */
    private static final class Once implements Supplier<DocsSite> {
        private final Supplier<DocsSite> make;
        private DocsSite made;

        Once(Supplier<DocsSite> make) {
            this.make = make;
        }

        @Override
        public synchronized DocsSite get() {
            if (made == null) made = make.get();
            return made;
        }
    }

    private static Optional<byte[]> resource(String path) {
        if (path.endsWith("/")) return Optional.empty();
        try (InputStream in = ManualResource.class.getResourceAsStream("/maestro/manual/" + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
