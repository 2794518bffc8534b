package maestro.sel;

import java.util.LinkedHashMap;

/** A MAP of SEL values; shared by reference within one evaluation. */
final class SelMap {
    final LinkedHashMap<String, Object> entries = new LinkedHashMap<>();
}
