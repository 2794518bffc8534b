/**
 * What is written and read: one record a table row. Rows are made from state by the rules' projection and turned back
 * into state by recovery; how they look in a database is known to {@code maestro-store} alone.
 */
package maestro.core.row;
