package maestro.steps.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import maestro.core.param.ParamCatalogue;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.AttemptRef;
import maestro.runtime.step.StepContext;
import maestro.runtime.step.StepResult;

/** One http step under test: its params, the server's settings, and what it told. Defaults: loopback is allowed. */
final class HttpStep implements StepContext {
    static final UUID UUID_OF_STEP = new UUID(7, 8);
    static final long NOW = 1_767_600_000_000L;

    private final Map<String, Object> http = new LinkedHashMap<>();
    private final Map<String, Param> params = new LinkedHashMap<>();
    private final Map<String, Param> ofWorkflow = new LinkedHashMap<>();
    private Supplier<Map<String, Param>> workflowParams = () -> ofWorkflow;
    private final List<Duration> pauses = new ArrayList<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    private List<String> allow = List.of("127.0.0.1");
    private Map<String, String> addresses = Map.of();
    private Duration patience = Duration.ofSeconds(20);
    private int responseBytesMax = 1 << 20;
    private Optional<SSLContext> trust = Optional.empty();
    private HttpRuntime.Pause pause = pauses::add;
    private volatile boolean cancelled;
    private volatile Thread thread;

    private HttpStep() {
        var defaults = ParamCatalogue.STANDARD.byType(StepType.HTTP);
        params.put("status_code", param(ParamType.LONG, 200L));
        params.put("response_body", param(ParamType.STRING, ""));
        params.put("state_expr", param(ParamType.STRING,
                ((ParamBody.Literal) defaults.get("state_expr").body()).value()));
        http.put("method", "GET");
        http.put("headers", Map.of("Content-Type", "application/json", "Accept", "application/json"));
    }

    static HttpStep calling(String url) {
        return new HttpStep().http("url", url);
    }

    private static Param param(ParamType type, Object value) {
        return Param.of(ParamDefinition.literal(type, value), value, 1);
    }

    HttpStep http(String member, Object value) {
        http.put(member, value);
        return this;
    }

    HttpStep state(String expression) {
        return with("state_expr", expression);
    }

    HttpStep with(String name, String value) {
        params.put(name, param(ParamType.STRING, value));
        return this;
    }

    HttpStep workflow(String name, String value) {
        ofWorkflow.put(name, param(ParamType.STRING, value));
        return this;
    }

    HttpStep workflow(Supplier<Map<String, Param>> value) {
        workflowParams = value;
        return this;
    }

    HttpStep allow(String... hosts) {
        allow = List.of(hosts);
        return this;
    }

    /** What the name service says: comma-separated addresses by name. */
    HttpStep names(Map<String, String> value) {
        addresses = value;
        return this;
    }

    HttpStep patience(Duration value) {
        patience = value;
        return this;
    }

    HttpStep responseBytesMax(int value) {
        responseBytesMax = value;
        return this;
    }

    HttpStep trusting(SSLContext value) {
        trust = Optional.of(value);
        return this;
    }

    HttpStep pausing(HttpRuntime.Pause value) {
        pause = value;
        return this;
    }

    List<Duration> pauses() {
        return pauses;
    }

    /** Runs on a virtual thread, as the engine does. */
    CompletableFuture<StepResult> start() {
        params.put("http", Param.of(ParamDefinition.of(ParamType.MAP, ParamBody.UNSET), http, 1));
        var config = new HttpConfig(
                AllowList.of(allow), patience, patience, responseBytesMax, Duration.ofSeconds(3));
        var clock = InstantSource.fixed(Instant.ofEpochMilli(NOW));
        var client = new Client(config, clock, this::resolve, trust.orElseGet(HttpStep::usualTrust));
        var runtime = new HttpRuntime(config, clock, _ -> workflowParams.get(), client, pause);
        var result = new CompletableFuture<StepResult>();
        thread = Thread.ofVirtual().unstarted(() -> {
            try {
                result.complete(runtime.run(this));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        return result;
    }

    StepResult run() throws Exception {
        return start().get(30, TimeUnit.SECONDS);
    }

    void cancel() {
        cancelled = true;
        interrupt();
    }

    /** What a shutdown of the server does. */
    void interrupt() {
        thread.interrupt();
    }

    private static SSLContext usualTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        if (!addresses.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        var found = new ArrayList<InetAddress>();
        for (String address : addresses.get(host).split(",")) {
            found.add(InetAddress.ofLiteral(address));
        }
        return found.toArray(InetAddress[]::new);
    }

    @Override
    public AttemptRef attempt() {
        return new AttemptRef("demo.flow", 3, 2, "job-1", 4, 77, UUID_OF_STEP, UUID_OF_STEP + "-9");
    }

    @Override
    public Map<String, Param> params() {
        return params;
    }

    @Override
    public Optional<String> checkpoint() {
        return Optional.empty();
    }

    @Override
    public void checkpoint(String state) {
        throw new AssertionError("an http step has nothing to re-attach to");
    }

    @Override
    public void log(LogStream stream, String line) {
        lines.add(line);
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public Duration grace() {
        return Duration.ofSeconds(8);
    }
}
