package maestro.runtime.step;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.Param;
import maestro.runtime.log.LogStream;

/** What a runtime gets to do one attempt. Used by the attempt's own thread unless said otherwise. */
public interface StepContext {
    AttemptRef attempt();

    /** Evaluated params of the step, defaults included; unmodifiable. */
    Map<String, Param> params();

    /** What an earlier launch of this attempt saved last; empty at the first launch. */
    Optional<String> checkpoint();

    /** Saves how to re-attach after a crash; durable when it returns. At most 16 KiB. */
    void checkpoint(String state) throws InterruptedException;

    /** Writes one line of output; any thread, never blocks for long, over-long lines become several, over-long logs are cut. */
    void log(LogStream stream, String line);

    /** Adds an entry to the step's timeline, for people: what it waits for, what it found. */
    void note(String text);

    /** Whether stop, kill, skip or timeout was asked for; then the thread has also been interrupted. Any thread. */
    boolean cancelled();

    /** How long the runtime may take to end after {@link #cancelled} turned true. */
    Duration grace();
}
