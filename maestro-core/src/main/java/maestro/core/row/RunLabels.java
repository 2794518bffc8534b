package maestro.core.row;

import java.util.List;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.run.Initiator;

/**
 * What lists across workflows find a run by, beside what its workflow says of itself. Written once, with the head.
 *
 * @param startedBy type of the initiator; of a manual one with the user behind a slash; empty: not listed
 * @param tags names of the runtime tags that people gave
 */
public record RunLabels(String startedBy, List<String> tags) {
    /** Of iterations, and of rows that are no first writing. */
    public static final RunLabels NONE = new RunLabels("", List.of());

    /** The tag of a run that a subworkflow step launched. */
    public static final String SUBWORKFLOW = "maestro_subworkflow";

    /** An index takes no entry of any length. */
    private static final int LENGTH_MAX = 256;

    public static RunLabels of(RunHead head) {
        var tags = head.runtimeTags().stream()
                .filter(tag -> tag.namespace().filter(Tag.Namespace.SYSTEM::equals).isEmpty())
                .map(Tag::name)
                .filter(name -> !(head.launched() && name.equals(SUBWORKFLOW)))
                .map(RunLabels::brief)
                .distinct()
                .toList();
        return new RunLabels(startedBy(head.initiator()), tags);
    }

    private static String startedBy(Initiator initiator) {
        return initiator instanceof Initiator.Manual(var user)
                ? byUser(user.map(User::name).orElse(""))
                : initiator.type().name();
    }

    /** What runs are marked with that a user started by hand. */
    public static String byUser(String user) {
        return brief(Initiator.Type.MANUAL + "/" + user);
    }

    /** As labels are stored: the beginning of a long one. */
    public static String brief(String label) {
        return label.length() <= LENGTH_MAX ? label : label.substring(0, LENGTH_MAX);
    }
}
