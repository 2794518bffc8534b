package maestro.cli;

/** Shows a run that is followed. Calls may come from several threads; the views lock themselves. */
interface RunView extends AutoCloseable {
    /** Something may have changed. */
    void show(RunSnapshot run);

    /** Time has passed. */
    default void tick() {}

    /** A step wrote a line. */
    void line(String step, long attempt, String text);

    /** A remark about the following itself. */
    void note(String text);

    /** Leaves the terminal as it was. */
    @Override
    default void close() {}

    /** For output that programs read: nothing but remarks on standard error. */
    record Silent(Terminal terminal) implements RunView {
        @Override
        public void show(RunSnapshot run) {}

        @Override
        public void line(String step, long attempt, String text) {}

        @Override
        public void note(String text) {
            terminal.err().println(text);
        }
    }
}
