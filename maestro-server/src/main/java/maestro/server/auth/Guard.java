package maestro.server.auth;

import java.util.Optional;

/** How a server lets callers in. @param desk where tokens and grants are given out; empty: there is no log-in */
public record Guard(Gate gate, Optional<Desk> desk) {
    public static final Guard NONE = new Guard(Gate.open(), Optional.empty());
}
