package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The temp folder of one attempt: its script, params and outputs, and a working folder. */
record Scratch(Path root) implements AutoCloseable {
    static final String FOLDER = "scratch";
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Makes the folder under the name of this server, so that a later one knows whether it is still in use. */
    static Scratch make(Path folder, String script, String params) throws IOException {
        var parent = Files.createDirectories(folder.resolve(FOLDER), OWNER_ONLY);
        String name = Proc.self() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
        var scratch = new Scratch(Files.createDirectory(parent.resolve(name), OWNER_ONLY));
        try {
            Files.writeString(scratch.script(), script);
            Files.writeString(scratch.params(), params);
            Files.createFile(scratch.output());
            Files.createDirectory(scratch.work());
            return scratch;
        } catch (IOException e) {
            scratch.close();
            throw e;
        }
    }

    Path script() {
        return root.resolve("script");
    }

    Path params() {
        return root.resolve("params.json");
    }

    Path output() {
        return root.resolve("output");
    }

    Path work() {
        return root.resolve("work");
    }

    /** What the script wrote; empty when it removed the file. */
    String outputText() throws IOException, AuthorError {
        if (!Files.exists(output())) {
            return "";
        }
        if (!Files.isRegularFile(output())) {
            throw new AuthorError("MAESTRO_OUTPUT is no longer a regular file");
        }
        try (var in = new FileInputStream(output().toFile())) {
            byte[] bytes = in.readNBytes(OutputFile.BYTES_MAX + 1);
            if (bytes.length > OutputFile.BYTES_MAX) {
                throw new AuthorError("MAESTRO_OUTPUT is longer than " + OutputFile.BYTES_MAX + " bytes");
            }
            return text(bytes);
        }
    }

    private static String text(byte[] bytes) throws AuthorError {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        if (UTF_8.newDecoder().decode(in, out, true).isError()) {
            long line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new AuthorError("MAESTRO_OUTPUT is not UTF-8 text (line " + line + ")");
        }
        return out.flip().toString();
    }

    /** Removes the folder as far as possible; what cannot be removed goes with the next start of the server. */
    @Override
    public void close() {
        for (var path : List.of(script(), params(), output(), work(), root)) {
            path.toFile().delete(); // most scripts leave no more than this
        }
        if (Files.exists(root)) {
            remove(root);
        }
    }

    static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                    Files.setPosixFilePermissions(dir, OWNER_ONLY.value()); // the script may have locked it
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    return delete(file);
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, IOException e) {
                    return delete(dir);
                }
            });
        } catch (IOException e) {
            System.getLogger(Scratch.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove the temp folder " + folder, e);
        }
    }

    private static FileVisitResult delete(Path path) {
        if (!path.toFile().delete()) { // goes on with the rest where Files.delete would end the walk
            System.getLogger(Scratch.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot remove {0}", path);
        }
        return FileVisitResult.CONTINUE;
    }
}
