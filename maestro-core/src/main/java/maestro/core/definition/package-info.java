/**
 * All that is wrong with a definition, at once and with its places in the file. Pure. Start at
 * {@link maestro.core.definition.DefinitionCheck}.
 */
package maestro.core.definition;
