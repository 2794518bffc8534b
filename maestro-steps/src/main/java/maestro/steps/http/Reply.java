package maestro.steps.http;

import java.util.Optional;

/** @param location where a redirect points to */
record Reply(int status, String body, Optional<String> location) {}
