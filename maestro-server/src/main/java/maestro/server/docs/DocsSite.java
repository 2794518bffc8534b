package maestro.server.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * The pages that are reached from {@code docs/README.md}, and the files that they name, as HTML. A link to what is not
 * part of the site is shown as text. Immutable and thread-safe.
 */
public final class DocsSite {
    public static final String START = "docs/README.md";

    private static final List<Extension> PLAIN = List.of(TablesExtension.create());

    private final SequencedMap<String, DocsPage> pages = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Function<String, Optional<byte[]>> source;
    private final Parser parser = Parser.builder().extensions(PLAIN).build();
    private final HtmlRenderer html = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create(), HeadingAnchorExtension.create()))
            .escapeHtml(false)
            .build();
    private final TextContentRenderer text = TextContentRenderer.builder()
            .extensions(PLAIN)
            .lineBreakRendering(LineBreakRendering.STRIP)
            .build();

    /** @param source the bytes of a file by its path in the repository, if the program has it */
    public DocsSite(Function<String, Optional<byte[]>> source) {
        this.source = source;
        var open = new ArrayDeque<>(List.of(START));
        while (!open.isEmpty()) {
            String path = open.poll();
            if (pages.containsKey(path) || files.containsKey(path)) continue;
            var bytes = source.apply(path);
            if (bytes.isEmpty()) {
                missing.add(path);
            } else if (path.endsWith(".md")) {
                read(path, new String(bytes.get(), UTF_8), open);
            } else {
                files.put(path, bytes.get());
            }
        }
    }

    private void read(String path, String markdown, ArrayDeque<String> open) {
        Node document = parser.parse(markdown);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                visitChildren(link);
                target(path, link.getDestination()).ifPresent(target -> {
                    if (source.apply(target).isPresent()) open.add(target);
                    else unlink(link);
                });
            }

            @Override
            public void visit(Image image) {
                target(path, image.getDestination()).ifPresent(open::add);
            }
        });
        String whole = text.render(document).replaceAll("\\s+", " ");
        pages.put(path, new DocsPage(path, title(document).orElse(path), html.render(document), whole));
    }

    /** The words stay where the link was. */
    private void unlink(Link link) {
        while (link.getFirstChild() != null) link.insertBefore(link.getFirstChild());
        link.unlink();
    }

    private Optional<String> title(Node document) {
        for (var node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) return Optional.of(text.render(heading).strip());
        }
        return Optional.empty();
    }

    /** The path in the repository that a link of a page leads to; empty: elsewhere, or to a place of the same page. */
    private static Optional<String> target(String page, String link) {
        if (link.contains(":") || link.startsWith("#") || link.startsWith("/") || link.isEmpty()) return Optional.empty();
        var segments = new ArrayList<>(List.of(page.split("/")));
        segments.removeLast();
        String plain = link.replaceFirst("[#?].*", "");
        for (String segment : plain.split("/")) {
            if (segment.equals("..")) {
                if (segments.isEmpty()) return Optional.empty();
                segments.removeLast();
            } else if (!segment.equals(".") && !segment.isEmpty()) {
                segments.add(segment);
            }
        }
        String path = String.join("/", segments);
        return Optional.of(plain.endsWith("/") ? path + "/" : path);
    }

    /** In the order in which they are found from the start page. */
    public List<DocsPage> pages() {
        return List.copyOf(pages.values());
    }

    public Optional<DocsPage> page(String path) {
        return Optional.ofNullable(pages.get(path));
    }

    public Optional<byte[]> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Pictures that pages show and the program does not have. */
    public Set<String> missing() {
        return Set.copyOf(missing);
    }

    /** Pages with all words of a query, the best first. */
    public List<DocsPage> search(String query) {
        String[] words = words(query);
        if (words.length == 0) return List.of();
        return pages.values().stream()
                .filter(page -> page.score(words) > 0)
                .sorted(Comparator.comparingInt((DocsPage page) -> page.score(words)).reversed())
                .toList();
    }

    static String[] words(String query) {
        String plain = query.strip().toLowerCase(Locale.ROOT);
        return plain.isEmpty() ? new String[0] : plain.split("\\s+");
    }
}
