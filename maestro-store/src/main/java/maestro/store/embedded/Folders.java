package maestro.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Whole trees of files. */
final class Folders {
    private Folders() {}

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException error) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Gives a tree to a user and group by number; needs root. What is theirs already is not touched. */
    static void give(Path tree, int uid, int gid) throws IOException {
        try (var paths = Files.walk(tree)) {
            paths.forEach(path -> {
                try {
                    give(path, "unix:uid", uid);
                    give(path, "unix:gid", gid);
                } catch (IOException error) {
                    throw new UncheckedIOException(error);
                }
            });
        } catch (UncheckedIOException error) {
            throw error.getCause();
        }
    }

    private static void give(Path path, String attribute, int id) throws IOException {
        if (!Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS).equals(id)) {
            Files.setAttribute(path, attribute, id, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
