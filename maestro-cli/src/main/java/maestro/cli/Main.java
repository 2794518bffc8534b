package maestro.cli;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int code = MaestroCommand.run(Terminal.ofProcess(), arguments);
        System.exit(code);
    }
}
