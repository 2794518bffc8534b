package maestro.runtime.node;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import maestro.core.template.Templates;
import maestro.model.json.Json;
import maestro.model.template.JobTemplate;
import maestro.model.template.JobTemplateJson;
import maestro.runtime.store.JobTemplates;

/**
 * Job templates that this node used lately. What another node stores is seen when an entry's time is over; a template
 * that is missing is asked for each time. Thread-safe.
 */
final class TemplateCache implements Templates {
    private static final int TEMPLATES_MAX = 10_000;

    private record Key(String jobType, String version) {}

    private record Entry(JobTemplate template, long untilNanos) {}

    private final JobTemplates stored;
    private final long lifeNanos;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    TemplateCache(JobTemplates stored, Duration life) {
        this.stored = stored;
        this.lifeNanos = life.toNanos();
    }

    @Override
    public Optional<JobTemplate> find(String jobType, String version) {
        var key = new Key(jobType, version);
        var known = entries.get(key);
        long now = System.nanoTime();
        if (known != null && known.untilNanos() - now > 0) {
            return Optional.of(known.template());
        }
        var found = stored.one(jobType, version).map(row -> JobTemplateJson.template(Json.parse(row.document())));
        if (entries.size() >= TEMPLATES_MAX) {
            entries.clear();
        }
        found.ifPresentOrElse(
                template -> entries.put(key, new Entry(template, now + lifeNanos)), () -> entries.remove(key));
        return found;
    }

    /** What this node changed itself is seen at once. */
    void forget(String jobType) {
        entries.keySet().removeIf(key -> key.jobType().equals(jobType));
    }
}
