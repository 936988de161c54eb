package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

  private static final int LEVELS = 900;

  /// In a thread like that of a step, whose stack is a small one.
  @ParameterizedTest
  @ValueSource(strings = {"[1]", "{\"a\":1}"})
  void reads_what_is_nested_as_deep_as_a_server_may(String innermost) throws Exception {
    var text =
        innermost.replace("1", "[{\"b\":".repeat(LEVELS / 2) + "1" + "}]".repeat(LEVELS / 2));
    var read = new CompletableFuture<Boolean>();

    Thread.startVirtualThread(
        () ->
            read.completeAsync(
                () -> JsonTree.read(text.getBytes(UTF_8)).isPresent(), Runnable::run));

    assertThat(read.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "[-1e400]", "{\"a\":[{\"b\":1e999}]}"})
  void refuses_numbers_that_have_no_canonical_form(String text) {
    assertThat(JsonTree.read(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void of_repeated_members_the_last_counts() {
    assertThat(JsonTree.read("{\"a\":1,\"a\":2}".getBytes(UTF_8)))
        .hasValueSatisfying(
            tree -> assertThat(requireNonNull(tree.get("a")).getIntValue()).isEqualTo(2));
  }
}
