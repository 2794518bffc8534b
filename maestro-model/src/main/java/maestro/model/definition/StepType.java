package maestro.model.definition;

/** The step types by their input names (definition.md §5.3), with the spelling of output. */
public enum StepType {
    NOOP("NoOp", true),
    SLEEP("Sleep", true),
    /** Our own: a script on the server's host. */
    SHELL("Shell", true),
    HTTP("Http", true),
    KUBERNETES("Kubernetes", true),
    NOTEBOOK("Notebook", true),
    TITUS("Titus", true),
    JOIN("Join", true),
    FOREACH("foreach", false),
    WHILE("while", false),
    SUBWORKFLOW("subworkflow", false),
    TEMPLATE("template", false);

    private final String text;
    private final boolean leaf;

    StepType(String text, boolean leaf) {
        this.text = text;
        this.leaf = leaf;
    }

    /** The spelling of output. */
    public String text() {
        return text;
    }

    /** Whether its param {@code script} is a program whose dollars are its own as well. */
    public boolean script() {
        return this == SHELL;
    }

    public boolean leaf() {
        return leaf;
    }
}
