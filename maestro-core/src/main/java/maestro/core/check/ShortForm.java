package maestro.core.check;

import java.util.List;
import maestro.core.param.ParamCatalogue;
import maestro.model.MaestroException;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.definition.DslNotice;
import maestro.model.definition.DslNotice.Untyped;
import maestro.model.definition.TemplateTypes;
import tools.jackson.databind.JsonNode;

/** Reads definitions in the short YAML form (definition.md §15), with the types that their expressions tell. Pure. */
public final class ShortForm {
    private ShortForm() {}

    /** @param notices what the document holds besides */
    public record Read(CreateRequest request, List<DslNotice> notices) {}

    /**
     * @param tree as {@code Yaml.parse} made it
     * @throws MaestroException BAD_REQUEST
     */
    public static Read read(JsonNode tree, TemplateTypes templates, ParamCatalogue catalogue) {
        var translated = Definitions.translated(tree, templates);
        var untyped = translated.notices().stream()
                .filter(Untyped.class::isInstance)
                .map(Untyped.class::cast)
                .toList();
        var request = Definitions.fromJson(translated.request());
        if (!untyped.isEmpty() && TypeInference.apply(request.workflow(), untyped, catalogue)) {
            request = Definitions.fromJson(translated.request());
        }
        return new Read(request, translated.notices());
    }

    /** As {@link #read}, with the standard catalogue and without the notices. */
    public static CreateRequest request(JsonNode tree, TemplateTypes templates) {
        return read(tree, templates, ParamCatalogue.STANDARD).request();
    }
}
