package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Lists of instances over HTTP: of one workflow and of all, filtered, sorted and paged. */
class InstanceListTest {
    private static final String ALL = "/api/v3/instances?";

    @AutoClose
    private static final Running server = new Running();

    /** Six instances in this order: a1 by hand, b1 by a clock, a2 tagged adhoc, b2, a3, b3. */
    @BeforeAll
    static void fill() {
        server.push("a", "\"tags\": [\"nightly\"],", noop("x"));
        server.push("b", "", noop("x"));
        server.post("/api/v3/workflows/b/properties", "{\"owner\": \"bob\"}");
        start("a", "\"initiator\": {\"type\": \"manual\"}");
        start("b", "\"initiator\": {\"type\": \"template\", \"ancestors\": []}");
        start("a", "\"initiator\": {\"type\": \"manual\"}, \"runtime_tags\": [\"adhoc\"]");
        for (String id : List.of("b", "a", "b")) start(id, "\"initiator\": {\"type\": \"manual\"}");
    }

    private static void start(String id, String fields) {
        var reply = server.post("/api/v3/workflows/" + id + "/versions/latest/actions/start", "{" + fields + "}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        server.awaitEnd(id, reply.json().path("workflow_instance_id").asLong());
    }

    private static List<String> names(JsonNode page) {
        var names = new ArrayList<String>();
        page.path("elements").forEach(row ->
                names.add(row.path("workflow_id").asString() + row.path("workflow_instance_id").asInt()));
        return names;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            first=9                                       | b3 a3 b2 a2 b1 a1
            first=9&sort=create_time                      | a1 b1 a2 b2 a3 b3
            last=2                                        | b1 a1
            last=2&sort=create_time                       | a3 b3
            first=9&owner=amy                             | a3 a2 a1
            first=9&owner=bob&initiator=template          | b1
            first=9&tag=nightly&sort=create_time          | a1 a2 a3
            first=9&tag=adhoc                             | a2
            first=9&initiator=Manual                      | b3 a3 b2 a2 a1
            first=9&initiator_user=amy&owner=bob          | b3 b2
            first=9&status=succeeded&tag=nightly          | a3 a2 a1
            first=9&status=FAILED                         | ''
            first=9&from=0&to=1                           | ''
            """)
    void instancesOfAllWorkflowsAreFiltered(String query, String names) {
        assertThat(String.join(" ", names(server.http.get(ALL + query).json()))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            first=9&owner=bob          | b3 b2 b1
            first=9&owner=amy          | ''
            first=1&initiator=manual   | b3
            last=9&initiator=template  | b1
            first=2&sort=create_time   | b1 b2
            last=2&sort=create_time    | b2 b3
            first=9&tag=nightly        | ''
            """)
    void soAreThoseOfOne(String query, String names) {
        var page = server.http.get("/api/v3/workflows/b/instances?" + query).json();
        assertThat(String.join(" ", names(page))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        ALL + ", end_cursor, has_next_page, first",
        ALL + "sort=create_time&, end_cursor, has_next_page, first",
        ALL + "tag=nightly&, end_cursor, has_next_page, first",
        ALL + "owner=bob&, start_cursor, has_previous_page, last",
        "/api/v3/workflows/a/instances?initiator=manual&, end_cursor, has_next_page, first",
        "/api/v3/workflows/a/instances?sort=create_time&, start_cursor, has_previous_page, last",
    })
    void pagesMakeUpTheWhole(String list, String cursor, String more, String from) {
        var whole = names(server.http.get(list + from + "=9").json());
        var seen = new ArrayList<String>();
        String next = "";
        boolean goesOn = true;
        while (goesOn) {
            var page = server.http.get(list + from + "=2" + (next.isEmpty() ? "" : "&cursor=" + next)).json();
            seen.addAll(from.equals("first") ? seen.size() : 0, names(page));
            next = page.path("page_info").path(cursor).asString("");
            goesOn = page.path("page_info").path(more).asBoolean();
        }
        assertThat(seen).hasSizeGreaterThan(2).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            status=ODD               | 'status' must be one of CREATED, IN_PROGRESS, PAUSED, TIMED_OUT
            sort=start_time          | 'sort' must be -create_time (newest first) or create_time
            initiator=FOREACH        | 'initiator' must be one of MANUAL, TIME, SIGNAL, SUBWORKFLOW, TEMPLATE
            initiator=time&initiator_user=amy | 'initiator_user' goes with the initiator MANUAL alone
            from=soon                | query parameter from must be a number
            to=1e3                   | query parameter to must be a number
            from=5&to=4              | 'from' must not be later than 'to'
            owner=%00                | query parameter owner may not hold NUL
            tag=a%00                 | query parameter tag may not hold NUL
            cursor=x                 | 'cursor' must be a cursor of an earlier page
            """)
    void aWrongFilterIsRefusedByName(String query, String said) {
        for (String list : List.of(ALL, "/api/v3/workflows/a/instances?")) {
            var reply = server.http.get(list + "first=3&" + query);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text().replace("\\u0027", "'")).contains(said);
        }
    }

    /** Where rows of many workflows are looked at, a page of one of them may end at an instance of another. */
    @Test
    void aCursorOfAWorkflowsOwnListMayNameAnInstanceOfAnother() {
        var newest = server.http.get(ALL + "first=1").json();
        assertThat(names(newest)).containsExactly("b3");
        String place = newest.path("page_info").path("end_cursor").asString("");
        var page = server.http.get("/api/v3/workflows/a/instances?first=9&initiator=manual&cursor=" + place).json();
        assertThat(names(page)).containsExactly("a3", "a2", "a1");
    }

    @Test
    void aPageIsNamedByFirstOrLastAndACursorByAnEarlierPage() {
        assertThat(server.http.get(ALL + "status=FAILED").status()).isEqualTo(400);
        assertThat(server.http.get(ALL + "first=201").status()).isEqualTo(400);
        assertThat(server.http.get("/api/v3/workflows/a/instances?first=2&initiator=manual&cursor=77").text())
                .contains("must be a cursor of an earlier page");
        assertThat(server.http.get("/api/v3/workflows?status=odd").text()).contains("'status' must be ACTIVE or INACTIVE");
    }
}
