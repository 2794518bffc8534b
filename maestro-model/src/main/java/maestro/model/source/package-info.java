/** Definitions as their authors wrote them: where each value stands in the text, and what it is called there. */
package maestro.model.source;
