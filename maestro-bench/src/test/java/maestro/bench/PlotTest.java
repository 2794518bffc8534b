package maestro.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotTest {
    @Test
    void aFlatCurveIsDrawnFlatAndATargetAboveIt() throws Exception {
        var picture = picture(List.of(new Plot.Point(1_000, 0.1), new Plot.Point(1_000_000, 0.1)), 0.15);

        var circles = picture.getElementsByTagName("circle");
        assertThat(circles.getLength()).isEqualTo(2);
        var height = circles.item(0).getAttributes().getNamedItem("cy").getNodeValue();
        assertThat(circles.item(1).getAttributes().getNamedItem("cy").getNodeValue()).isEqualTo(height);
        assertThat(picture.getDocumentElement().getTextContent()).contains("target 0.150").contains("1,000,000");
    }

    @Test
    void aSinglePointIsInsideThePicture() throws Exception {
        var point = picture(List.of(new Plot.Point(1, 5)), 0).getElementsByTagName("circle").item(0);

        assertThat(Double.parseDouble(point.getAttributes().getNamedItem("cx").getNodeValue())).isBetween(0.0, 534.0);
        assertThat(Double.parseDouble(point.getAttributes().getNamedItem("cy").getNodeValue())).isBetween(0.0, 220.0);
    }

    private static Document picture(List<Plot.Point> points, double limit) throws Exception {
        String svg = Plot.svg("server CPU a step, ms", "finished runs", points, limit);
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
