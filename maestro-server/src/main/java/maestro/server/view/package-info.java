/**
 * What the API shows of definitions, runs and steps (definition.md §13, rest-api.md §8 and §11), made of stored
 * rows. Pure but for memos kept on compiled plans; thread-safe.
 */
package maestro.server.view;
