package maestro.server.auth;

import java.util.Map;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.auth.Access;

/** {@code auth.mode: none}. */
record OpenGate() implements Gate {
    @Override
    public String mode() {
        return "none";
    }

    @Override
    public Access admit(Need need, Map<String, String> variables, Credentials given, Optional<String> node) {
        if (need instanceof Need.Node && node.isEmpty()) throw nodesOnly();
        return Access.OPEN;
    }

    static MaestroException nodesOnly() {
        return new MaestroException(Code.FORBIDDEN, "Only nodes of the cluster may call this");
    }
}
