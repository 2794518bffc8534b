package maestro.server.http;

import java.util.List;
import java.util.Set;
import maestro.core.check.ShortForm;
import maestro.core.dag.Plan;
import maestro.core.param.ParamCatalogue;
import maestro.model.MaestroException;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.source.SourceDocument;
import maestro.runtime.engine.TemplateLibrary;
import maestro.server.view.DraftView;
import maestro.server.view.FormView;
import tools.jackson.databind.node.ObjectNode;

/** What an editor draws of a definition beside its problems, with {@code with=dag,form}; left out where it cannot be had. */
record DraftParts(List<String> parts) {
    private static final Set<String> KNOWN = Set.of("dag", "form");

    /** @throws MaestroException 400 when it names others */
    static DraftParts of(Call call) {
        String text = call.query("with").orElse("");
        var parts = text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1));
        if (!KNOWN.containsAll(parts)) throw MaestroException.badRequest("'with' must name dag, form or both, as dag,form");
        return new DraftParts(parts);
    }

    void into(ObjectNode answer, String text, SourceDocument.Form form, TemplateLibrary templates) {
        if (parts.isEmpty()) return;
        try {
            CreateRequest draft = read(text, form, templates);
            if (parts.contains("form")) answer.set("form", FormView.of(draft.workflow()));
            if (parts.contains("dag")) answer.set("dag", DraftView.of(Plan.of(draft.workflow())));
        } catch (MaestroException broken) {
            // one of the problems says so
        }
    }

    private static CreateRequest read(String text, SourceDocument.Form form, TemplateLibrary templates) {
        var tree = SourceDocument.of(text, form).tree();
        return switch (form) {
            case REQUEST -> Definitions.fromJson(tree);
            case SHORT -> ShortForm.read(tree, templates, ParamCatalogue.STANDARD).request();
        };
    }
}
