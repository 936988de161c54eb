package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Collectors;

/// The page that asks the resource owner. It works without JavaScript; whatever clients wrote is
/// escaped.
final class ConsentPage {
  private static final String TEMPLATE = resource("consent.html");
  private static final String FORMS = resource("consent-forms.html");

  private ConsentPage() {}

  static String of(Grant grant) {
    String access =
        grant.request.access().stream().map(ConsentPage::item).collect(Collectors.joining("\n"));
    String subject =
        Optional.ofNullable(grant.request.subject())
            .map(asked -> asked.path("sub_ids").path(0).path("id").asText())
            .map(id -> entry("Know that this is your wallet address", line("Address", id)))
            .orElse("");
    return TEMPLATE.replace(
        "{{content}}",
        FORMS
            .replace("{{access}}", access + subject)
            .replace("{{clientUri}}", escaped(grant.request.client().name()))
            .replace("{{clientName}}", escaped(grant.clientName)));
  }

  /// Where a code is typed that came by another way than a link.
  static String codes() {
    return TEMPLATE.replace(
        "{{content}}",
        "<h1>Type your code</h1><form method=\"post\" action=\"/code\"><input id=\"code\""
            + " name=\"code\" autocomplete=\"off\" autofocus><button id=\"enter\""
            + " type=\"submit\">Continue</button></form>");
  }

  static String notice(String sentence) {
    return TEMPLATE.replace("{{content}}", "<p class=\"notice\">" + escaped(sentence) + "</p>");
  }

  private static String item(JsonNode item) {
    String type = item.path("type").asText();
    String title =
        switch (type) {
          case "outgoing-payment" -> "Send payments from your account";
          case "incoming-payment" -> "Receive payments into your account";
          case "quote" -> "Ask for the price of payments";
          default -> type;
        };
    String actions =
        item.path("actions").valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    JsonNode limits = item.path("limits");
    return entry(
        title,
        line("May", actions)
            + line("Account", item.path("identifier").asText())
            + line("Pay at most", amount(limits.path("debitAmount")))
            + line("Deliver at most", amount(limits.path("receiveAmount")))
            + line("Again and again", limits.path("interval").asText())
            + line("To", limits.path("receiver").asText()));
  }

  private static String amount(JsonNode amount) {
    return amount.isObject()
        ? new BigDecimal(
                    new BigInteger(amount.path("value").asText()),
                    amount.path("assetScale").asInt())
                .toPlainString()
            + " "
            + amount.path("assetCode").asText()
        : "";
  }

  private static String entry(String title, String lines) {
    return "<li><h2>" + escaped(title) + "</h2><dl>" + lines + "</dl></li>";
  }

  private static String line(String name, String value) {
    return value.isEmpty()
        ? ""
        : "<div><dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd></div>";
  }

  /// Braces too, so that nothing written by a client is taken for a part of the template.
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("{", "&#123;");
  }

  private static String resource(String name) {
    try (InputStream stream = ConsentPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
