package maestro.store;

/**
 * How far one page of a list of instances may look. See docs/decisions/instance-lists.md.
 *
 * @param rows rows that a page looks at, on each way that it goes: reading 5,000 takes about 10 ms
 * @param probes pairs of a workflow and a status whose first run is looked up: about 5 µs each
 * @param branches such pairs that are walked together
 */
public record ListBounds(int rows, int probes, int branches) {
    public static final ListBounds USUAL = new ListBounds(5_000, 3_000, 60);
}
