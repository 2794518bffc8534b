package maestro.model.definition;

import maestro.model.json.Json;

/** Makes create requests out of the part that a test is about; single quotes stand for double ones. */
final class Requests {
    private Requests() {}

    /** A request whose workflow has one NoOp step {@code a} and these fields more. */
    static CreateRequest workflow(String fields) {
        return read("{'workflow':{'id':'w','steps':[{'step':{'id':'a','type':'noop'}}]" + more(fields) + "}}");
    }

    /** A request with these steps. */
    static CreateRequest steps(String steps) {
        return read("{'workflow':{'id':'w','steps':[" + steps + "]}}");
    }

    /** A request whose only step is a NoOp with these fields more. */
    static CreateRequest step(String fields) {
        return steps("{'step':{'id':'a','type':'noop'" + more(fields) + "}}");
    }

    static CreateRequest properties(String fields) {
        return read("{'properties':{" + fields
                + "},'workflow':{'id':'w','steps':[{'step':{'id':'a','type':'noop'}}]}}");
    }

    static CreateRequest read(String text) {
        return Definitions.fromJson(Json.parse(text.replace('\'', '"')));
    }

    private static String more(String fields) {
        return fields.isEmpty() ? "" : "," + fields;
    }
}
