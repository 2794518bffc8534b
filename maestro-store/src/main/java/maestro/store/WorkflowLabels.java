package maestro.store;

import java.util.LinkedHashSet;
import java.util.Optional;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What lists find a workflow by, taken from its row: columns of their own, so that no query looks into JSON. */
record WorkflowLabels(String owner, String tags) {
    /** Between tags: no name of a tag holds it. */
    private static final String BREAK = "\n";
    private static final int LENGTH_MAX = 256;

    static WorkflowLabels of(WorkflowRow row) {
        var detail = detail(row.detail());
        if (detail.isEmpty()) {
            return new WorkflowLabels("", "");
        }
        var names = new LinkedHashSet<String>();
        detail.get().path("tags").forEach(name -> names.add(brief(name)));
        detail.get().at("/props/tags").forEach(tag -> names.add(brief(tag.path("name"))));
        JsonNode owner = detail.get().at("/props/owner");
        return new WorkflowLabels(
                brief(owner.isObject() ? owner.path("name") : owner),
                String.join(BREAK, names));
    }

    /** An index takes no entry of any length. */
    private static String brief(JsonNode text) {
        String whole = text.stringValue("");
        return whole.length() <= LENGTH_MAX ? whole : whole.substring(0, LENGTH_MAX);
    }

    /** A row that is not JSON has no labels; it is stored all the same. */
    private static Optional<JsonNode> detail(String text) {
        try {
            return Optional.of(StoredJson.parse(text)).filter(JsonNode::isObject);
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
