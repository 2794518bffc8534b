package maestro.server.ui;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.runtime.log.LogLine;
import maestro.runtime.log.LogPages;
import maestro.runtime.log.LogPages.Attempt;
import maestro.runtime.log.LogPages.Finder;
import maestro.runtime.log.LogPages.Place;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import maestro.server.http.StepResource;

/** Logs by number of line: an outline, some lines, where a text stands. What an attempt writes now is there at once. */
final class LogPagesResource {
    private static final String LOGS =
            "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/logs";
    private static final int LINES_USUAL = 1_000;
    private static final int HITS_MAX = 1_000;
    private static final int HITS_USUAL = 100;
    private static final int TEXT_MAX = 1_000;

    private final RunSources runs;
    private final LogPages logs;

    LogPagesResource(RunSources runs, LogPages logs) {
        this.runs = runs;
        this.logs = logs;
    }

    List<Route> routes() {
        return List.of(
                Route.get(LOGS + "/outline", this::outline),
                Route.get(LOGS + "/lines", this::lines),
                Route.get(LOGS + "/search", this::search));
    }

    private Attempt attempt(Call call) {
        var row = runs.row(call.path("id"), call.number("n"), call.numberOrLatest("r"));
        var step = StepResource.find(runs, call, row, call.numberOrLatest("a"));
        return new Attempt(row.runKey(), step.stepId(), step.attempt());
    }

    private Answer outline(Call call) {
        var outline = logs.outline(attempt(call));
        var view = Json.object();
        var launches = view.putArray("launches");
        for (var launch : outline.launches()) {
            var entry = launches.addObject();
            entry.put("launch", launch.launch()).put("first", launch.first()).put("last", launch.last());
            entry.put("bytes", launch.bytes());
            entry.put("from_time", launch.fromMillis()).put("to_time", launch.toMillis());
            var dropped = entry.putArray("dropped");
            launch.dropped().forEach(gap -> dropped.addArray().add(gap.from()).add(gap.to()));
        }
        return Answer.json(view.put("complete", outline.complete()));
    }

    private Answer lines(Call call) {
        long from = Bounds.number(call, "from", 1, Long.MAX_VALUE, 1);
        int count = Bounds.small(call, "count", 1, LogPages.LINES_MAX, LINES_USUAL);
        var attempt = attempt(call);
        var launch = said(call, "launch").or(() -> newest(attempt));
        var view = Json.object();
        launch.ifPresent(name -> view.put("launch", name));
        var found = launch.map(name -> logs.lines(attempt, name, from, count))
                .orElseGet(() -> new LogPages.Lines(List.of(), true));
        var lines = view.putArray("lines");
        for (LogLine line : found.lines())
            lines.addObject()
                    .put("n", line.number())
                    .put("t", line.timeMillis())
                    .put("s", line.stream().name().toLowerCase(Locale.ROOT))
                    .put("text", line.text());
        return Answer.json(view.put("complete", found.complete()));
    }

    private Optional<String> newest(Attempt attempt) {
        return logs.outline(attempt).launches().reversed().stream().findFirst().map(LogPages.Launch::launch);
    }

    private Answer search(Call call) {
        Finder finder = finder(call);
        int max = Bounds.small(call, "max", 1, HITS_MAX, HITS_USUAL);
        long from = Bounds.number(call, "from", 1, Long.MAX_VALUE, 1);
        var launch = said(call, "launch");
        if (launch.isEmpty() && from > 1)
            throw MaestroException.badRequest("'from' counts in a launch: name it with 'launch'");
        var found = logs.search(attempt(call), launch.map(name -> new Place(name, from)), finder, max);
        var view = Json.object();
        var hits = view.putArray("hits");
        found.hits().forEach(hit -> hits.addObject()
                .put("launch", hit.place().launch()).put("n", hit.place().line())
                .put("from", hit.from()).put("to", hit.to()));
        found.next().ifPresent(next -> view.putObject("next").put("launch", next.launch()).put("n", next.line()));
        return Answer.json(view);
    }

    /** Matches in time that grows with the line alone, whatever the pattern: RE2 knows no backtracking. */
    private static Finder finder(Call call) {
        String text = said(call, "q").orElseThrow(() -> MaestroException.badRequest("'q' must say what to look for"));
        if (text.length() > TEXT_MAX)
            throw MaestroException.badRequest("'q' must have at most " + TEXT_MAX + " characters, not " + text.length());
        boolean regex = call.flag("regex", false);
        boolean exact = call.flag("case", false);
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex ? text : Pattern.quote(text), exact ? 0 : Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw MaestroException.badRequest("'q' is no regular expression of RE2: " + e.getMessage());
        }
        return (line, max) -> places(pattern, line, max);
    }

    private static List<int[]> places(Pattern pattern, String line, int max) {
        var places = new ArrayList<int[]>();
        var matcher = pattern.matcher(line);
        while (places.size() < max && matcher.find())
            if (matcher.end() > matcher.start()) places.add(new int[] {matcher.start(), matcher.end()});
        return places;
    }

    private static Optional<String> said(Call call, String name) {
        return call.query(name).filter(text -> !text.isEmpty());
    }
}
