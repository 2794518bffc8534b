/** Workflow definitions: records, and what turns text into them and back (definition.md). */
package maestro.model.definition;
