/**
 * PostgreSQL, or a database that speaks like it, behind the ports of {@code maestro.runtime}.
 *
 * <p>Start at {@link maestro.store.Database}. One file a table: its SQL and the mapping of its row. SQL keeps to what
 * distributed PostgreSQL-compatible databases also have. The schema is in {@code migration/V1__schema.sql}.
 */
package maestro.store;
