package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.core.permit.ClaimRow;
import maestro.core.permit.TagChanges;
import maestro.core.permit.TagRow;
import maestro.core.row.Changes;
import maestro.model.json.Json;
import maestro.model.permit.TagPermit;
import maestro.model.run.TimelineEvent;
import maestro.runtime.store.TagPermits;
import org.junit.jupiter.api.Test;

/** What every {@link maestro.runtime.store.TagPermits} promises. */
public abstract class TagsContract extends Contract {
    private static TagPermit permit(String tag, int max) {
        return new TagPermit(tag, max, List.of(TimelineEvent.info(5, "set")), Map.of("team", "ü \uD83D\uDE00"));
    }

    private static TagRow row(TagPermit permit) {
        return new TagRow(permit.tag(), 1, Optional.of(Json.text(permit.toJson())));
    }

    private static ClaimRow claim(int number, boolean held, long asked) {
        return new ClaimRow("gpu/a100", new UUID(1, number), held, asked, "{\"n\":" + number + "}");
    }

    private void write(List<TagRow> tags, List<ClaimRow> claims, List<ClaimRow.Key> gone) {
        commit(1, Changes.of(new TagChanges(tags, claims, gone)));
    }

    @Test
    void permitsAreSetReadListedAndRemoved() {
        var gpu = permit("gpu/a100", 2);
        write(List.of(row(gpu), row(permit("disk", 0))), List.of(), List.of());
        var permits = ports.store().permits();
        assertThat(permits.permit("gpu/a100")).contains(gpu);
        assertThat(permits.permit("other")).isEmpty();
        assertThat(permits.permits("", "", 5)).containsExactly(permit("disk", 0), gpu);
        assertThat(permits.permits("", "disk", 5)).containsExactly(gpu);
        assertThat(permits.permits("g", "", 5)).containsExactly(gpu);
        write(List.of(row(permit("gpu/a100", 7)), new TagRow("disk", 1, Optional.empty())), List.of(), List.of());
        assertThat(permits.permits("", "", 5)).containsExactly(permit("gpu/a100", 7));
        assertThat(permits.load("disk").permit()).isEmpty();
    }

    @Test
    void claimsAreInTheOrderInWhichTheyWereAsked() {
        write(List.of(), List.of(claim(1, true, 9), claim(2, false, 8), claim(3, false, 7)), List.of());
        var permits = ports.store().permits();
        assertThat(permits.claims("gpu/a100", true, 5)).containsExactly(claim(1, true, 9));
        assertThat(permits.claims("gpu/a100", false, 5)).containsExactly(claim(3, false, 7), claim(2, false, 8));
        assertThat(permits.usage(List.of("gpu/a100", "other"))).containsExactlyInAnyOrder(
                new TagPermits.Usage("gpu/a100", 1, 2, 7), new TagPermits.Usage("other", 0, 0, 0));
        write(List.of(), List.of(claim(3, true, 7)), List.of(new ClaimRow.Key("gpu/a100", new UUID(1, 1))));
        assertThat(permits.load("gpu/a100").claims())
                .containsExactlyInAnyOrder(claim(3, true, 7), claim(2, false, 8));
        assertThat(permits.load("other").claims()).isEmpty();
    }
}
