package dev.grantflow.sandbox.authserver;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `Signature-Input` as the reference server takes it apart: by splitting the text, not by parsing
/// structured fields (RFC 8941). Valid fields that it does not understand are refused here too.
///
/// @param value all that follows `sig1=`, for the signature base
/// @param parameters as written, strings without their quotes
record SignatureInput(String value, List<String> components, Map<String, String> parameters) {
  private static final Pattern FIELD = Pattern.compile("sig1=(\\(([^()]*)\\)((?:;[^()]*)*))");
  private static final Pattern COMPONENT = Pattern.compile("\"([@a-z0-9-]+)\"");

  static SignatureInput parse(String field) {
    Matcher matcher = FIELD.matcher(field);
    if (!matcher.matches()) {
      throw new Refused(401, "invalid_client", "invalid signature input");
    }
    List<String> components =
        Arrays.stream(matcher.group(2).split(" ", -1)).map(SignatureInput::component).toList();
    return new SignatureInput(matcher.group(1), components, parameters(matcher.group(3)));
  }

  private static String component(String quoted) {
    Matcher matcher = COMPONENT.matcher(quoted);
    if (!matcher.matches()) {
      throw new Refused(401, "invalid_client", "invalid signature component");
    }
    return matcher.group(1);
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : text.split(";", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.put(parameter.substring(0, equals), unquoted(parameter.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
