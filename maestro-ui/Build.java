import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/**
 * Brings the web UI into the program: {@code java Build.java bundle} makes its files, {@code check} tests the sources.
 * Run by Maven in the folder of the module, with whatever JDK runs Maven (17 or newer).
 *
 * <p>{@code --mode=auto} builds with Node when it is there, else takes {@code prebuilt/maestro-ui.zip}, else leaves one page
 * that says what is missing; {@code require} fails without Node; {@code skip} leaves the page. With the variable
 * {@code CI=true}, {@code auto} is {@code require}. Nothing is done twice: what comes out is kept with a hash of its sources.
 */
final class Build {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path TARGET = HERE.resolve("target");
    private static final List<String> SOURCES =
            List.of("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "scripts", "src/main");
    private static final List<String> CHECKED = List.of("src/test", ".oxlintrc.json", "vitest.config.ts");
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Maestro</title>
            <h1>Maestro runs, without its web UI</h1>
            <p>This program was built on a machine without Node.js. Install Node.js 20.19 or newer with npm and build
            again (<code>mvn package</code>, or any <code>./maestro</code> command after a change) to have the UI here.</p>
            <p>Everything else works: the API is described at <a href="./../api/docs">/api/docs</a>, and
            <code>maestro --help</code> lists the commands.</p>
            </html>
            """;

    private Build() {}

    public static void main(String[] args) throws Exception {
        String task = args.length == 0 ? "bundle" : args[0];
        String mode = option(args, "mode").orElse("auto");
        if (mode.equals("auto") && "true".equals(System.getenv("CI"))) mode = "require";
        switch (task) {
            case "bundle" -> bundle(mode, option(args, "dist"), Path.of(option(args, "out").orElse("target/classes")));
            case "check" -> check(mode);
            default -> throw new IllegalArgumentException("unknown task " + task + ": bundle or check");
        }
    }

    private static Optional<String> option(String[] args, String name) {
        return Stream.of(args).filter(arg -> arg.startsWith("--" + name + "="))
                .map(arg -> arg.substring(name.length() + 3)).filter(value -> !value.isBlank()).findFirst();
    }

    private static void bundle(String mode, Optional<String> dist, Path classes) throws Exception {
        Path out = classes.toAbsolutePath().resolve("maestro/ui");
        Path stamp = TARGET.resolve("ui.stamp");
        Optional<String> missing = missing();
        boolean node = dist.isEmpty() && !mode.equals("skip") && missing.isEmpty();
        if (mode.equals("require") && missing.isPresent()) fail(missing.get() + "; the web UI cannot be built");
        String state = mode + " " + dist.orElse("") + " " + node + " " + hash(SOURCES);
        if (Files.exists(out.resolve("index.html")) && read(stamp).equals(state)) return;
        Files.deleteIfExists(stamp);
        empty(out);
        if (dist.isPresent()) copy(Path.of(dist.get()), out, "prebuilt");
        else if (node && built(mode, out)) say("built with Node");
        else if (!mode.equals("skip") && Files.exists(HERE.resolve("prebuilt/maestro-ui.zip"))) unzip(out);
        else withoutUi(out, mode.equals("skip") ? "-Dui=skip" : missing.orElse("npm could not fetch its packages"));
        Files.writeString(stamp, state);
    }

    private static boolean built(String mode, Path out) throws Exception {
        if (!install()) {
            if (mode.equals("require")) fail("npm ci failed; its output is above");
            return false;
        }
        run("node", "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn");
        run("node", "scripts/pack.mjs", "target/dist", out.toString());
        return true;
    }

    private static void check(String mode) throws Exception {
        Path stamp = TARGET.resolve("ui-checked.stamp");
        Optional<String> missing = missing();
        if (mode.equals("skip") || missing.isPresent()) {
            if (mode.equals("require")) fail(missing.orElse("") + "; the web UI cannot be tested");
            loud("THE WEB UI IS NOT TESTED: " + missing.orElse("-Dui=skip"));
            return;
        }
        var all = new ArrayList<>(SOURCES);
        all.addAll(CHECKED);
        String state = hash(all);
        if (read(stamp).equals(state)) return;
        if (!install()) fail("npm ci failed; its output is above");
        run("node", "node_modules/typescript/bin/tsc", "--noEmit");
        run("node", "node_modules/oxlint/bin/oxlint", "--deny-warnings");
        run("node", "node_modules/vitest/vitest.mjs", "run");
        run("node", "scripts/sizes.mjs", "target/dist");
        Files.writeString(stamp, state);
    }

    /** What is not there of Node and npm. */
    private static Optional<String> missing() throws Exception {
        Optional<String> version = output("node", "--version");
        if (version.isEmpty()) return Optional.of("there is no node on the PATH (Node.js 20.19 or newer is needed)");
        var match = VERSION.matcher(version.get());
        if (!match.matches()) return Optional.of("node --version says [" + version.get() + "]");
        int major = Integer.parseInt(match.group(1));
        int minor = Integer.parseInt(match.group(2));
        if (major < 20 || major == 20 && minor < 19)
            return Optional.of("Node.js is " + version.get() + "; 20.19 or newer is needed");
        return output(npm(), "--version").isEmpty() ? Optional.of("there is no npm on the PATH") : Optional.empty();
    }

    private static String npm() {
        return WINDOWS ? "npm.cmd" : "npm";
    }

    /** Packages as the lock file says; only when it changed. */
    private static boolean install() throws Exception {
        String lock = hash(List.of("package-lock.json"));
        Path stamp = HERE.resolve("node_modules/.lock-hash");
        if (read(stamp).equals(lock)) return true;
        say("fetching packages (npm ci)");
        boolean done = start(npm(), "ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error") == 0;
        if (done) Files.writeString(stamp, lock);
        return done;
    }

    private static void withoutUi(Path out, String why) throws IOException {
        loud("THE PROGRAM GETS NO WEB UI: " + why);
        Files.writeString(out.resolve("index.html"), PAGE);
        Files.writeString(out.resolve("files.txt"), "");
        Files.writeString(out.resolve("kind.txt"), "none\n");
    }

    private static void unzip(Path out) throws IOException {
        say("taking prebuilt/maestro-ui.zip");
        try (var zip = new ZipInputStream(Files.newInputStream(HERE.resolve("prebuilt/maestro-ui.zip")))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = out.resolve(entry.getName()).normalize();
                if (!file.startsWith(out)) throw new IOException("the zip names " + entry.getName());
                if (entry.isDirectory()) continue;
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
        Files.writeString(out.resolve("kind.txt"), "prebuilt\n");
    }

    private static void copy(Path from, Path out, String kind) throws IOException {
        if (!Files.exists(from.resolve("index.html"))) fail(from + " holds no bundle: it has no index.html");
        for (Path file : files(from)) {
            Path to = out.resolve(from.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        Files.writeString(out.resolve("kind.txt"), kind + "\n");
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) for (Path file : files(folder)) Files.delete(file);
        Files.createDirectories(folder);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) return List.of();
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String hash(List<String> names) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                for (Path file : files(HERE.resolve(name))) {
                    digest.update(HERE.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                    digest.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static void run(String... command) throws Exception {
        if (start(command) != 0) fail(String.join(" ", command) + " failed; its output is above");
    }

    private static int start(String... command) throws Exception {
        return new ProcessBuilder(command).directory(HERE.toFile()).inheritIO().start().waitFor();
    }

    private static Optional<String> output(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private static void say(String what) {
        System.out.println("Web UI: " + what);
    }

    private static void loud(String what) {
        System.out.println("[WARNING] " + "*".repeat(80));
        System.out.println("[WARNING] " + what);
        System.out.println("[WARNING] " + "*".repeat(80));
    }

    private static void fail(String why) {
        System.err.println("Web UI: " + why);
        System.exit(1);
    }
}
