package maestro.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection that knows just what the scenarios need: small bodies, one call after another. So
 * little code that the client takes a small part of the machine it shares with the server. One thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int ANSWER_MILLIS_MAX = 60_000;
    private static final byte[] NOTHING = {};

    /** @param body as sent; empty when there was none */
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String common;

    HttpConnection(URI server) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), ANSWER_MILLIS_MAX);
        in = new BufferedInputStream(socket.getInputStream(), 16_384);
        out = socket.getOutputStream();
        common = " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nuser: tester\r\nAccept: application/json\r\n";
    }

    Answer get(String path) throws IOException {
        return call("GET " + path + common + "\r\n", NOTHING);
    }

    Answer post(String path, byte[] json) throws IOException {
        return call(
                "POST " + path + common + "Content-Type: application/json\r\nContent-Length: " + json.length
                        + "\r\n\r\n",
                json);
    }

    Answer put(String path) throws IOException {
        return call("PUT " + path + common + "Content-Length: 0\r\n\r\n", NOTHING);
    }

    private Answer call(String head, byte[] body) throws IOException {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        var request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        out.write(request);
        return answer();
    }

    private Answer answer() throws IOException {
        String first = line();
        int status = Integer.parseInt(first.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.contains("chunked");
            }
        }
        return new Answer(status, chunked ? chunks() : exactly(length));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
            if (size > 0) {
                body.writeBytes(exactly(size));
            }
            line();
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server ended the connection within an answer");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the server ended the connection");
            }
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
