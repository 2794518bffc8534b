package maestro.server.docs;

import java.util.stream.Collectors;

/** Whole HTML documents around what {@link DocsSite} has rendered. Pure. */
public final class DocsPages {
    private static final int RESULTS_MAX = 30;

    private DocsPages() {}

    /** @param base the path below which a proxy shows the server; empty: none */
    public static String page(String base, DocsPage page) {
        return whole(base, page.title(), page.body(), "");
    }

    /** What a search finds. */
    public static String results(DocsSite site, String base, String query) {
        String[] words = DocsSite.words(query);
        var found = site.search(query);
        String list = found.stream()
                .limit(RESULTS_MAX)
                .map(page -> "<li><a href=\"" + base + "/docs/" + escape(page.path()) + "\">" + escape(page.title())
                        + "</a><br>" + escape(page.around(words[0])) + "</li>")
                .collect(Collectors.joining("\n", "<ul class=\"results\">", "</ul>"));
        String count = found.isEmpty() ? "No page has all of these words." : found.size() + " pages";
        return whole(base, "Search", "<h1>Search</h1><p>" + count + "</p>" + list, query);
    }

    /** There is no such page. */
    public static String missing(String base) {
        return whole(base, "Not found", "<h1>There is no such page</h1><p>Search for it, or begin at the start.</p>",
                "");
    }

    private static String whole(String base, String title, String body, String query) {
        String start = base + "/docs/" + DocsSite.START;
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s – Maestro</title><link rel="stylesheet" href="%s/docs/style.css"></head><body>
                <header><nav aria-label="Documentation"><a href="%s">Documentation</a> <a href="%s/ui/">Web UI</a>
                <a href="%s/api/docs">API</a></nav>
                <form action="%s/docs" role="search"><label>Search <input type="search" name="q" value="%s"></label>
                <button>Search</button></form></header>
                <main>
                %s
                </main></body></html>
                """.formatted(escape(title), base, start, base, base, base, escape(query), body);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
