package maestro.server.http;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import maestro.core.row.RunLabels;
import maestro.model.MaestroException;
import maestro.model.run.Initiator;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.InstanceFilter;

/**
 * What the query of a list of instances asks for. Ours: the contract knows neither filters nor orders.
 *
 * @param oldestFirst the order of the list: otherwise the instances that were created last come first
 */
public record InstanceQuery(InstanceFilter filter, boolean oldestFirst) {
    private static final Set<Initiator.Type> TYPES = EnumSet.of(
            Initiator.Type.MANUAL, Initiator.Type.TIME, Initiator.Type.SIGNAL, Initiator.Type.SUBWORKFLOW,
            Initiator.Type.TEMPLATE);

    /** @throws MaestroException 400, naming the parameter and what it may be */
    public static InstanceQuery of(Call call) {
        long from = call.queryNumber("from").orElse(Long.MIN_VALUE);
        long to = call.queryNumber("to").orElse(Long.MAX_VALUE);
        if (from > to) throw MaestroException.badRequest("'from' must not be later than 'to'");
        var filter = new InstanceFilter(
                said(call, "status").map(text -> choice("status", text, EnumSet.allOf(InstanceStatus.class))),
                from, to, said(call, "owner"), said(call, "tag").map(RunLabels::brief), startedBy(call));
        return new InstanceQuery(filter, oldestFirst(call));
    }

    private static boolean oldestFirst(Call call) {
        String sort = said(call, "sort").orElse("-create_time");
        return switch (sort) {
            case "-create_time" -> false;
            case "create_time" -> true;
            default -> throw MaestroException.badRequest(
                    "'sort' must be -create_time (newest first) or create_time, not '" + sort + "'");
        };
    }

    private static Optional<String> startedBy(Call call) {
        var type = said(call, "initiator").map(text -> choice("initiator", text, TYPES));
        var user = said(call, "initiator_user");
        if (user.isEmpty())
            return type.map(wanted -> wanted == Initiator.Type.MANUAL ? InstanceFilter.BY_HAND : wanted.name());
        if (type.isPresent() && type.get() != Initiator.Type.MANUAL)
            throw MaestroException.badRequest("'initiator_user' goes with the initiator MANUAL alone: the others name no user");
        return user.map(RunLabels::byUser);
    }

    private static <E extends Enum<E>> E choice(String name, String text, Set<E> known) {
        return known.stream().filter(value -> value.name().equalsIgnoreCase(text)).findFirst().orElseThrow(() ->
                MaestroException.badRequest("'" + name + "' must be one of " + known.stream().map(Enum::name)
                        .collect(Collectors.joining(", ")) + ", not '" + text + "'"));
    }

    private static Optional<String> said(Call call, String name) {
        return call.query(name).filter(text -> !text.isEmpty());
    }
}
