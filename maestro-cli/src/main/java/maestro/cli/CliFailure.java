package maestro.cli;

import java.util.List;

/** A command that cannot go on: what is wrong, details line by line, and what to do next (may be empty). */
final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final transient List<String> details;
    private final String next;

    CliFailure(Exit exit, String message, List<String> details, String next) {
        super(message);
        this.exit = exit;
        this.details = List.copyOf(details);
        this.next = next;
    }

    CliFailure(Exit exit, String message, String next) {
        this(exit, message, List.of(), next);
    }

    Exit exit() {
        return exit;
    }

    List<String> details() {
        return details;
    }

    /** The same failure, said about a file or another thing the user named. */
    CliFailure about(String subject) {
        return new CliFailure(exit, subject + ": " + getMessage(), details, next);
    }

    /** The failure as people read it, without a line break at the end. */
    String text() {
        var text = new StringBuilder("maestro: ").append(getMessage());
        details.forEach(detail -> text.append("\n  - ").append(detail));
        return Printable.block(next.isEmpty() ? text.toString() : text.append('\n').append(next).toString());
    }
}
