package maestro.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.auth.Access;
import maestro.model.auth.Grant;
import maestro.model.auth.Verb;
import maestro.model.definition.Durations;
import maestro.model.json.Json;
import maestro.runtime.store.AccessStore.Deed;
import maestro.runtime.store.AccessStore.Token;
import maestro.server.auth.Desk;
import maestro.server.auth.Desk.Caller;
import maestro.server.auth.Guard;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who one is, tokens, grants, the audit of both, and sessions of browsers. Ours: the contract knows no log-in. */
final class AccessResource {
    private static final String AUTH = "/api/v3/auth";
    private static final String SESSION = "/auth/session";
    private static final String USUAL_LIFE = "P90D";
    private static final int PAGE = 200;

    private final Guard guard;

    AccessResource(Guard guard) {
        this.guard = guard;
    }

    List<Route> routes() {
        return List.of(
                Route.get(AUTH + "/whoami", this::whoami),
                Route.get(AUTH + "/check", this::check),
                Route.get(AUTH + "/tokens", this::tokens),
                Route.post(AUTH + "/tokens", this::issue),
                Route.delete(AUTH + "/tokens/{token}", this::revokeToken),
                Route.get(AUTH + "/grants", this::grants),
                Route.post(AUTH + "/grants", this::grant),
                Route.delete(AUTH + "/grants", this::revokeGrant),
                Route.get(AUTH + "/audit", this::audit),
                Route.post(SESSION, this::logIn),
                Route.delete(SESSION, AccessResource::logOut));
    }

    private Desk desk() {
        return guard.desk().orElseThrow(() -> new MaestroException(Code.CONFLICT,
                "This server has no log-in: everybody may do everything (setting auth.mode: none)"));
    }

    private static Caller caller(Call call) {
        return new Caller(call.access(), call.credentials().address());
    }

    private Answer whoami(Call call) {
        Access access = call.access();
        var view = Json.object().put("mode", guard.gate().mode());
        if (access.open()) {
            call.header("user").filter(name -> !name.isEmpty()).ifPresent(name -> view.put("name", name));
            return Answer.json(view);
        }
        view.put("principal", access.principal().text()).put("name", access.principal().name());
        view.put("via", access.principal().via());
        grants(view.putArray("grants"), access.grants());
        return Answer.json(view);
    }

    /** Whether somebody may do something, and by which grant: {@code ?principal=user:ann&verb=start&name=finance.daily}. */
    private Answer check(Call call) {
        String name = wanted(call, "name");
        Verb verb = verb(wanted(call, "verb"));
        var asked = call.query("principal").filter(text -> !text.isEmpty());
        Access access = asked.isEmpty() ? call.access() : desk().accessOf(asked.get());
        boolean own = access.open() || access.principal().text().equals(call.access().principal().text());
        if (!own && !call.access().may(Verb.TOKEN, name))
            throw new MaestroException(Code.FORBIDDEN, "Only admins of [" + name + "] may ask what others may do there");
        var view = Json.object().put("principal", access.principal().text()).put("verb", verb.text()).put("name", name);
        view.put("allowed", access.may(verb, name));
        access.because(verb, name).ifPresent(grant -> view.put("because", grant.words()).put("subject", grant.subject()));
        return Answer.json(view);
    }

    private static String wanted(Call call, String name) {
        return call.query(name).filter(text -> !text.isEmpty()).orElseThrow(() ->
                MaestroException.badRequest("query parameter '" + name + "' is missing"));
    }

    private static Verb verb(String text) {
        for (Verb verb : Verb.values()) if (verb.text().equals(text)) return verb;
        throw MaestroException.badRequest("'verb' must be one of "
                + String.join(", ", List.of(Verb.values()).stream().map(Verb::text).toList()) + ", not '" + text + "'");
    }

    private Answer tokens(Call call) {
        var found = desk().tokens(caller(call), call.query("after").orElse(""), PAGE);
        var view = Json.object();
        var list = view.putArray("elements");
        found.forEach(token -> list.add(view(token)));
        if (found.size() == PAGE) view.put("next", found.getLast().id());
        return Answer.json(view);
    }

