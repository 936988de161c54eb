package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.ReceivedCommand.Reading.Invalid;
import dev.grantflow.engine.ReceivedCommand.Reading.Valid;
import dev.grantflow.fuzz.Fuzz;
import dev.grantflow.grant.GrantRequested;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every record is a command or a list of problems. An input is header fields, an empty line and
/// the record's value; `(key)` is the record's key.
@NullMarked
class CommandFuzzTest {

  private static final int PROBLEM_CHARACTERS_MAX = 1_000;
  private static final String MARK = "s3cret-in-metadata";
  private static final Pattern IN_METADATA =
      Pattern.compile("\"metadata\":\\{[^{}]*:\"" + MARK + "\"[^{}]*}");

  private final CommandReader reader = new CommandReader(Records.withCommandBytesMax(65_536));

  @TestFactory
  Stream<DynamicTest> any_record_is_a_command_or_a_list_of_problems() {
    return Fuzz.tests("commands", 6_000, this::check);
  }

  private void check(byte[] input) {
    var received = reader.read(record(input));

    switch (received.reading()) {
      case Valid(var command) -> {
        assertThat(reader.read(record(input)).reading()).isEqualTo(received.reading());
        if (command instanceof GrantRequested requested) {
          assertThat(
                  requested.wanted().accessToken() == null && requested.wanted().subject() == null)
              .isFalse();
        }
      }
      case Invalid(_, var problems) -> {
        assertThat(problems).isNotEmpty();
        for (var problem : problems) {
          assertThat(problem.field() + problem.message())
              .hasSizeLessThan(PROBLEM_CHARACTERS_MAX)
              .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
          if (isInMetadataOnly(input)) {
            assertThat(problem.field() + problem.message()).doesNotContain(MARK);
          }
        }
      }
    }
  }

  /// The text may have been moved to where it is no secret, as to the subject, which a problem
  /// names.
  private static boolean isInMetadataOnly(byte[] input) {
    var end = end(input);
    var fields = new String(input, 0, end, UTF_8);
    var value = new String(input, end, input.length - end, UTF_8);
    return !fields.contains(MARK) && !IN_METADATA.matcher(value).replaceFirst("").contains(MARK);
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] input) {
    int end = end(input);
    var headers = new RecordHeaders();
    byte @Nullable [] key = null;
    for (var line : new String(input, 0, end, UTF_8).split("\n", -1)) {
      var field = List.of(line.split(": ", 2));
      byte @Nullable [] value = field.size() < 2 ? null : field.getLast().getBytes(UTF_8);
      if (field.getFirst().equals("(key)")) {
        key = value;
      } else {
        headers.add(field.getFirst(), value);
      }
    }
    var value = Arrays.copyOfRange(input, Math.min(input.length, end + 2), input.length);
    return new ConsumerRecord<>(
        KafkaSettings.COMMANDS,
        3,
        42,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static int end(byte[] input) {
    for (int i = 1; i < input.length; i++) {
      if (input[i] == '\n' && input[i - 1] == '\n') {
        return i - 1;
      }
    }
    return input.length;
  }
}
