package maestro.cli;

import java.util.List;
import java.util.Optional;
import maestro.core.definition.Problem;
import tools.jackson.databind.node.ObjectNode;

/** Prints problems of definitions for people, editors and continuous integration. */
final class ProblemReport {
    /** Lower case: the names are what users type. */
    enum Format { text, json, sarif, junit }

    private static final String SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    /** One file and what is wrong with it. */
    record Checked(String name, List<Problem> problems) {
        boolean fails(boolean strict) {
            return strict && !problems.isEmpty() || problems.stream().anyMatch(Problem::error);
        }

        long errors() {
            return problems.stream().filter(Problem::error).count();
        }
    }

    private ProblemReport() {}

    static void print(List<Checked> files, Format format, Terminal terminal) {
        switch (format) {
            case text -> files.forEach(file -> text(file, terminal));
            case json -> terminal.out().println(Json.pretty(json(files)));
            case sarif -> terminal.out().println(Json.pretty(sarif(files)));
            case junit -> terminal.out().println(junit(files));
        }
    }

    private static void text(Checked file, Terminal terminal) {
        file.problems().forEach(problem -> terminal.err().println(problem.text(file.name())));
        if (file.errors() == 0) {
            int warnings = file.problems().size();
            terminal.out().println(file.name() + ": valid"
                    + (warnings == 0 ? "" : ", " + warnings + (warnings == 1 ? " warning" : " warnings")));
        }
    }

    private static ObjectNode json(List<Checked> files) {
        var json = Json.object();
        var list = json.putArray("files");
        for (var file : files) {
            var entry = list.addObject().put("file", file.name()).put("valid", file.errors() == 0);
            var problems = entry.putArray("problems");
            file.problems().forEach(problem -> problems.add(problem.toJson()));
        }
        return json;
    }

    private static ObjectNode sarif(List<Checked> files) {
        var json = Json.object().put("$schema", SARIF_SCHEMA).put("version", "2.1.0");
        var run = json.putArray("runs").addObject();
        var driver = run.putObject("tool").putObject("driver").put("name", "maestro");
        var rules = driver.putArray("rules");
        files.stream().flatMap(file -> file.problems().stream()).map(Problem::code).distinct().sorted()
                .forEach(code -> rules.addObject().put("id", code));
        var results = run.putArray("results");
        for (var file : files) {
            for (var problem : file.problems()) {
                var result = results.addObject();
                result.put("ruleId", problem.code()).put("level", problem.error() ? "error" : "warning");
                result.putObject("message").put("text", sentence(problem));
                var place = result.putArray("locations").addObject().putObject("physicalLocation");
                place.putObject("artifactLocation").put("uri", file.name());
                if (problem.place().line() > 0) {
                    place.putObject("region")
                            .put("startLine", problem.place().line())
                            .put("startColumn", Math.max(1, problem.place().column()));
                }
            }
        }
        return json;
    }

    private static String sentence(Problem problem) {
        var where = problem.place().path().isEmpty() ? "" : problem.place().path() + ": ";
        return where + problem.message()
                + problem.suggestion().map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** One case a file, which fails when it has errors; its warnings are its output. */
    private static String junit(List<Checked> files) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        long failures = files.stream().filter(file -> file.errors() > 0).count();
        xml.append("<testsuites><testsuite name=\"maestro validate\" tests=\"").append(files.size())
                .append("\" failures=\"").append(failures).append("\">\n");
        for (var file : files) {
            xml.append("<testcase classname=\"maestro.validate\" name=\"").append(escaped(file.name())).append("\">");
            lines(file, true).ifPresent(
                    text -> xml.append("\n<failure message=\"").append(file.errors()).append(" errors\">")
                            .append(escaped(text)).append("</failure>"));
            lines(file, false).ifPresent(
                    text -> xml.append("\n<system-out>").append(escaped(text)).append("</system-out>"));
            xml.append("</testcase>\n");
        }
        return xml.append("</testsuite></testsuites>").toString();
    }

    private static Optional<String> lines(Checked file, boolean errors) {
        return file.problems().stream()
                .filter(problem -> problem.error() == errors)
                .map(problem -> problem.text(file.name()))
                .reduce((one, other) -> one + "\n" + other);
    }

    private static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        });
        return out.toString();
    }
}
