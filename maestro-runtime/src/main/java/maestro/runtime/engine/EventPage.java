package maestro.runtime.engine;

import java.util.List;

/**
 * Durable changes of one run, in order.
 *
 * @param next the id after which to go on; behind the last event where other runs' events follow it
 * @param complete whether the run has ended and these were its last
 */
public record EventPage(List<FeedEvent> events, String next, boolean complete) {}
