package maestro.server.config;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One setting.
 *
 * @param name path in the file, such as {@code server.port}
 * @param shape what a value looks like, for people
 * @param fallback the text that stands for an absent value; empty when the default is worked out or there is none
 * @param fallbackText how the default is described
 * @param parse turns text into a value; throws IllegalArgumentException with a sentence that follows the key's name
 * @param secret never shown; may also be read from a file
 */
record Key<T>(
        String name,
        String shape,
        Optional<String> fallback,
        String fallbackText,
        Function<String, T> parse,
        boolean secret,
        String about) {
    Key {
        requireNonNull(name);
        requireNonNull(parse);
    }

    static <T> Key<T> of(String name, String shape, String fallback, Function<String, T> parse, String about) {
        return new Key<>(name, shape, Optional.of(fallback), fallback, parse, false, about);
    }

    /** A key whose default depends on something else, or that may stay unset. */
    static <T> Key<T> open(String name, String shape, String fallbackText, Function<String, T> parse, String about) {
        return new Key<>(name, shape, Optional.empty(), fallbackText, parse, false, about);
    }

    Key<T> asSecret() {
        return new Key<>(name, shape, fallback, fallbackText, parse, true, about);
    }

    /** The environment variable of this key. */
    String variable() {
        return "MAESTRO_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
