package maestro.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import maestro.server.MaestroServer;
import maestro.server.config.ServerConfig;

/** A server in a process of its own, so that its CPU can be told from the client's. Settings are {@code key=value}. */
public final class Served {
    private Served() {}

    public static void main(String[] settings) {
        var flags = new LinkedHashMap<String, String>();
        for (String setting : settings) {
            int at = setting.indexOf('=');
            flags.put(setting.substring(0, at), setting.substring(at + 1));
        }
        // It answers before start() returns, so that the signal to stop may come first.
        var started = new CompletableFuture<MaestroServer>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> started.join().close()));
        started.complete(MaestroServer.start(
                ServerConfig.load(Optional.empty(), Map.of(), flags).config()));
        started.join().ended().join();
    }
}
