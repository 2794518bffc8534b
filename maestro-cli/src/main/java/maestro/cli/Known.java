package maestro.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.sel.Suggestion;
import tools.jackson.databind.JsonNode;

/** Whether the server knows what the user named, and what may have been meant where it does not. */
final class Known {
    private static final int NAMES_MAX = 200;

    private Known() {}

    /** @throws CliFailure NOT_FOUND when there is no such workflow */
    static void workflow(Api api, String id) {
        api.get(Api.path("workflows", id, "overview"));
    }

    /** @throws CliFailure NOT_FOUND when the run's definition has no such step */
    static void step(StepActions.Place place, JsonNode run) {
        var ids = steps(run);
        if (ids.isEmpty() || ids.contains(place.step())) return;
        throw new CliFailure(Exit.NOT_FOUND, "[" + place.step() + "] is no step of " + place.workflow() + " instance "
                + place.instance(), meant(ids, place.step()).orElse("Its steps: " + String.join(", ", ids) + "."));
    }

    /**
     * After an answer that there is no such thing: what the path may have been meant to name. Asks the server; any
     * failure on the way is no hint.
     */
    static Optional<String> meant(Api api, String path) {
        if (!path.startsWith(Api.BASE)) return Optional.empty();
        var words = path.substring(Api.BASE.length()).replaceFirst("\\?.*", "").split("/");
        if (words.length < 2 || !words[0].equals("workflows")) return Optional.empty();
        try {
            var id = Api.decode(words[1]);
            var found = api.quietly(Api.path("workflows", id, "overview"));
            if (found.isEmpty()) return meant(workflows(api), id);
            for (int i = 4; i + 1 < words.length; i++) {
                if (!words[i].equals("steps")) continue;
                var run = api.quietly(Api.path("workflows", id, "instances", Api.decode(words[3])));
                var step = Api.decode(words[i + 1]);
                var ids = run.map(Known::steps).orElse(List.of());
                return ids.contains(step) ? Optional.empty() : meant(ids, step);
            }
            return Optional.empty();
        } catch (CliFailure _) {
            return Optional.empty();
        }
    }

    private static List<String> workflows(Api api) {
        return api.quietly(Api.path("workflows") + "?first=" + NAMES_MAX).stream()
                .flatMap(page -> page.path("elements").valueStream())
                .map(row -> row.path("workflow_id").asString(""))
                .toList();
    }

    private static List<String> steps(JsonNode run) {
        var ids = new ArrayList<String>();
        run.path("runtime_workflow").path("steps").forEach(step -> {
            ids.add(LoopSteps.id(step));
            ids.addAll(LoopSteps.inside(step));
        });
        return ids;
    }

    private static Optional<String> meant(List<String> known, String name) {
        return Suggestion.nearest(known, name).map(near -> "Did you mean " + near + "?");
    }
}
