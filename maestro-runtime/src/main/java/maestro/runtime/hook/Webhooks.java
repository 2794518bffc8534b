package maestro.runtime.hook;

import java.io.IOException;
import java.util.Map;

/** Posts to URLs that authors wrote. Thread-safe. */
public interface Webhooks {
    /** What was answered, redirects included. */
    record Answer(int status) {
        public boolean good() {
            return status >= 200 && status < 300;
        }

        /** Whether the same request may go better later. */
        public boolean worthAgain() {
            return status == 408 || status == 425 || status == 429 || status >= 500;
        }
    }

    /** The URL may not be called, or cannot be; no retry mends it. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }

    /**
     * Posts a JSON document; redirects are not followed. Ends within a minute or two.
     *
     * @param headers besides the content type
     * @throws IOException when no answer came
     */
    Answer post(String url, Map<String, String> headers, String json) throws Refused, IOException, InterruptedException;
}
