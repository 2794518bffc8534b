/** The rules of identifiers and names (definition.md §11). */
package maestro.model.id;
