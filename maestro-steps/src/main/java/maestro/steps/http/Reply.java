package maestro.steps.http;

import java.time.Duration;
import java.util.Optional;

/**
 * @param location where a redirect points to
 * @param retryAfter how long the server asks to wait before the request is made again
 */
record Reply(int status, String body, Optional<String> location, Optional<Duration> retryAfter) {}
