package maestro.server.ui;

import java.util.Locale;

/** What pages may be built on; a page whose feature a server lacks is not shown. Names are API. */
enum Feature {
    BRIEF,
    WORKFLOW_STATUS,
    SEARCH_WORKFLOWS,
    LOG_PAGES,
    LIVE,
    GRID,
    MAP,
    ERRORS,
    SUMMARY,
    SEARCH,
    FORM,
    SOURCE,
    CHECK,
    LANGUAGE,
    EVALUATE,
    START_PREVIEW,
    SCHEDULES,
    SIGNALS,
    PERMITS;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
