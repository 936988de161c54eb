package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.contract.DataJson;
import dev.grantflow.contract.Problems;
import dev.grantflow.contract.Texts;
import dev.grantflow.engine.ResourceSignatures.RequestContent;
import dev.grantflow.engine.ResourceSignatures.RequestToSign;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads which request is to be signed. No value of a body is repeated in a problem.
sealed interface SignatureBody {

  record Understood(RequestToSign request) implements SignatureBody {}

  record Flawed(ApiProblem problem) implements SignatureBody {}

  static SignatureBody read(byte[] json) {
    var problems = new Problems();
    var data = DataJson.read("body", json, problems);
    if (data != null && !data.isObject()) {
      problems.add("body", "This is not a JSON object. Give one.");
    }
    if (data == null || !problems.isEmpty()) {
      return new Flawed(ApiProblem.unreadable(problems.list()));
    }
    var request = new Reading(data, problems).request();
    return problems.isEmpty()
        ? new Understood(Objects.requireNonNull(request))
        : new Flawed(ApiProblem.invalid(problems.list()));
  }

  /// One object's members.
  final class Reading {

    private static final Set<String> MEMBERS =
        Set.of(
            "method",
            "targetUri",
            "body",
            "bodyBase64",
            "contentDigest",
            "contentLength",
            "contentType",
            "label");

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

    private final JsonNode data;
    private final Problems problems;

    private Reading(JsonNode data, Problems problems) {
      this.data = data;
      this.problems = problems;
    }

    private @Nullable RequestToSign request() {
      data.propertyNames().stream()
          .filter(name -> !MEMBERS.contains(name))
          .forEach(name -> problems.add(Texts.name(name), "This is not known. Remove it."));
      var method = required("method");
      var targetUri = required("targetUri");
      if (method != null && !METHOD.matcher(method).matches()) {
        problems.add("method", "This is no method. Give one in capitals, such as POST.");
      }
      var content = content();
      var label = text("label");
      return method == null || targetUri == null
          ? null
          : new RequestToSign(method, targetUri, content, label);
    }

    private @Nullable RequestContent content() {
      var type = Objects.requireNonNullElse(text("contentType"), "application/json");
      var given = Stream.of("body", "bodyBase64", "contentDigest").filter(data::has).toList();
      if (given.size() > 1) {
        problems.add(
            given.get(1), "This is there beside %s. Give one of them.".formatted(given.getFirst()));
        return null;
      }
      if (data.has("contentLength") && !data.has("contentDigest")) {
        problems.add(
            "contentLength", "This is for a contentDigest only; a body's length is counted.");
      }
      if (given.isEmpty()) {
        return null;
      }
      return given.getFirst().equals("contentDigest") ? digested(type) : sent(type);
    }

    private @Nullable RequestContent digested(String type) {
      var digest = text("contentDigest");
      var length = data.path("contentLength");
      if (!length.isIntegralNumber() || !length.canConvertToLong()) {
        problems.add("contentLength", "Give the length of the body in bytes, as a number.");
        return null;
      }
      return digest == null ? null : new RequestContent.Digested(type, digest, length.longValue());
    }

    private @Nullable RequestContent sent(String type) {
      var bytes = data.has("body") ? utf8(text("body")) : base64(text("bodyBase64"));
      return bytes == null || bytes.length == 0 ? null : new RequestContent.Sent(type, bytes);
    }

    private byte @Nullable [] utf8(@Nullable String text) {
      if (text == null) {
        return null;
      }
      try {
        ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
      } catch (CharacterCodingException _) {
        problems.add("body", "This has half a character in it, which UTF-8 cannot express.");
        return null;
      }
    }

    private byte @Nullable [] base64(@Nullable String text) {
      try {
        return text == null ? null : Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException _) {
        problems.add("bodyBase64", "This is not base64 (RFC 4648 §4).");
        return null;
      }
    }

    private @Nullable String required(String name) {
      if (!data.has(name)) {
        problems.add(name, "This is missing.");
      }
      return text(name);
    }

    private @Nullable String text(String name) {
      if (!data.has(name)) {
        return null;
      }
      var value = data.path(name);
      if (!value.isString()) {
        problems.add(
            name,
            name.equals("body")
                ? "This is not a string. Give the text that will be sent, byte for byte, as a"
                    + " string."
                : "This is not a string. Give one.");
        return null;
      }
      return value.stringValue();
    }
  }
}
