package maestro.runtime.engine;

/** Ends a subscription when closed; closing twice is fine. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
