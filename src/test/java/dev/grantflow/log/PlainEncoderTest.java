package dev.grantflow.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainEncoderTest {

  private static final String FORGED = "2026-01-01T00:00:00.000Z INFO  [main] d.g.Grantflow - paid";

  private static final String HEAD =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (?:ERROR|WARN |INFO ) \\[.*";

  private final Shipped log = new Shipped();

  @ParameterizedTest
  @CsvSource({
    "000A, \\n",
    "000D, \\r",
    "0009, \\t",
    "0000, \\u0000",
    "0008, \\u0008",
    "000B, \\u000B",
    "000C, \\u000C",
    "001B, \\u001B",
    "007F, \\u007F",
    "0085, \\u0085",
    "009B, \\u009B",
    "00AD, \\u00AD",
    "061C, \\u061C",
    "200B, \\u200B",
    "200D, \\u200D",
    "200E, \\u200E",
    "2028, \\u2028",
    "2029, \\u2029",
    "202A, \\u202A",
    "202E, \\u202E",
    "2066, \\u2066",
    "2069, \\u2069",
    "FEFF, \\uFEFF",
    "D800, \\uD800",
    "DFFF, \\uDFFF",
    "E0041, \\u{E0041}",
  })
  void what_is_not_for_reading_is_written_as_an_escape(String hexadecimal, String escape) {
    var hostile = "a" + new String(Character.toChars(Integer.parseInt(hexadecimal, 16))) + "b";

    assertThat(Plain.line(hostile, 100)).isEqualTo("a" + escape + "b");
  }

  @Test
  void other_text_stays_as_it_is() {
    assertThat(Plain.line("Zürich 東京 😀 \"x\" \\n %41 {}", 100))
        .isEqualTo("Zürich 東京 😀 \"x\" \\n %41 {}");
  }

  @Test
  void a_long_text_is_cut_and_says_so() {
    assertThat(Plain.line("😀".repeat(10), 8)).isEqualTo("😀😀😀😀… and 12 characters more");
  }

  /// Message, argument, key, value, cause, suppressed exception and name of the thread.
  @Test
  void no_text_from_outside_begins_a_line() {
    var thrown =
        new IllegalStateException("a\n" + FORGED, new IllegalArgumentException("b\r" + FORGED));
    thrown.addSuppressed(new IllegalStateException("c\u2028\u001B[2J\n" + FORGED));
    var name = Thread.currentThread().getName();
    Thread.currentThread().setName("t\n" + FORGED);
    try {
      log.logger("dev.grantflow.x\n" + FORGED)
          .atWarn()
          .addKeyValue("client\n" + FORGED, "shop\n\n" + FORGED)
          .setCause(thrown)
          .log("said\r\n" + FORGED + " {}", "\u001B[31m\n" + FORGED + "\u202Eevil");
    } finally {
      Thread.currentThread().setName(name);
    }

    var lines = log.text().split("\n", -1);
    assertThat(lines[0])
        .matches(HEAD)
        .contains("said\\r\\n" + FORGED, "\\u001B[31m", "\\u202Eevil");
    assertThat(lines)
        .filteredOn(line -> !line.isEmpty())
        .hasSizeGreaterThan(5)
        .filteredOn(line -> !line.startsWith("\t"))
        .hasSize(1);
    assertThat(log.text().replaceAll("[\n\t]", ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    assertThat(log.text())
        .contains("\tjava.lang.IllegalStateException: a\\n" + FORGED)
        .contains("Caused by: java.lang.IllegalArgumentException: b\\r" + FORGED)
        .contains("Suppressed: java.lang.IllegalStateException: c\\u2028\\u001B[2J\\n" + FORGED);
  }

  @Test
  void no_value_from_outside_ends_and_begins_another() {
    log.logger("dev.grantflow")
        .atInfo()
        .addKeyValue("subject", "x\" caller=\"payroll")
        .addKeyValue("reason", "x\\\" caller=\"payroll\\")
        .addKeyValue("wide", "x\u201D\ncaller=\"payroll")
        .addKeyValue("x\" key", 1)
        .log("was called");

    assertThat(log.text().strip())
        .endsWith(
            "was called subject=\"x\\\" caller=\\\"payroll\" reason=\"x\\\\\\\""
                + " caller=\\\"payroll\\\\\" wide=\"x\u201D\\n"
                + "caller=\\\"payroll\" x\\\" key=\"1\"");
  }

  @Test
  void a_stack_trace_is_there_once() {
    log.logger("dev.grantflow").error("failed", new IllegalStateException("why"));

    assertThat(log.text()).containsOnlyOnce("IllegalStateException: why").contains("\tat ");
  }
}
