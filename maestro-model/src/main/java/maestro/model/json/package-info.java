/** JSON and YAML trees, within bounds, and the leniency of single values (definition.md §1). */
package maestro.model.json;
