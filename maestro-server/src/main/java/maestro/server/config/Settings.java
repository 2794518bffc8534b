package maestro.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All settings as given, the stronger source winning, and the problems found so far. Not thread-safe. */
final class Settings {
    private static final String MASK = "********";
    private static final Pattern URL_SECRET = Pattern.compile("(?i)(password=)[^&]*|(//[^/@:]*:)[^@/]*(?=@)");
    private static final Map<String, Key<?>> KNOWN =
            Keys.ALL.stream().collect(Collectors.toMap(Key::name, key -> key));
    private static final Map<String, Key<?>> VARIABLES =
            Keys.ALL.stream().collect(Collectors.toMap(Key::variable, key -> key));
    private static final Set<String> SECTIONS =
            Keys.ALL.stream().map(key -> "MAESTRO_" + section(key.variable()) + "_").collect(Collectors.toSet());

    private final Map<String, Setting> given = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();

    static Settings read(Optional<Path> file, Map<String, String> env, Map<String, String> flags) {
        var settings = new Settings();
        file.ifPresent(path -> settings.addFile(path));
        new TreeMap<>(env).forEach(settings::addVariable);
        new TreeMap<>(flags).forEach((key, value) -> settings.add(new Setting(key, value, "flag")));
        return settings;
    }

    private void addFile(Path path) {
        var seen = new LinkedHashMap<String, Setting>();
        for (Setting setting : ConfigFile.read(path, problems)) {
            Setting earlier = seen.putIfAbsent(setting.key(), setting);
            if (earlier == null) add(setting);
            else problems.add(setting.where() + ": " + setting.key() + " was already set at " + earlier.where());
        }
    }

    private void addVariable(String name, String value) {
        if (!name.startsWith("MAESTRO_")) return;
        Key<?> key = VARIABLES.get(name);
        if (key != null) {
            add(new Setting(key.name(), value, name));
            return;
        }
        Key<?> secret = name.endsWith("_FILE") ? VARIABLES.get(name.substring(0, name.length() - 5)) : null;
        if (secret != null && secret.secret()) addSecretFile(secret, name, value);
        else if (SECTIONS.stream().anyMatch(name::startsWith) || Nearest.isSlip(name, VARIABLES.keySet()))
            unknown(name, name, VARIABLES.keySet());
        // other MAESTRO_ variables are not settings: MAESTRO_PARAM_… of a step, the command line's own
    }

    private void addSecretFile(Key<?> key, String variable, String path) {
        if (given.get(key.name()) instanceof Setting other && other.where().equals(key.variable())) {
            problems.add(variable + ": set either this or " + key.variable() + ", not both");
            return;
        }
        try {
            add(new Setting(key.name(), Files.readString(Path.of(path)).stripTrailing(), variable + " (" + path + ")"));
        } catch (IOException | RuntimeException e) {
            problems.add(variable + ": the file " + path + " cannot be read: " + e.getMessage());
        }
    }

    private void add(Setting setting) {
        if (KNOWN.containsKey(setting.key())) given.put(setting.key(), setting);
        else unknown(setting.where(), setting.key(), KNOWN.keySet());
    }

    private void unknown(String where, String name, Set<String> known) {
        String hint = Nearest.to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("`maestro config show` lists the known ones");
        problems.add(where.equals(name) ? name + ": unknown setting; " + hint
                : where + ": unknown setting " + name + "; " + hint);
    }

    /** The value in force, or empty when it is unset or wrong (then a problem has been noted). */
    <T> Optional<T> get(Key<T> key) {
        Setting setting = given.get(key.name());
        if (setting == null) {
            key.fallback().ifPresent(text -> origins.add(new Origin(key.name(), text, "default")));
            return key.fallback().map(key.parse());
        }
        origins.add(new Origin(key.name(), shown(key, setting.value()), setting.where()));
        try {
            return Optional.of(key.parse().apply(setting.value()));
        } catch (IllegalArgumentException e) {
            problem(setting.where(), key, e.getMessage() + ", not " + shown(key, setting.value()));
            return key.fallback().map(key.parse());
        }
    }

    /** The value of a key that has a literal default. */
    <T> T need(Key<T> key) {
        return get(key).orElseThrow();
    }

    /** The value of a key whose default is worked out. */
    <T> T getOr(Key<T> key, T worked) {
        Optional<T> value = get(key);
        if (!given.containsKey(key.name())) origins.add(new Origin(key.name(), worked.toString(), "default"));
        return value.orElse(worked);
    }

    /** The value of a key that may stay unset. */
    <T> Optional<T> getOptional(Key<T> key) {
        Optional<T> value = get(key);
        if (!given.containsKey(key.name()))
            origins.add(new Origin(key.name(), "", "default: " + key.fallbackText()));
        return value;
    }

    void problem(Key<?> key, String text) {
        Setting setting = given.get(key.name());
        problem(setting == null ? "default" : setting.where(), key, text);
    }

    private void problem(String where, Key<?> key, String text) {
        problems.add(where + ": " + key.name() + " " + text);
    }

    /** Ends the reading: all settings in the order of the list, or all problems. */
    List<Origin> finish() {
        if (!problems.isEmpty()) throw new ConfigException(problems);
        return List.copyOf(origins);
    }

    private static String shown(Key<?> key, String value) {
        if (key.secret()) return MASK;
        return key == Keys.DATABASE_URL ? URL_SECRET.matcher(value).replaceAll("$1$2" + MASK) : value;
    }

    private static String section(String variable) {
        String rest = variable.substring("MAESTRO_".length());
        return rest.substring(0, rest.indexOf('_'));
    }
}
