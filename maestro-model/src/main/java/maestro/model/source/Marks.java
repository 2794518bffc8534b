package maestro.model.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Where one value of a YAML or JSON document stands, and all below it. Made from a text that could be read; where no
 * place can be told, as behind an alias, there are no marks.
 */
final class Marks {
    /** Lines and columns count from 1. */
    record Spot(int line, int column) {}

    private final Spot key;
    private final Spot value;
    private final Optional<ScalarStyle> style;
    private final Map<String, Marks> members = new HashMap<>();
    private final List<Marks> elements = new ArrayList<>();

    private Marks(Spot key, Event value) {
        this.value = spot(value);
        this.key = key == null ? this.value : key;
        this.style = value instanceof ScalarEvent scalar ? Optional.of(scalar.getScalarStyle()) : Optional.empty();
    }

    /** Empty when the text is none that this reader understands, such as JSON with tabs. */
    static Optional<Marks> of(String text) {
        var settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setUseMarks(true).build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            events.next(); // start of the stream
            events.next(); // start of the document
            return Optional.of(read(null, events.next(), events));
        } catch (YamlEngineException | IndexOutOfBoundsException | StackOverflowError unreadable) {
            return Optional.empty();
        }
    }

    private static Marks read(Spot key, Event event, Iterator<Event> events) {
        var marks = new Marks(key, event);
        switch (event) {
            case MappingStartEvent _ -> {
                for (var next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
                    var member = read(spot(next), events.next(), events);
                    if (next instanceof ScalarEvent name) marks.members.put(name.getValue(), member);
                }
            }
            case SequenceStartEvent _ -> {
                for (var next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
                    marks.elements.add(read(null, next, events));
                }
            }
            default -> { }
        }
        return marks;
    }

    private static Spot spot(Event event) {
        return event.getStartMark().map(mark -> new Spot(mark.getLine() + 1, mark.getColumn() + 1)).orElse(new Spot(1, 1));
    }

    /** @param step a key or an index */
    Optional<Marks> below(Object step) {
        return step instanceof Integer index
                ? Optional.ofNullable(index < elements.size() ? elements.get(index) : null)
                : Optional.ofNullable(members.get((String) step));
    }

    /** Of the key, or of an element of a list. */
    Spot key() {
        return key;
    }

    Spot value() {
        return value;
    }

    boolean plain() {
        return style.filter(ScalarStyle.PLAIN::equals).isPresent();
    }

    /** Whether the text stands in the lines below, each at the same indentation. */
    boolean block() {
        return style.filter(known -> known == ScalarStyle.LITERAL || known == ScalarStyle.FOLDED).isPresent();
    }
}
