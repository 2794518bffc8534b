/** The ports to the database: what the shell writes and reads. PostgreSQL and memory implement them alike. */
package maestro.runtime.store;
