package maestro.cli;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * Rewrites a jar whose classes are written for Java 5 for Java 8, stack maps and all: Java keeps no older classes in its
 * start-up cache, and the command line's library is one. What the classes do stays the same.
 */
final class OldClasses {
    private static final int JAVA_6 = 50;
    private static final int JAVA_8 = 52;
    private static final int VERSION_AT = 6;

    private OldClasses() {}

    /** In its place; a jar without such classes stays as it is. */
    static void renew(Path jar) throws IOException {
        if (!old(jar)) return;
        var next = jar.resolveSibling(jar.getFileName() + ".tmp");
        try (var from = new JarFile(jar.toFile()); var to = new JarOutputStream(Files.newOutputStream(next))) {
            for (var entry : from.stream().toList()) {
                byte[] bytes;
                try (var in = from.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(old(entry.getName(), bytes) ? renewed(bytes) : bytes);
                to.closeEntry();
            }
        }
        Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean old(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            for (var entry : file.stream().filter(OldClasses::plain).limit(1).toList()) {
                try (var in = file.getInputStream(entry)) {
                    return old(entry.getName(), in.readNBytes(VERSION_AT + 2));
                }
            }
        }
        return false;
    }

    /** A class of the jar itself, neither its description nor one for later versions only. */
    private static boolean plain(ZipEntry entry) {
        var name = entry.getName();
        return name.endsWith(".class") && !name.endsWith("module-info.class") && !name.startsWith("META-INF/");
    }

    private static boolean old(String name, byte[] bytes) {
        return name.endsWith(".class") && ((bytes[VERSION_AT] & 0xff) << 8 | bytes[VERSION_AT + 1] & 0xff) < JAVA_6;
    }

    private static byte[] renewed(byte[] bytes) {
        var classFile = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(OldClasses.class.getClassLoader())
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = classFile.parse(bytes);
        // each instruction is written anew, so that its method gets the stack maps that Java 8 asks for
        var code = ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
        return classFile.transformClass(model, ClassTransform.dropping(ClassFileVersion.class::isInstance)
                .andThen(code)
                .andThen(ClassTransform.endHandler(builder -> builder.withVersion(JAVA_8, 0))));
    }
}
