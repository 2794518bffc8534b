package maestro.testkit.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server on this machine and breaks their connections in the ways that networks do.
 * Thread-safe.
 */
public final class CuttableProxy implements AutoCloseable {
    /** What happens to bytes on their way. */
    public enum Mode {
        /** All is passed on. */
        OPEN,
        /** The next answer of the server cuts its connection instead of arriving; then {@link #OPEN}. */
        LOSE_NEXT_ANSWER,
        /** Nothing from the server arrives, and nobody is told. */
        BLACK_HOLE,
        /** Connections are cut as soon as anything moves on them; new ones at once. */
        REFUSE
    }

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Mode mode = Mode.OPEN;

    /** Starts on a free port of 127.0.0.1. */
    public CuttableProxy(int targetPort) {
        target = targetPort;
        try {
            listener = new ServerSocket(0, 50, loopback());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public synchronized void mode(Mode next) {
        mode = next;
    }

    /** Cuts all connections that are there now. */
    public void cut() {
        sockets.forEach(CuttableProxy::close);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException _) {
            // closing is all that was wanted
        }
        cut();
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByName("127.0.0.1");
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (mode() == Mode.REFUSE) {
                    close(client);
                } else {
                    connect(client);
                }
            }
        } catch (IOException _) {
            // the listener is closed: the end
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(loopback(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException _) {
            close(client); // nobody listens there, as the client would have found without us
            return;
        }
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pass(client, server, false));
        Thread.ofVirtual().start(() -> pass(server, client, true));
    }

    private void pass(Socket from, Socket to, boolean answers) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var bytes = new byte[8192];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                Mode now = next(answers);
                if (now == Mode.REFUSE || now == Mode.LOSE_NEXT_ANSWER) {
                    return;
                }
                if (now == Mode.OPEN || !answers) {
                    out.write(bytes, 0, length);
                    out.flush();
                }
            }
        } catch (IOException _) {
            // cut, from whichever side
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized Mode mode() {
        return mode;
    }

    /** What to do with bytes that have just come. */
    private synchronized Mode next(boolean answers) {
        if (mode == Mode.LOSE_NEXT_ANSWER) {
            if (!answers) {
                return Mode.OPEN;
            }
            mode = Mode.OPEN;
            return Mode.LOSE_NEXT_ANSWER;
        }
        return mode;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // closed either way
        }
    }
}
