package maestro.runtime.log;

/**
 * One line of output.
 *
 * @param launch attempt key of the launch that wrote it
 * @param number from 1 in its launch; numbers of dropped lines are missing
 * @param timeMillis epoch milliseconds at which it was taken in
 * @param position where to go on reading after it; opaque, without spaces or line ends
 */
public record LogLine(String launch, long number, long timeMillis, LogStream stream, String text, String position) {}
