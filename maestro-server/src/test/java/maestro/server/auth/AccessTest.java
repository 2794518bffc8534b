package maestro.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import maestro.model.auth.AccessToken;
import maestro.model.auth.Role;
import maestro.model.auth.Verb;
import maestro.server.http.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants tokens: who gets in, who may do what, and what those see who may not. */
class AccessTest {
    private static final String OWN = "finance.daily";
    private static final String OTHER = "finance-x";

    @TempDir
    private static Path dir;
    private static Guarded server;
    private static String editor;
    private static String viewer;

    @BeforeAll
    static void start() {
        server = new Guarded(dir.resolve("one"));
        editor = server.service("etl", "editor", "finance.");
        viewer = server.service("board", "viewer", "finance.");
        server.push(server.admin, OWN);
        server.push(server.admin, OTHER);
        server.start(server.admin, OWN);
        server.start(server.admin, OTHER);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theFirstTokenLiesInAFileThatItsOwnerAloneCanRead() throws Exception {
        Path file = dir.resolve("one").resolve("admin-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        var who = server.get(server.admin, "/api/v3/auth/whoami").json();
        assertThat(who.path("principal").asString()).isEqualTo("user:admin");
        assertThat(who.path("grants").get(0).path("role").asString()).isEqualTo("admin");
    }

    @Test
    void whoShowsNothingOrTheWrongThingGetsInNowhere() {
        var none = server.get("", "/api/v3/workflows");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.json().path("status").asString()).isEqualTo("UNAUTHORIZED");
        assertThat(none.raw().headers().firstValue("www-authenticate")).hasValueSatisfying(text ->
                assertThat(text).startsWith("Bearer"));
        String typo = server.admin.substring(0, 20) + (server.admin.charAt(20) == 'a' ? 'b' : 'a') + server.admin.substring(21);
        assertThat(server.get(typo, "/api/v3/workflows").text()).contains("mistyped");
        String made = AccessToken.make(new java.util.Random(7)).reveal();
        assertThat(server.get(made, "/api/v3/workflows").status()).isEqualTo(401);
        for (String path : List.of("/health/live", "/health/ready", "/version", "/ui/", "/api/v3/session"))
            assertThat(server.get("", path).status()).as(path).isEqualTo(200);
        assertThat(server.get("", "/metrics").status()).isEqualTo(401);
        assertThat(server.get(viewer, "/metrics").status()).isEqualTo(200);
    }

    @Test
    void theUserHeaderMayHoldTheTokenAndIsNeverKept() {
        var reply = server.http.call("POST", "/api/v3/workflows/" + OWN + "/versions/latest/actions/start",
                "content-type: application/json;;user: " + editor, "{\"initiator\": {\"type\": \"manual\"}}");
        assertThat(reply.status()).isEqualTo(200);
        var instance = server.get(viewer, "/api/v3/workflows/" + OWN + "/instances/"
                + reply.json().path("workflow_instance_id").asLong());
        assertThat(instance.json().at("/initiator/user/name").asString()
                + instance.json().at("/initiator/user").asString("")).isEqualTo("etl");
        assertThat(instance.text()).doesNotContain("mst_");
    }

    @Test
    void anotherNameThanOnesOwnTakesTheRoleOfAGateway() {
        String path = "/api/v3/workflows/" + OWN + "/versions/latest/actions/start";
        String headers = "content-type: application/json;;user: ann;;authorization: Bearer ";
        String body = "{\"initiator\": {\"type\": \"manual\"}}";
        assertThat(server.http.call("POST", path, headers + editor, body).status()).isEqualTo(403);
        String gate = server.user("gate");
        server.grant(server.admin, "user:gate", "operator", "finance.");
        assertThat(server.http.call("POST", path, headers + gate, body).text()).contains("may not act as [ann]");
        assertThat(server.grant(server.admin, "user:gate", "gateway", "*").status()).isEqualTo(200);
        var started = server.http.call("POST", path, headers + gate, body).json().path("workflow_instance_id").asLong();
        assertThat(server.get(viewer, "/api/v3/workflows/" + OWN + "/instances/" + started).json().path("initiator")
                .toString()).contains("ann");
    }

    /** Each route with each role, inside its scope and outside: in as the table says, else 403 or a 404 that tells nothing. */
    @Test
    void everyRouteIsOpenToThoseRolesThatTheTableNames() {
        var tokens = new TreeMap<String, String>();
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.EDITOR, Role.ADMIN))
            tokens.put(role.name(), server.service("r-" + role.name(), role.name(), "finance."));
        var wrong = new ArrayList<String>();
        Permissions.all().forEach((route, need) -> tokens.forEach((role, token) -> {
            for (String name : List.of("finance.none", "sales.none")) {
                boolean may = may(need, Role.named(role).orElseThrow(), name.startsWith("finance."));
                var reply = tried(route, need, name, token);
                boolean in = reply.status() != 401 && reply.status() != 403 && !reply.text().contains("that you may see");
                if (in != may) wrong.add(route + " " + role + " " + name + ": " + reply.status() + " " + reply.text());
            }
        }));
        assertThat(wrong).isEmpty();
    }

    private static boolean may(Need need, Role role, boolean inside) {
        return switch (need) {
            case Need.Open _, Need.OpenIf _, Need.Known _ -> true;
            case Need.Named(var verb, _) -> inside && role.verbs().contains(verb);
            case Need.Somewhere(var verb) -> role.verbs().contains(verb);
            case Need.Everywhere _, Need.Node _, Need.NodeOr _ -> false;
        };
    }

    private static Http.Reply tried(String route, Need need, String name, String token) {
        String[] parts = route.split(" ");
        String variable = need instanceof Need.Named(_, var named) ? named : "";
        String path = parts[1].replace("{" + variable + "}", name).replace("{path...}", "x")
                .replaceAll("\\{(n|v|r|a|b|seq|iteration|snapshot)}", "1").replaceAll("\\{[a-z]+}", "x");
        if (route.endsWith("/auth/tokens") && parts[0].equals("POST")) path += "?x"; // a body of its own is needed
        return server.call(token, parts[0], path, parts[0].equals("POST") || parts[0].equals("PUT") ? "[]" : "");
    }

    @Test
    void namesInBodiesAndQueriesCountAsThoseInPathsDo() {
        assertThat(server.push(editor, "finance.new").status()).isEqualTo(200);
        assertThat(server.push(viewer, "finance.new").status()).isEqualTo(403);
        assertThat(server.push(editor, OTHER).status()).isEqualTo(403);
        for (String id : List.of("finance", "finance-x", "Finance.x", "finance%2E", "finance．x"))
            assertThat(server.push(editor, id).status()).as(id).isIn(400, 403);
        assertThat(server.call(editor, "POST", "/api/v3/workflows/steps/breakpoints",
                "{\"workflow_id\": \"" + OTHER + "\", \"step_id\": \"a\"}").status()).isEqualTo(403);
        assertThat(server.get(editor, "/api/v3/workflows/steps/breakpoints?workflowId=" + OTHER + "&stepId=a").status())
                .isEqualTo(404);
        assertThat(server.call(editor, "POST", "/api/v3/signals", "{\"name\": \"sales.in\"}").status()).isEqualTo(403);
        assertThat(server.call(editor, "POST", "/api/v3/signals", "{\"name\": \"finance.in\"}").status()).isEqualTo(200);
        assertThat(server.call(editor, "POST", "/api/v3/tag-permits", "{\"tag\": \"finance.t\", \"max_allowed\": 1}").status())
                .isEqualTo(403);
    }

    @Test
    void whoMayNotStartAWorkflowMayNotPushAnotherThatDoes() {
        String calls = """
                {"properties": {"owner": "o"}, "workflow": {"id": "finance.calls", "steps": [
                    {"foreach": {"id": "each", "params": {"loop_params": {"type": "MAP", "value": {
                        "i": {"type": "LONG_ARRAY", "value": [1]}}}}, "steps": [
                    {"subworkflow": {"id": "a", "params": {"subworkflow_id": %s,
                        "subworkflow_version": {"type": "STRING", "value": "latest"}}}}]}}]}}""";
        assertThat(pushed(calls, "{\"type\": \"STRING\", \"value\": \"" + OTHER + "\"}").status()).isEqualTo(403);
        assertThat(pushed(calls, "{\"type\": \"STRING\", \"expression\": \"'finance' + '-x'\"}").status()).isEqualTo(403);
        assertThat(pushed(calls, "{\"type\": \"STRING\", \"value\": \"" + OWN + "\"}").status()).isEqualTo(200);
    }

    @Test
    void whoMayNotStartAWorkflowMayNotHaveAHookStartIt() {
        String hooked = """
                {"properties": {"owner": "o"}, "workflow": {"id": "finance.hooked", "on_failure": [{"workflow": "%s"}],
                    "steps": [{"step": {"id": "a", "type": "NoOp"}}]}}""";
        assertThat(server.call(editor, "POST", "/api/v3/workflows", hooked.formatted(OTHER)).status()).isEqualTo(403);
        assertThat(server.call(editor, "POST", "/api/v3/workflows", hooked.formatted(OWN)).status()).isEqualTo(200);
    }

    private static Http.Reply pushed(String calls, String id) {
        return server.call(editor, "POST", "/api/v3/workflows", calls.formatted(id));
    }

    @Test
    void listsLeaveOutWhatOneMayNotSee() {
        for (String path : List.of("/api/v3/workflows", "/api/v3/instances?first=50", "/api/v3/search?q=finance",
                "/api/v3/summary", "/api/v3/set-aside", "/api/v3/signals", "/api/v3/tag-permits")) {
            assertThat(server.get(viewer, path).text()).as(path).doesNotContain(OTHER);
            assertThat(server.get(viewer, path).status()).as(path).isEqualTo(200);
        }
        assertThat(server.get(viewer, "/api/v3/workflows").text()).contains(OWN);
        assertThat(server.get(viewer, "/api/v3/instances?first=50").text()).contains(OWN);
        assertThat(server.get(server.admin, "/api/v3/workflows").text()).contains(OTHER);
    }

    @Test
    void whatIsHiddenLooksLikeWhatIsNotThere() {
        var hidden = server.get(viewer, "/api/v3/workflows/" + OTHER + "/overview");
        var absent = server.get(viewer, "/api/v3/workflows/sales-xyz/overview");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.text().replace(OTHER, "X")).isEqualTo(absent.text().replace("sales-xyz", "X"));
    }

    @Test
    void aRefusalSaysWhoMayDoWhatAndStandsInTheAudit() {
        var refused = server.start(viewer, OWN);
        assertThat(refused.json().path("message").asString())
                .contains("service:board may not 'start' on [finance.daily]").contains("operator or editor or admin");
        var audit = server.get(server.admin, "/api/v3/auth/audit?principal=service:board").json().path("elements").get(0);
        assertThat(audit.path("verb").asString()).isEqualTo("start");
        assertThat(audit.path("target").asString()).isEqualTo(OWN);
        assertThat(audit.path("outcome").asString()).isEqualTo("FORBIDDEN");
        assertThat(server.get(editor, "/api/v3/auth/audit").status()).isEqualTo(403);
    }

    @Test
    void nobodyGivesAwayMoreThanTheyHave() {
        server.grant(server.admin, "user:cy", "admin", "finance.");
        String cy = server.user("cy");
        assertThat(server.grant(cy, "user:dan", "editor", "finance.eu.").status()).isEqualTo(200);
        assertThat(server.grant(cy, "user:dan", "editor", "sales.").status()).isEqualTo(403);
        assertThat(server.grant(cy, "user:cy", "admin", "*").status()).isEqualTo(403);
        assertThat(server.call(cy, "POST", "/api/v3/auth/tokens",
                "{\"principal\": \"service:x\", \"role\": \"admin\"}").status()).isEqualTo(403);
        assertThat(server.call(cy, "POST", "/api/v3/auth/tokens", "{\"principal\": \"user:admin\"}").status()).isEqualTo(403);
        assertThat(server.get(cy, "/api/v3/auth/grants").text()).contains("user:dan").doesNotContain("user:admin");
    }

    @Test
    void aTokenOfAUserHoldsNoMoreThanTheUserAndNoMoreThanItsLimit() {
        server.grant(server.admin, "user:eve", "viewer", "finance.");
        String own = server.user("eve");
        String narrow = server.call(own, "POST", "/api/v3/auth/tokens", """
                {"role": "editor", "scope": "finance.eu."}""").json().path("token").asString();
        assertThat(server.start(narrow, "finance.eu.x").status()).isEqualTo(403);
        assertThat(server.get(narrow, "/api/v3/workflows/" + OWN + "/overview").status()).isEqualTo(404);
        server.grant(server.admin, "user:eve", "operator", "*");
        assertThat(server.start(narrow, "finance.eu.x").text()).contains("does not exist");
        assertThat(server.start(narrow, OWN).status()).isEqualTo(403);
        assertThat(server.start(own, OTHER).status()).isEqualTo(200);
    }

    @Test
    void aTokenEndsWhenItIsRevokedAndAGrantAsWell() {
        server.grant(server.admin, "user:fay", "viewer", "finance.");
        String fay = server.user("fay");
        assertThat(server.get(fay, "/api/v3/workflows/" + OWN + "/overview").status()).isEqualTo(200);
        server.call(server.admin, "DELETE", "/api/v3/auth/grants?subject=user:fay&role=viewer&scope=finance.", "");
        assertThat(server.get(fay, "/api/v3/workflows/" + OWN + "/overview").status()).isEqualTo(404);
        String id = fay.substring(4, 14);
        assertThat(server.call(viewer, "DELETE", "/api/v3/auth/tokens/" + id, "").status()).isEqualTo(404);
        assertThat(server.call(fay, "DELETE", "/api/v3/auth/tokens/" + id, "").json().path("revoked").asBoolean()).isTrue();
        var over = server.get(fay, "/api/v3/auth/whoami");
        assertThat(over.status()).isEqualTo(401);
        assertThat(over.text()).contains("revoked");
    }

    @Test
    void mayAnnRestartFinanceDaily() {
        server.grant(server.admin, "user:ann", "editor", "finance.");
        var answer = server.get(server.admin, "/api/v3/auth/check?principal=user:ann&verb=control&name=" + OWN).json();
        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.path("because").asString()).isEqualTo("editor of finance.");
        assertThat(server.get(viewer, "/api/v3/auth/check?principal=user:ann&verb=control&name=" + OWN).status())
                .isEqualTo(403);
        assertThat(server.get(viewer, "/api/v3/auth/check?verb=start&name=" + OWN).json().path("allowed").asBoolean())
                .isFalse();
    }

    @Test
    void aBrowsersSessionCountsForItsOwnPagesAndForMarkedChangesOnly() {
        var begun = server.call(editor, "POST", "/auth/session", "{}");
        String cookie = begun.raw().headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
        String session = "cookie: " + cookie.substring(0, cookie.indexOf(';'));
        String path = "/api/v3/workflows/" + OWN + "/versions/latest/actions/start";
        String body = "{\"initiator\": {\"type\": \"manual\"}}";
        String json = ";;content-type: application/json";
        assertThat(server.http.call("GET", "/api/v3/workflows", session, "").status()).isEqualTo(200);
        assertThat(server.http.call("POST", path, session + json, body).status()).isEqualTo(403);
        assertThat(server.http.call("POST", path, session + json + ";;x-maestro: 1", body).status()).isEqualTo(200);
        assertThat(server.http.call("GET", "/api/v3/workflows", session + ";;sec-fetch-site: cross-site", "").status())
                .isEqualTo(403);
        assertThat(server.http.call("GET", "/api/v3/workflows", session.replace("=", "=0"), "").status()).isEqualTo(401);
        var session2 = server.http.call("GET", "/api/v3/session", session, "").json();
        assertThat(session2.path("user").asString()).isEqualTo("etl");
        assertThat(session2.path("auth").asString()).isEqualTo("tokens");
    }

    @Test
    void manyWrongTokensOfOneAddressAreNotLookedAtAndRightOnesAre() {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 15; i++)
            statuses.add(server.get(AccessToken.make(new java.util.Random(i)).reveal(), "/api/v3/workflows").status());
        assertThat(statuses).endsWith(429, 429, 429);
        assertThat(server.get(viewer, "/api/v3/workflows").status()).isEqualTo(200);
    }

    @Test
    void badWishesNameTheirField() {
        var bad = Map.of(
                "{\"principal\": \"ann\"}", "user:NAME",
                "{\"principal\": \"user:ann\\n\"}", "user:NAME",
                "{\"role\": \"king\"}", "viewer",
                "{\"principal\": \"service:x\"}", "role",
                "{\"scope\": \"finance.\"}", "role",
                "{\"role\": \"viewer\", \"scope\": \"f%\"}", "scope",
                "{\"life\": \"soon\"}", "life",
                "{\"life\": \"P9999D\"}", "auth.token-max",
                "[]", "object",
                "{\"name\": 7}", "name");
        bad.forEach((body, said) -> {
            var reply = server.call(server.admin, "POST", "/api/v3/auth/tokens", body);
            assertThat(reply.status()).as(body).isEqualTo(400);
            assertThat(reply.text()).as(body).contains(said);
        });
        assertThat(server.get(server.admin, "/api/v3/auth/check?verb=fly&name=x").text()).contains(Verb.START.text());
    }

    @Test
    void anotherNodeChecksWhatItIsPassedAndKnowsOfARevocationWithinASecond() throws Exception {
        try (var other = new Guarded(dir.resolve("two"), server.database, Map.of())) {
            assertThat(other.admin).isEmpty(); // there is an admin already
            server.grant(server.admin, "user:gil", "editor", "gil.");
            String gil = server.user("gil");
            for (int i = 0; i < 24; i++) { // some belong to one node, some to the other
                assertThat(server.push(gil, "gil." + i).status()).isEqualTo(200);
                assertThat(other.start(gil, "gil." + i).status()).isEqualTo(200);
                assertThat(other.start(viewer, "gil." + i).status()).isEqualTo(403);
            }
            var started = other.get(gil, "/api/v3/workflows/gil.1/instances/1").json();
            assertThat(started.path("initiator").toString()).contains("gil");
            server.call(gil, "DELETE", "/api/v3/auth/tokens/" + gil.substring(4, 14), "");
            long until = System.nanoTime() + 1_000_000_000L;
            while (other.get(gil, "/api/v3/auth/whoami").status() == 200) assertThat(System.nanoTime()).isLessThan(until);
        }
    }
}
