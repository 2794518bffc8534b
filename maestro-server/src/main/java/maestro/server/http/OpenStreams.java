package maestro.server.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import maestro.model.Code;
import maestro.model.MaestroException;

/** The streams being written, so that a stopping server can end them. Thread-safe. */
public final class OpenStreams implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OpenStreams.class.getName());
    private static final int STREAMS_MAX = 10_000;
    private static final int BUFFER = 8192;

    private final Set<Thread> writers = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(STREAMS_MAX);
    private volatile boolean closed;

    /** To be asked before a stream is begun, while an error can still be answered. */
    public void admit() {
        if (closed || free.availablePermits() == 0)
            throw new MaestroException(Code.SERVICE_UNAVAILABLE, closed
                    ? "The server is stopping" : "Too many streams are open; close some or try again");
    }

    int open() {
        return writers.size();
    }

    /**
     * Writes a stream on the calling thread. Only a stream that is complete ends properly; every other one breaks off
     * with its connection, so that its reader can tell and comes back with the last id it has.
     */
    void run(Answer.Stream stream, ServerResponse response) {
        free.acquireUninterruptibly();
        writers.add(Thread.currentThread());
        try {
            if (closed) throw new InterruptedException();
            OutputStream out = new BufferedOutputStream(response.outputStream(), BUFFER);
            stream.writer().write(out);
            out.close();
        } catch (CloseConnectionException e) {
            throw e; // the front has found out that the reader has gone: usual, and nothing to tell
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the reader has gone", e);
        } catch (InterruptedException e) {
            throw new CloseConnectionException("the server stops", e);
        } catch (RuntimeException e) {
            if (!closed) LOG.log(System.Logger.Level.WARNING, "a stream broke off: " + e);
            throw new CloseConnectionException("the stream broke off", e);
        } finally {
            writers.remove(Thread.currentThread());
            Thread.interrupted(); // the flag must not hit the connection's next use
            free.release();
        }
    }

    /** Ends all streams. */
    @Override
    public void close() {
        closed = true;
        writers.forEach(Thread::interrupt);
    }
}
