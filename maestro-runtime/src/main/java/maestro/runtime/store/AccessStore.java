package maestro.runtime.store;

import java.util.List;
import java.util.Optional;
import maestro.model.auth.Grant;

/**
 * Tokens, grants, and what was done with them. Every change is written together with its line of the audit and raises
 * {@link #version}, by which other nodes notice it. Thread-safe. Every call may throw {@link StoreUnavailable}.
 */
public interface AccessStore {
    /**
     * @param principal such as {@code user:ann}
     * @param limit what it may do at most: for a user less than the user's grants, for a service all that it may
     * @param hash of its secret
     * @param expiresMillis epoch milliseconds, as the other times
     * @param revokedMillis 0: it was not revoked
     */
    record Token(
            String id, byte[] hash, String principal, Optional<Grant> limit, String name, long createMillis,
            long expiresMillis, long revokedMillis) {}

    /** A line of the audit. @param seq 0 in what is not written yet */
    record Deed(
            long seq, long atMillis, String principal, String via, String address, String verb, String target,
            String outcome, String detail) {}

    /** Grows with every change of a token or grant. */
    long version();

    Optional<Token> token(String id);

    /** By id, after one. */
    List<Token> tokens(String afterId, int size);

    void add(Token token, Deed deed);

    /** @return whether it was valid until now */
    boolean revoke(String id, Deed deed);

    List<Grant> grants();

    /** @return whether it is new */
    boolean grant(Grant grant, Deed deed);

    /** @return whether it was there */
    boolean revoke(Grant grant, Deed deed);

    /** What changes nothing: refusals. */
    void note(Deed deed);

    /**
     * The newest first.
     *
     * @param principal empty: anybody's
     */
    List<Deed> deeds(Optional<String> principal, long beforeSeq, int size);
}
