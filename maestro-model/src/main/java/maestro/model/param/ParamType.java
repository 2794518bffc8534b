package maestro.model.param;

/** The ten types a param can have (parameters.md §2), with the Java type of an evaluated value. */
public enum ParamType {
    /** {@link String}. */
    STRING,
    /** {@link Long}. */
    LONG,
    /** {@link Double} once evaluated; {@link java.math.BigDecimal} as a literal, so that its scale is kept. */
    DOUBLE,
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@code LinkedHashMap<String, String>}. */
    STRING_MAP,
    /** {@code String[]}. */
    STRING_ARRAY,
    /** {@code long[]}. */
    LONG_ARRAY,
    /** {@code double[]} once evaluated; {@code BigDecimal[]} as a literal. */
    DOUBLE_ARRAY,
    /** {@code boolean[]}. */
    BOOLEAN_ARRAY,
    /**
     * {@code LinkedHashMap<String, Object>} of evaluated values; as a literal a
     * {@code LinkedHashMap<String, ParamDefinition>}.
     */
    MAP
}
