package maestro.core.row;

/**
 * A letter that cannot be read: it rests outside the inbox until a version of the program takes the shard that can.
 *
 * @param reason one sentence for people
 * @param version of the program that set it aside
 */
public record LetterAside(MessageRow letter, String reason, String version, long atMillis) {}
