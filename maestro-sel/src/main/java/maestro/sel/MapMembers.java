package maestro.sel;

import maestro.sel.SelException.Kind;

/** Members of MAP (sel.md §7). */
final class MapMembers {
    static final String NAMES = "size get containsKey put getOrDefault";

    private MapMembers() {}

    static Object call(Invocation call) {
        return switch (call.signature()) {
            case "size/0" -> call.made((Object) (call.self() instanceof SelMap map ? (long) map.entries.size() : 0L));
            case "containsKey/1" -> {
                String key = key(call);
                yield call.self() instanceof SelMap map && map.entries.containsKey(key);
            }
            case "get/1" -> map(call).entries.getOrDefault(key(call), Type.Single.NULL);
            case "getOrDefault/2" -> {
                Object found = map(call).entries.get(key(call));
                yield found == null ? call.arguments()[1] : found;
            }
            case "put/2" -> put(call);
            default -> null;
        };
    }

    private static SelMap map(Invocation call) {
        return call.self(SelMap.class, Kind.NULL);
    }

    private static String key(Invocation call) {
        return call.argument(0, String.class, Kind.TYPE);
    }

    private static Object put(Invocation call) {
        var entries = map(call).entries;
        Object value = call.arguments()[1];
        if (value == Type.Single.PARAMS) throw Fault.unsupported("params cannot be put into a map");
        int before = entries.size();
        call.meter().require(Meter.VALUE_BYTES);
        Object previous = entries.put(key(call), value);
        if (entries.size() > before) call.meter().chargeValue(); // the entry itself
        return previous == null ? Type.Single.NULL : previous;
    }
}
