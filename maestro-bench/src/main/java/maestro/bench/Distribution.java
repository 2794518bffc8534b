package maestro.bench;

import java.util.Arrays;
import java.util.Collection;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Sorted figures of one kind. */
record Distribution(double[] sorted) {
    static Distribution of(Collection<Double> figures) {
        double[] all = figures.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(all);
        return new Distribution(all);
    }

    /** @param share 0..1 */
    double quantile(double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    double median() {
        return quantile(0.5);
    }

    ObjectNode toJson() {
        return Json.object()
                .put("n", sorted.length)
                .put("min", round(quantile(0)))
                .put("p50", round(median()))
                .put("p90", round(quantile(0.9)))
                .put("p99", round(quantile(0.99)))
                .put("max", round(quantile(1)));
    }

    static double round(double figure) {
        return Math.round(figure * 1000) / 1000.0;
    }
}
