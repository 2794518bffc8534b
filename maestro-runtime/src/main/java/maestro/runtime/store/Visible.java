package maestro.runtime.store;

import java.util.List;

/**
 * Which workflows the reader of a list may see: those whose ids begin with one of these prefixes. The empty prefix shows
 * all; no prefix shows nothing.
 */
public record Visible(List<String> prefixes) {
    public static final Visible ALL = new Visible(List.of(""));

    public Visible {
        prefixes = List.copyOf(prefixes);
    }

    public boolean all() {
        return prefixes.contains("");
    }

    public boolean shows(String workflowId) {
        return prefixes.stream().anyMatch(workflowId::startsWith);
    }
}
