package maestro.cli;

/** How a status looks in a terminal: sign and colour. */
enum Look {
    WAITING("·", ".", "2"), ACTIVE("●", "*", "33"), GOOD("✓", "+", "32"), PASSED("–", "-", "2"), BAD("✗", "x", "31");

    private final String sign;
    private final String plainSign;
    private final String ansi;

    Look(String sign, String plainSign, String ansi) {
        this.sign = sign;
        this.plainSign = plainSign;
        this.ansi = ansi;
    }

    /** Of a step's or an instance's status; an unknown one, of a newer server, counts as active. */
    static Look of(String status) {
        return switch (status) {
            case "NOT_CREATED", "CREATED", "INITIALIZED" -> WAITING;
            case "SUCCEEDED" -> GOOD;
            case "UNSATISFIED", "SKIPPED", "DISABLED" -> PASSED;
            case "FAILED", "STOPPED", "TIMED_OUT", "COMPLETED_WITH_ERROR", "FATALLY_FAILED", "INTERNALLY_FAILED",
                    "USER_FAILED", "PLATFORM_FAILED", "TIMEOUT_FAILED" -> BAD;
            default -> ACTIVE;
        };
    }

    String sign(Terminal terminal) {
        return terminal.symbols() ? sign : plainSign;
    }

    String paint(Terminal terminal, String text) {
        return terminal.colour() ? "\u001b[" + ansi + "m" + text + "\u001b[0m" : text;
    }
}
