package maestro.steps.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** Answers each connection's first request with the bytes that a test says; an empty answer: none, ever. */
final class LoopbackServer implements AutoCloseable {
    /** @param headers names in lower case; a name that came twice has its values joined by a bar */
    record Request(String line, Map<String, String> headers, String body) {}

    static final String SILENCE = "";
    private final ServerSocket socket;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final Function<Request, byte[]> answer;

    private LoopbackServer(ServerSocket socket, Function<Request, byte[]> answer) {
        this.socket = socket;
        this.answer = answer;
        Thread.startVirtualThread(this::accept);
    }

    static LoopbackServer answering(Function<Request, String> answer) {
        return over(ServerSocketFactory.getDefault(), answer);
    }

    static LoopbackServer over(ServerSocketFactory sockets, Function<Request, String> answer) {
        return bytes(sockets, request -> answer.apply(request).getBytes(UTF_8));
    }

    /** Headers and a body that is no UTF-8. */
    static LoopbackServer answering(String headers, byte[] body) {
        byte[] head = ("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n").getBytes(UTF_8);
        var all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body);
        return bytes(ServerSocketFactory.getDefault(), _ -> all.toByteArray());
    }

    private static LoopbackServer bytes(ServerSocketFactory sockets, Function<Request, byte[]> answer) {
        try {
            return new LoopbackServer(sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String response(int status, String body) {
        return response(status, "", body);
    }

    static String response(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Because\r\n" + headers + "Content-Length: " + body.getBytes(UTF_8).length
                + "\r\n\r\n" + body;
    }

    static String redirect(int status, String location) {
        return response(status, "Location: " + location + "\r\n", "moved");
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    List<Request> requests() {
        return requests;
    }

    boolean awaitRequest() throws InterruptedException {
        return asked.await(20, TimeUnit.SECONDS);
    }

    /** Whether the client closed a connection on which the server said nothing. */
    boolean awaitHangUp() throws InterruptedException {
        return hungUp.await(20, TimeUnit.SECONDS);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.startVirtualThread(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = connection.getInputStream();
            var request = read(in);
            requests.add(request);
            asked.countDown();
            byte[] bytes = answer.apply(request);
            if (bytes.length == 0) {
                if (in.read() < 0) {
                    hungUp.countDown();
                }
                return;
            }
            connection.getOutputStream().write(bytes);
        } catch (IOException gone) {
            hungUp.countDown();
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        var headers = new LinkedHashMap<String, String>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, header.substring(colon + 1).strip(), (a, b) -> a + "|" + b);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(line, headers, new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the client is gone");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
