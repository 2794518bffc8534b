package maestro.bench;

import java.util.List;
import java.util.Locale;

/** A curve over a logarithmic axis as SVG, its own scale from 0: what is flat looks flat. */
final class Plot {
    /** @param x above 0 */
    record Point(double x, double y) {}

    private static final int WIDTH = 534;
    private static final int HEIGHT = 220;
    private static final int LEFT = 62;
    private static final int RIGHT = 34;
    private static final int TOP = 34;
    private static final int BOTTOM = 40;
    private static final int LINES = 4;

    private Plot() {}

    /**
     * @param title what is shown, with its unit
     * @param under what grows to the right
     * @param limit the target as a line of its own; 0: none
     */
    static String svg(String title, String under, List<Point> points, double limit) {
        double most = Math.max(limit, points.stream().mapToDouble(Point::y).max().orElse(1)) * 1.15;
        double first = Math.floor(Math.log10(points.getFirst().x()));
        double last = Math.max(first + 1, Math.ceil(Math.log10(points.getLast().x())));
        var svg = new StringBuilder(text(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='11'>%n"
                        + "<rect width='100%%' height='100%%' fill='white'/>%n"
                        + "<text x='%d' y='18' font-size='13' font-weight='bold'>%s</text>%n",
                WIDTH, HEIGHT, LEFT, title));
        for (int i = 0; i <= LINES; i++) {
            double value = most * i / LINES;
            svg.append(text(
                    "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>%n"
                            + "<text x='%d' y='%.1f' text-anchor='end' fill='#555'>%s</text>%n",
                    LEFT, WIDTH - RIGHT, y(value, most), y(value, most), LEFT - 6, y(value, most) + 4, number(value)));
        }
        for (int power = (int) first; power <= last; power++) {
            double x = x(Math.pow(10, power), first, last);
            svg.append(text(
                    "<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='#eee'/>%n"
                            + "<text x='%.1f' y='%d' text-anchor='middle' fill='#555'>%s</text>%n",
                    x, x, TOP, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 15, number(Math.pow(10, power))));
        }
        if (limit > 0) {
            svg.append(text(
                    "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#c33' stroke-dasharray='5 4'/>%n"
                            + "<text x='%d' y='%.1f' text-anchor='end' fill='#c33'>target %s</text>%n",
                    LEFT, WIDTH - RIGHT, y(limit, most), y(limit, most),
                    WIDTH - RIGHT, y(limit, most) - 4, number(limit)));
        }
        svg.append("<polyline fill='none' stroke='#246' stroke-width='2' points='");
        points.forEach(point -> svg.append(text("%.1f,%.1f ", x(point.x(), first, last), y(point.y(), most))));
        svg.append(text("'/>%n"));
        points.forEach(point -> svg.append(text(
                "<circle cx='%.1f' cy='%.1f' r='3' fill='#246'/>%n", x(point.x(), first, last), y(point.y(), most))));
        return svg.append(text(
                        "<text x='%d' y='%d' text-anchor='middle' fill='#333'>%s</text>%n</svg>%n",
                        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, under))
                .toString();
    }

    private static double x(double value, double first, double last) {
        return LEFT + (Math.log10(value) - first) / (last - first) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - value / most * (HEIGHT - BOTTOM - TOP);
    }

    private static String number(double value) {
        return value >= 100 ? text("%,.0f", value) : text("%.3g", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace("\r\n", "\n");
    }
}
