package maestro.steps.shell;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Started by the JDK, which runs two programs before the command: for hosts whose C library lacks what we need. */
record JdkChild(Process process) implements Child {
    private static final Pattern ERROR = Pattern.compile("error[=:] ?(\\d+)");

    static Child spawn(List<String> command, String workingDir, Map<String, String> environment) throws IOException {
        var line = new ArrayList<String>();
        line.add("setsid");
        line.addAll(command);
        var builder = new ProcessBuilder(line)
                .directory(new File(workingDir))
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new JdkChild(builder.start());
        } catch (IOException error) {
            String message = String.valueOf(error.getMessage());
            var number = ERROR.matcher(message);
            throw new SpawnError(number.find() ? Integer.parseInt(number.group(1)) : 0, message);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public InputStream out() {
        return process.getInputStream();
    }

    @Override
    public InputStream err() {
        return process.getErrorStream();
    }

    @Override
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }
}
