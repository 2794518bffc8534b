package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The points of a curve, reported as they come and drawn in the end. */
final class CurveReport {
    private record Figure(String pointer, String title, double limit) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("/steps_per_s", "steps a second", 5_000),
            new Figure("/server_cpu_ms_per_step", "server CPU a step, ms", 0.15),
            new Figure("/pg_cpu_ms_per_step", "database CPU a step, ms", 0.1),
            new Figure("/wal_bytes_per_step", "WAL a step, bytes", 1_500),
            new Figure("/run_seen_by_client_ms/p99", "run seen by its client, p99, ms", 0),
            new Figure("/heap_bytes_per_waiting_run", "heap of a waiting run, bytes", 10_000));

    private final Report report;
    private final Optional<Path> folder;
    private final String across;
    private final List<ObjectNode> points = new ArrayList<>();

    /** @param across the field of a point that grows to the right */
    CurveReport(Report report, Optional<Path> folder, String across) {
        this.report = report;
        this.folder = folder;
        this.across = across;
    }

    void add(ObjectNode point) {
        points.add(point);
        report.add(across + "-" + point.get(across).asString(), point);
    }

    /** One file a figure, {@code finished_runs-steps_per_s.svg} and the like. */
    void draw() {
        folder.ifPresent(this::draw);
    }

    private void draw(Path into) {
        for (var figure : FIGURES) {
            var curve = points.stream()
                    .filter(point -> point.at(figure.pointer()).isNumber())
                    .map(point -> new Plot.Point(
                            point.get(across).doubleValue(),
                            point.at(figure.pointer()).doubleValue()))
                    .toList();
            if (!curve.isEmpty()) {
                String name = across + figure.pointer().replace('/', '-') + ".svg";
                write(into.resolve(name), Plot.svg(figure.title(), across.replace('_', ' '), curve, figure.limit()));
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException error) {
            throw new UncheckedIOException("writing " + file + " failed", error);
        }
    }
}
