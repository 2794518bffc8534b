package maestro.cli;

import picocli.CommandLine.Option;

/** The heap of the process itself: the launcher reads it before there is one. */
final class HeapOption {
    @Option(names = "--heap", paramLabel = "SIZE",
            description = "Maximum heap, such as 512m or 2g. Default: MAESTRO_HEAP, else a quarter of the memory, 1 GB at most.")
    private String heap = "";
}