    private static ObjectNode view(Token token) {
        var view = Json.object().put("id", token.id()).put("principal", token.principal());
        token.limit().ifPresent(grant -> view.put("role", grant.role().name()).put("scope", grant.scope().text()));
        view.put("name", token.name()).put("create_time", token.createMillis());
        view.put("expire_time", token.expiresMillis());
        if (token.revokedMillis() > 0) view.put("revoke_time", token.revokedMillis());
        return view;
    }

    private Answer issue(Call call) {
        JsonNode body = object(call.json());
        String life = text(body, "life").orElse(USUAL_LIFE);
        long millis = Durations.millis(life).orElseThrow(() ->
                MaestroException.badRequest("'life' must be a duration such as 90d or PT12H, not '" + life + "'"));
        var issued = desk().issue(caller(call), new Desk.Wish(
                text(body, "principal"), text(body, "role"), text(body, "scope"), text(body, "name").orElse(""),
                Duration.ofMillis(millis)));
        return secret(view(issued.token()).put("token", issued.text()), Map.of());
    }

    /** No cache may keep what is told once. */
    private static Answer secret(JsonNode body, Map<String, String> more) {
        var headers = new HashMap<>(more);
        headers.put("Cache-Control", "no-store");
        return new Answer.Whole(200, Route.JSON, Json.bytes(body), headers);
    }

    private Answer revokeToken(Call call) {
        return Answer.json(Json.object().put("id", call.path("token"))
                .put("revoked", desk().revoke(caller(call), call.path("token"))));
    }

    private Answer grants(Call call) {
        var view = Json.object();
        grants(view.putArray("elements"), desk().grants(caller(call)));
        return Answer.json(view);
    }

    private static void grants(ArrayNode list, List<Grant> grants) {
        grants.forEach(grant -> list.add(view(grant)));
    }

    private static ObjectNode view(Grant grant) {
        return Json.object().put("subject", grant.subject()).put("role", grant.role().name())
                .put("scope", grant.scope().text());
    }

    private Answer grant(Call call) {
        JsonNode body = object(call.json());
        var grant = Desk.grant(required(body, "subject"), required(body, "role"), text(body, "scope").orElse("*"));
        return Answer.json(view(grant).put("changed", desk().grant(caller(call), grant)));
    }

    private Answer revokeGrant(Call call) {
        var grant = Desk.grant(wanted(call, "subject"), wanted(call, "role"), call.query("scope").orElse("*"));
        return Answer.json(view(grant).put("changed", desk().revoke(caller(call), grant)));
    }

    private Answer audit(Call call) {
        long before = call.queryNumber("before").orElse(Long.MAX_VALUE);
        var found = desk().audit(call.query("principal").filter(text -> !text.isEmpty()), before, PAGE);
        var view = Json.object();
        var list = view.putArray("elements");
        found.forEach(deed -> list.add(view(deed)));
        if (found.size() == PAGE) view.put("next", found.getLast().seq());
        return Answer.json(view);
    }

    private static ObjectNode view(Deed deed) {
        return Json.object().put("seq", deed.seq()).put("time", deed.atMillis()).put("principal", deed.principal())
                .put("via", deed.via()).put("address", deed.address()).put("verb", deed.verb())
                .put("target", deed.target()).put("outcome", deed.outcome()).put("detail", deed.detail());
    }

    /** Begins a session of a browser with the token that the call is made with. */
    private Answer logIn(Call call) {
        var desk = desk();
        if (call.access().principal().name().isEmpty())
            throw new MaestroException(Code.UNAUTHORIZED, "A session begins with a token: 'Authorization: Bearer TOKEN'");
        return secret(Json.object().put("principal", call.access().principal().text()),
                Map.of("Set-Cookie", cookie(call, desk.session(caller(call)))));
    }

    private static Answer logOut(Call call) {
        return secret(Json.object(), Map.of("Set-Cookie", cookie(call, Desk.noSession())));
    }

    private static String cookie(Call call, String cookie) {
        return call.secure() ? cookie + "; Secure" : cookie;
    }

    private static JsonNode object(JsonNode body) {
        if (!body.isObject()) throw MaestroException.badRequest("The body must be a JSON object");
        return body;
    }

    private static Optional<String> text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) return Optional.empty();
        if (!value.isString()) throw MaestroException.badRequest("'" + name + "' must be a text");
        return Optional.of(value.asString());
    }

    private static String required(JsonNode body, String name) {
        return text(body, name).orElseThrow(() -> MaestroException.badRequest("'" + name + "' is missing"));
    }
}
