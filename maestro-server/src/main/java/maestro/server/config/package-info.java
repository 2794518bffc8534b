/**
 * All settings: one list of keys, one typed record, read once before anything opens. Start at
 * {@link maestro.server.config.ServerConfig#load}.
 */
package maestro.server.config;
