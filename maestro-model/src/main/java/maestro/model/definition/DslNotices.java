package maestro.model.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Collects what the translation of one document has to tell. Confined to one thread. */
final class DslNotices {
    private static final Set<String> NUMBERS = Set.of(".nan", ".inf", "-.inf", "+.inf");
    private static final Set<String> TRUTHS = Set.of("yes", "no", "on", "off");

    private final List<DslNotice> all = new ArrayList<>();
    /** Keys that are known as fields, each behind the path of its workflow or job. */
    private final Set<String> fields = new HashSet<>();

    void add(DslNotice notice) {
        all.add(notice);
        if (notice instanceof DslNotice.Misshapen(var path, var key, _)) field(path, key);
    }

    void field(String path, String key) {
        fields.add(path + " " + key);
    }

    boolean isField(String path, String key) {
        return fields.contains(path + " " + key);
    }

    List<DslNotice> all() {
        return List.copyOf(all);
    }

    /** Notes a value that other readers of YAML, or people, take for something else. */
    void doubt(String path, String key, JsonNode value) {
        doubt(value).ifPresent(problem -> add(new DslNotice.Doubtful(path, key, problem)));
    }

    private static Optional<String> doubt(JsonNode value) {
        if (value.isString()) {
            String text = value.stringValue().toLowerCase(Locale.ROOT);
            if (NUMBERS.contains(text)) {
                return Optional.of("is the text '" + value.stringValue() + "', as params hold no such numbers");
            }
            return TRUTHS.contains(text)
                    ? Optional.of("is the text '" + value.stringValue() + "'; write true or false, or quote it")
                    : Optional.empty();
        }
        if (value.isBigDecimal() && value.decimalValue().scale() > 1
                && value.decimalValue().stripTrailingZeros().scale() < value.decimalValue().scale()) {
            return Optional.of("is the number " + value.decimalValue().stripTrailingZeros().toPlainString()
                    + " in expressions; quote it to keep '" + value.decimalValue().toPlainString() + "'");
        }
        return Optional.empty();
    }
}
