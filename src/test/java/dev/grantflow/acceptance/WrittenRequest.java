package dev.grantflow.acceptance;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A request as an example page has it: request line, header fields, an empty line and a body, and
/// after `#` what is to come of it.
///
/// @param then without the `#`
record WrittenRequest(String method, String uri, List<String> fields, String body, String then) {

  private static final Pattern BLOCK =
      Pattern.compile("^```http\\n(.*?)^# (.*?)\\n```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern UNTIL = Pattern.compile("repeated until (\\S+) is (\\w+)");
  private static final Pattern KEPT = Pattern.compile("and (\\w+) is (\\S+)");

  static Stream<WrittenRequest> on(String page) {
    return BLOCK.matcher(page).results().map(block -> of(block.group(1), block.group(2)));
  }

  private static WrittenRequest of(String text, String then) {
    var parts = text.split("\n\n", 2);
    var head = parts[0].strip().split("\n", -1);
    var line = head[0].split(" ", -1);
    var body = parts.length < 2 ? "" : parts[1].strip();
    return new WrittenRequest(line[0], line[1], List.of(head).subList(1, head.length), body, then);
  }

  URI uri(Map<String, String> values) {
    return URI.create(filled(uri, values));
  }

  String body(Map<String, String> values) {
    return filled(body, values);
  }

  boolean isForTheBrowser() {
    return then.equals("in her browser");
  }

  boolean isSigned() {
    return fields.contains("{{headers}}");
  }

  /// Names and values, as the HTTP client wants them.
  List<String> written(Map<String, String> values) {
    var written = new ArrayList<String>();
    fields.stream()
        .filter(field -> !field.equals("{{headers}}"))
        .forEach(field -> written.addAll(List.of(filled(field, values).split(": ", 2))));
    return written;
  }

  int status() {
    return Integer.parseInt(then.substring(0, 3));
  }

  /// The pointer and the value that end the repetition; empty where there is none.
  List<String> until() {
    return UNTIL
        .matcher(then)
        .results()
        .flatMap(it -> Stream.of(it.group(1), it.group(2)))
        .toList();
  }

  /// Names each value that is kept, and the pointer to it.
  void forKept(BiConsumer<String, String> name) {
    KEPT.matcher(then).results().forEach(it -> name.accept(it.group(1), it.group(2)));
  }

  private static String filled(String text, Map<String, String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found, values)));
  }

  private static String value(MatchResult variable, Map<String, String> values) {
    var value = values.get(variable.group(1));
    if (value == null) {
      throw new AssertionError("the page uses " + variable.group() + " before it has a value");
    }
    return value;
  }
}
