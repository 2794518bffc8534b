package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.Locale;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;

/**
 * How many of the ticks that were missed while nobody could fire them are made up for. An addition to the contract.
 *
 * @param newest the newest so many; 0: none
 */
public record CatchUp(int newest) {
    public static final CatchUp ALL = new CatchUp(Integer.MAX_VALUE);
    public static final CatchUp NONE = new CatchUp(0);
    public static final CatchUp LATEST = new CatchUp(1);

    /** {@code all}, {@code none}, {@code latest}, or a number. */
    static CatchUp fromJson(JsonNode node, String path) {
        if (node.isString()) {
            switch (node.stringValue().strip().toLowerCase(Locale.ROOT)) {
                case "all":
                    return ALL;
                case "none":
                    return NONE;
                case "latest":
                    return LATEST;
                default:
            }
        } else if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0) {
            return new CatchUp(node.intValue());
        }
        throw problem(path, "expected all, none, latest or a number from 0 on, found " + Scalars.shown(node.asString()));
    }

    JsonNode toJson() {
        return switch (newest) {
            case Integer.MAX_VALUE -> Json.node("all");
            case 0 -> Json.node("none");
            case 1 -> Json.node("latest");
            default -> Json.node(newest);
        };
    }
}
