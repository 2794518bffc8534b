package maestro.server.config;

/** A value as given, before it is checked. {@code where} names the file and line, the variable, or the flag. */
record Setting(String key, String value, String where) {}
