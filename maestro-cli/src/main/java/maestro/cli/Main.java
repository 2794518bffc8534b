package maestro.cli;

import java.util.stream.Stream;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var terminal = Terminal.ofProcess();
        int code = Stream.of(arguments).anyMatch(argument -> argument.indexOf('\ufffd') >= 0)
                ? garbled(terminal)
                : MaestroCommand.run(terminal, arguments);
        System.exit(code);
    }

    /** What Java makes of bytes that are no letters in the locale: to go on would change what the user wrote. */
    private static int garbled(Terminal terminal) {
        terminal.err().println("maestro: an argument holds letters that the locale ("
                + System.getProperty("sun.jnu.encoding") + ") does not know, so they are lost");
        terminal.err().println("Set LC_ALL to a UTF-8 locale that is installed, such as C.UTF-8 (`locale -a` lists them).");
        return Exit.USAGE.code();
    }
}
