package maestro.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Under whose name PostgreSQL runs. It refuses to be root, so for root this finds a way to be someone else, with what
 * a bare Debian has. Folders that others cannot enter, such as below {@code /root}, rule out the plain way; then a
 * user namespace hides that it is root, or one capability lets the other account in.
 *
 * @param prefix of each command
 * @param uid owner of the data, {@code -1}: whoever we are
 */
record Account(List<String> prefix, int uid, int gid) {
    private static final Account OURSELVES = new Account(List.of(), -1, -1);

    private record User(int uid, int gid) {}

    static Account forData(Path folder, Binaries binaries) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OURSELVES;
        }
        var tried = new ArrayList<String>();
        for (var candidate : candidates(folder)) {
            var probe = candidate.probe(folder, binaries);
            if (probe.ok()) {
                Folders.give(folder, candidate.uid(), candidate.gid());
                return candidate;
            }
            tried.add(String.join(" ", candidate.prefix()) + ": " + probe.output());
        }
        throw new EmbeddedFailure("PostgreSQL does not run as root, and there is no way here to run it as another user"
                + " with access to " + folder + ": start the server as an ordinary user, or choose a data folder that"
                + " others can enter. Tried " + tried);
    }

    /** Whether it gets to the data's folder, and to the programs as they see it themselves. */
    Command.Result probe(Path folder, Binaries binaries) {
        return Command.run(
                Path.of("/"),
                prefix,
                "/bin/sh",
                "-c",
                "test -x \"$0\" && \"$1\" --show --locale=C --pgdata=\"$0\"",
                folder.getParent().toString(),
                binaries.program("initdb"));
    }

    /** Ways for root, the one that gives away least first. */
    static List<Account> candidates(Path folder) throws IOException {
        User user = user(folder);
        var plain = List.of(
                "setpriv", "--reuid=" + user.uid(), "--regid=" + user.gid(), "--clear-groups");
        var entering = new ArrayList<>(plain);
        // The last one: access(2), by which the programs look for each other, shall honour the capability too.
        entering.addAll(List.of(
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override",
                "--securebits=+no_setuid_fixup",
                "--"));
        var unprivileged = new ArrayList<>(plain);
        unprivileged.add("--");
        return List.of(
                new Account(unprivileged, user.uid(), user.gid()),
                new Account(List.of("unshare", "--user", "--map-user=1000", "--map-group=1000", "--"), 0, 0),
                new Account(entering, user.uid(), user.gid()));
    }

    /** Whoever owns the data already; else the account named postgres; else nobody. */
    private static User user(Path folder) throws IOException {
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        if (owner != 0) {
            return new User(owner, (int) Files.getAttribute(folder, "unix:gid"));
        }
        var accounts = Path.of("/etc/passwd");
        if (!Files.isReadable(accounts)) {
            return new User(65534, 65534);
        }
        var lines = Files.readAllLines(accounts);
        return lines.stream()
                .map(line -> line.split(":"))
                .filter(line -> line.length > 3 && line[0].equals("postgres"))
                .map(line -> new User(Integer.parseInt(line[2]), Integer.parseInt(line[3])))
                .findFirst()
                .orElse(new User(65534, 65534));
    }
}
