package maestro.testkit.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import maestro.core.row.Ending;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.core.rule.Message;
import maestro.model.definition.PropertiesChange;
import maestro.model.json.Json;
import maestro.testkit.build.Workflows;

/** Those who ask: they repeat a start that was not answered, and hold every answer against what is durable. */
final class Clients {
    private final Caller caller;
    private final Ledger ledger;
    private final RandomGenerator random;
    private final Map<Long, Command> open = new HashMap<>();
    private long lastTicket;
    private int lastRequest;

    Clients(Caller caller, Ledger ledger, RandomGenerator random) {
        this.caller = caller;
        this.ledger = ledger;
        this.random = random;
    }

    Message publish(Workflows workflow) {
        return ask(caller.publish(workflow));
    }

    /** One to three starts, new ones or some that were asked for before. */
    Message start(String workflowId) {
        var uuids = new ArrayList<String>();
        int count = random.nextInt(4) == 0 ? 3 : 1;
        for (int i = 0; i < count; i++) {
            boolean again = lastRequest > 0 && random.nextInt(5) == 0;
            uuids.add("request-" + (again ? 1 + random.nextInt(lastRequest) : ++lastRequest));
        }
        return ask(caller.start(workflowId, uuids));
    }

    Message end(String workflowId, long instanceId) {
        return ask(caller.end(workflowId, instanceId, ending()));
    }

    Message endAll(String workflowId) {
        return ask(new Command.EndAll(workflowId, ending(), Caller.AMY));
    }

    private Ending ending() {
        return random.nextBoolean() ? Ending.STOP : Ending.KILL;
    }

    Message strategy(String workflowId, String strategy) {
        var change = PropertiesChange.fromJson(Json.parse("{\"run_strategy\":" + strategy + "}"));
        return ask(new Command.ChangeProperties(workflowId, change, Caller.AMY));
    }

    Message ask(Command command) {
        long ticket = ++lastTicket;
        open.put(ticket, command);
        return new Message.Ask(command, ticket);
    }

    /** A reply has left a node. */
    void answered(long ticket, Answer answer) {
        var command = open.remove(ticket);
        if (command == null) {
            return; // a request that was delivered twice
        }
        switch (answer) {
            case Answer.Started(var runs) -> runs.forEach(one -> started(command.workflowId(), one));
            case Answer.InstanceEnded ended when ended.completed() ->
                Ledger.check(
                        ledger.runs().values().stream()
                                .anyMatch(run -> run.workflowId().equals(command.workflowId())
                                        && run.instanceId() == ended.found().orElseThrow().instanceId()
                                        && run.status().terminal()),
                        "told to be ended but is not: %s", ended);
            case Answer _ -> {}
        }
    }

    private void started(String workflowId, Answer.Started.One one) {
        var run = ledger.runByUuid(workflowId, one.uuid());
        Ledger.check(
                run.isPresent() && run.get().instanceId() == one.instanceId(),
                "answered before it was durable: %s", one);
    }
}
