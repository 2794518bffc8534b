package maestro.core.start;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.param.Clocked;
import maestro.core.param.Interpolation;
import maestro.core.param.ParamScope;
import maestro.core.param.TargetCompletion;
import maestro.model.MaestroException;
import maestro.model.param.Param;

/**
 * The alerting of a run: references inside are filled in where they can be, at each start and restart; what cannot be
 * stays as it is (parameters.md §15, execution.md §10.3).
 */
final class Alerting {
    private Alerting() {}

    static Map<String, Object> filled(Map<String, Object> alerting, Map<String, Param> params, Clocked now) {
        var filled = new LinkedHashMap<String, Object>();
        alerting.forEach((key, value) -> filled.put(key, interpolated(value, params, now)));
        if (filled.get("tct") instanceof Map<?, ?> target) {
            filled.put("tct", completed(target, params));
        }
        return filled;
    }

    /** A target in hours or minutes gets its moment beside it; of one that cannot be told there is none. */
    private static Map<String, Object> completed(Map<?, ?> target, Map<String, Param> params) {
        var result = new LinkedHashMap<String, Object>();
        target.forEach((key, value) -> result.put((String) key, value));
        try {
            var zone = Optional.ofNullable((String) result.get("tz"));
            if (result.get("completed_by_hour") instanceof Number hours) {
                result.put("completed_by_ts", TargetCompletion.byHour(hours.intValue(), zone, params));
            } else if (result.get("duration_minutes") instanceof Number minutes) {
                result.put("completed_by_ts", TargetCompletion.afterMinutes(minutes.intValue(), params));
            }
            return result;
        } catch (MaestroException unknown) {
            return result;
        }
    }

    private static Object interpolated(Object value, Map<String, Param> params, Clocked now) {
        return switch (value) {
            case String text -> interpolated(text, params, now);
            case List<?> list -> {
                var filled = new ArrayList<Object>();
                list.forEach(element -> filled.add(interpolated(element, params, now)));
                yield filled;
            }
            case Map<?, ?> map -> {
                var filled = new LinkedHashMap<String, Object>();
                map.forEach((key, element) -> filled.put((String) key, interpolated(element, params, now)));
                yield filled;
            }
            case null, default -> value;
        };
    }

    private static String interpolated(String text, Map<String, Param> params, Clocked now) {
        try {
            return Interpolation.text(text, "alerting", ParamScope.workflow(params, now));
        } catch (MaestroException unknown) {
            return text;
        }
    }
}
