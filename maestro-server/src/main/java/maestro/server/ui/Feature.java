package maestro.server.ui;

import java.util.Locale;

/** What pages may be built on; a page whose feature a server lacks is not shown. Names are API. */
enum Feature {
    BRIEF(true),
    WORKFLOW_STATUS(true),
    SEARCH_WORKFLOWS(true),
    LOG_PAGES(true),
    LIVE(true),
    GRID(true),
    MAP(true),
    ERRORS(true),
    SUMMARY(true),
    SEARCH(true),
    FORM(true),
    SOURCE(true),
    CHECK(true),
    LANGUAGE(true),
    EVALUATE(true),
    START_PREVIEW(true),
    SCHEDULES(true),
    SIGNALS(true),
    PERMITS(true);

    private final boolean there;

    Feature(boolean there) {
        this.there = there;
    }

    boolean there() {
        return there;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
