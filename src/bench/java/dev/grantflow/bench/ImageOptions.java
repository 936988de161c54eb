package dev.grantflow.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// The options of the JVM with which the image starts the service, read from the build that says
/// so.
final class ImageOptions {

  /// Of the first image, which is the service's.
  private static final String ARGUMENTS = "(//*[local-name()='entrypoint'])[1]/*";

  private ImageOptions() {}

  /// Without what depends on a container's limits: its memory stands for that which the chart
  /// gives.
  static List<String> ofTheBuild() throws IOException {
    var pom = Path.of(System.getProperty("grantflow.basedir", ""), "pom.xml");
    try {
      var document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
      var arguments =
          (NodeList)
              XPathFactory.newDefaultInstance()
                  .newXPath()
                  .evaluate(ARGUMENTS, document, XPathConstants.NODESET);
      var options = new ArrayList<String>();
      for (var i = 1; i < arguments.getLength(); i++) {
        var argument = arguments.item(i).getTextContent();
        if (argument.equals("-cp")) {
          return options;
        }
        if (!argument.startsWith("-XX:MaxRAMPercentage") && !argument.startsWith("-Djava.io")) {
          options.add(argument);
        }
      }
      throw new IOException(pom + " has no entry point for the image");
    } catch (ParserConfigurationException | SAXException | XPathExpressionException failure) {
      throw new IOException(pom + " cannot be read", failure);
    }
  }
}
