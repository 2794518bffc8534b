package maestro.testkit.sim;

import java.util.List;
import java.util.Map;
import maestro.core.rule.Report;

/** What a scripted runtime says of its attempt. */
public final class Reports {
    private Reports() {}

    public static Report done() {
        return new Report.Done(Map.of(), Map.of());
    }

    public static Report failed(Report.Failure whose) {
        return new Report.Failed(whose, "exit code 3", List.of(), Map.of());
    }

    public static Report cancelled() {
        return new Report.Cancelled("told to end", Map.of());
    }

    public static Report crashed() {
        return new Report.Crashed("The step's runtime broke: NullPointerException", List.of("at somewhere"));
    }
}
