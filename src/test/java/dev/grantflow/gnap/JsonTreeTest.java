package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

  private static final int LEVELS = 900;

  /// In a thread like that of a step, whose stack is a small one.
  @ParameterizedTest
  @ValueSource(strings = {"[1]", "{\"a\":1}"})
  void reads_and_prints_what_is_nested_as_deep_as_a_server_may(String innermost) throws Exception {
    var text =
        innermost.replace("1", "[{\"b\":".repeat(LEVELS / 2) + "1" + "}]".repeat(LEVELS / 2));
    var printed = new CompletableFuture<Optional<String>>();

    Thread.startVirtualThread(
        () ->
            printed.completeAsync(
                () -> JsonTree.read(text.getBytes(UTF_8)).flatMap(JsonTree::canonical),
                Runnable::run));

    assertThat(printed.get(10, TimeUnit.SECONDS)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "[-1e400]", "{\"a\":[{\"b\":1e999}]}"})
  void refuses_numbers_that_have_no_canonical_form(String text) {
    assertThat(JsonTree.read(text.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void prints_what_the_library_for_rfc_8785_prints(String text) throws IOException {
    var tree = JsonTree.read(text.getBytes(UTF_8)).orElseThrow();

    assertThat(JsonTree.canonical(tree)).contains(new JsonCanonicalizer(text).getEncodedString());
  }

  /// Of the RFC's own examples (§3.2.2 and appendix B).
  @ParameterizedTest
  @CsvSource({
    "333333333.33333329, 333333333.3333333",
    "1E30, 1e+30",
    "4.50, 4.5",
    "2e-3, 0.002",
    "0.000000000000000000000000001, 1e-27",
    "-0.0, 0",
    "9007199254740994, 9007199254740994",
    "295147905179352825856, 295147905179352830000",
    "9.999999999999997e-7, 9.999999999999997e-7",
    "999999999999999900000, 999999999999999900000",
  })
  void prints_numbers_as_rfc_8785_does(String number, String printed) {
    var tree = JsonTree.read(number.getBytes(UTF_8)).orElseThrow();

    assertThat(JsonTree.canonical(tree)).contains(printed);
  }

  private static Stream<String> texts() {
    var controls =
        IntStream.range(0, 0xa0).mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    return Stream.of(
        "[\"%s\"]".formatted(controls),
        "{\"%s\": \"\\u2028\\u2029\\ufeff/\\/é€\\ud83d\\ude00\"}".formatted(controls),
        "{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"€\":3,\"\":4,\"b\":{\"10\":5,\"9\":6},\"a\":[[],{}]}",
        "[0,-0,-0.0,0.0,1e0,10E1,1.50,-1.5e-3,4.50,2e-3,1e21,1e20,123456789012345678901,1e-6,1e-7]",
        "[9007199254740993,-9223372036854775808,18446744073709551615,333333333.33333329,1e23]",
        "[5e-324,2.2250738585072014e-308,1.7976931348623157e308,0.1,0.30000000000000004]",
        "[0.%s,%s]".formatted("1".repeat(800), "9".repeat(300)),
        "[\"%s\"]".formatted("é\\u0001€\\n😀".repeat(2000)),
        "[true,false,null,\"\"]");
  }

  @Test
  void of_repeated_members_the_last_counts() {
    assertThat(JsonTree.read("{\"a\":1,\"a\":2}".getBytes(UTF_8)))
        .hasValueSatisfying(
            tree -> assertThat(requireNonNull(tree.get("a")).getIntValue()).isEqualTo(2));
  }
}
